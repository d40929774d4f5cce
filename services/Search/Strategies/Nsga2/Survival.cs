using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Objectives;

namespace ArchOpt.Search.Strategies.Nsga2;

/// <summary>An evaluated configuration.</summary>
internal sealed record Member(long Number, Configuration Configuration, Fitness Fitness);

/// <summary>A member that survived, with what decides its tournaments: a low rank first, then much room around it.</summary>
internal sealed record Parent(Member Member, int Rank, double Crowding);

/// <summary>Elitist selection (Deb et al. 2002, section III-C): whole fronts while they fit, and of the next one those with the most room.</summary>
internal static class Survival
{
    /// <summary>The best <paramref name="size"/> of the members, or all when there are fewer. Of equals, those that come first.</summary>
    public static ImmutableArray<Parent> Select(IReadOnlyList<Member> members, int size)
    {
        var ranks = NonDominatedSorting.Ranks(members.Count, (i, j) => members[i].Fitness.Dominates(members[j].Fitness));
        var survivors = ImmutableArray.CreateBuilder<Parent>(size);
        foreach (var front in members.Zip(ranks).GroupBy(pair => pair.Second, pair => pair.First).OrderBy(group => group.Key))
        {
            var room = size - survivors.Count;
            if (room == 0) break;
            survivors.AddRange(WithCrowding([.. front], front.Key).OrderByDescending(parent => parent.Crowding).Take(room));
        }

        return survivors.ToImmutable();
    }

    /// <summary>Members of one front are feasible together or violate equally much; room means something for feasible ones only.</summary>
    private static IEnumerable<Parent> WithCrowding(Member[] front, int rank)
    {
        if (!front[0].Fitness.IsFeasible) return front.Select(member => new Parent(member, rank, 0));
        var distances = CrowdingDistance.Of([.. front.Select(member => member.Fitness.Losses)]);
        return front.Select((member, i) => new Parent(member, rank, distances[i]));
    }
}
