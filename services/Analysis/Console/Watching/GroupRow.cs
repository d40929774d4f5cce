using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>One model group in the table of groups.</summary>
/// <param name="Ended">Trials of it that have a result.</param>
/// <param name="Budget">Trials that it may have; null when only the study's budget bounds it.</param>
/// <param name="Search">Where its search is, in words; empty when the strategy says nothing.</param>
/// <param name="IsCurrent">The next configuration comes from it.</param>
/// <param name="IsLeader">It has the best of all.</param>
internal sealed record GroupRow(string Name, BestView? Best, long Ended, long? Budget, string Search, string Configuration, bool IsCurrent, bool IsLeader)
{
    /// <summary>In the plan's order; none for a study without groups.</summary>
    public static ImmutableArray<GroupRow> Of(StudyMoment moment)
    {
        var plan = StudyStrategy.Groups(moment.Study);
        if (plan is null) return [];
        var rows = ImmutableArray.CreateBuilder<GroupRow>();
        for (var place = 0; place < moment.Snapshot.Groups.Length; place++)
        {
            var group = moment.Snapshot.Groups[place];
            if (group.Name is null) continue;
            var best = moment.GroupBest.GetValueOrDefault(place);
            var search = moment.Search.FirstOrDefault(view => view.Group == group.Name);
            rows.Add(new(
                group.Name,
                best,
                group.Ended.Where(count => count.Key.Rule().IsTerminal).Sum(count => count.Value),
                plan.Groups[place].Trials * moment.Study.TrialsPerConfiguration,
                search is null ? "" : Words(search),
                best is null ? "" : ConfigurationLine.Of(moment.Study, best.Configuration),
                search is { Current: true } && !moment.Record.HasEnded,
                best is not null && best.Number == moment.Best?.Number));
        }

        return rows.ToImmutable();
    }

    /// <summary>Mode, stagnation and origin: <c>local exploration, 3 results without improvement, began from GAT's best (trial 31)</c>.</summary>
    public static string Words(SearchView search)
    {
        List<string> facts = [SearchModes.InWords(search.Mode)];
        if (search.Stagnation > 0) facts.Add($"{search.Stagnation} {(search.Stagnation == 1 ? "result" : "results")} without improvement");
        if (search.Inherited is { } from) facts.Add($"began from {from.Group}'s best (trial {from.Number})");
        return string.Join(", ", facts);
    }
}
