using ArchOpt.Cli.Output;
using ArchOpt.Cli.Showing;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Progress;

/// <summary>What a search has decided since the last look: another mode, another group.</summary>
internal sealed class SearchNews
{
    private Dictionary<string, GroupView>? before;

    /// <summary>A line for each change; none at the first look.</summary>
    public IReadOnlyList<string> Since(StudyView study)
    {
        if (study.Groups.IsDefaultOrEmpty) return [];
        var lines = new List<string>();
        foreach (var group in study.Groups)
        {
            if (before?.GetValueOrDefault(group.Group ?? "") is not { Search: { } was } known || group.Search is not { } search) continue;
            if (search.Current && !was.Current) lines.Add(Show.Line($"{group.Group} {(known.Trials.Total == 0 ? "begins" : "goes on")}"));
            if (search.Inherited is { } from && was.Inherited is null) lines.Add(Show.Line($"{group.Group} starts {ShortText.Inherited(from)}"));
            if (search.Mode != was.Mode && Changed(group, search, was) is { } change) lines.Add(change);
        }

        before = study.Groups.ToDictionary(group => group.Group ?? "", StringComparer.Ordinal);
        return lines;
    }

    /// <summary>Null when the change of groups says it.</summary>
    private static string? Changed(GroupView group, SearchView search, SearchView was)
    {
        if (search.Mode is "waiting" || was.Mode is "waiting" or "done") return null;
        var why = search.Mode switch
        {
            "local" when group.Best is { } best => $" around trial {best.Number}",
            "jump" => $" after {Math.Max(search.Stagnation, was.Stagnation)} results without improvement",
            "done" when group.Best is { } best => $", best {Show.Mean(best)} (trial {best.Number})",
            _ => "",
        };
        var name = group.Group is null ? "" : group.Group + (search.Mode == "done" ? " " : ": ");
        return Show.Line(name + SearchModes.InWords(search.Mode) + why);
    }
}
