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
    public static ImmutableArray<Parent> Select(IReadOnlyList<Member> members, int size) =>
        [.. CrowdedOrder.Of([.. members.Select(member => member.Fitness)]).Take(size).Select(place => new Parent(members[place.Index], place.Rank, place.Crowding))];
}
