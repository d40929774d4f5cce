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
            if (search.Current && !was.Current) lines.Add(Begins(group, search, isNew: known.Trials.Total == 0));
            if (search.Mode != was.Mode) lines.Add(Changed(group, search, was));
        }

        before = study.Groups.ToDictionary(group => group.Group ?? "", StringComparer.Ordinal);
        return lines;
    }

    private static string Begins(GroupView group, SearchView search, bool isNew)
    {
        var origin = search.Inherited is { } from ? " " + ShortText.Inherited(from) : "";
        return Show.Line(isNew ? $"{group.Group} begins{origin}" : $"{group.Group} goes on");
    }

    private static string Changed(GroupView group, SearchView search, SearchView was)
    {
        var mode = ShortText.Mode(search.Mode);
        var why = search.Mode switch
        {
            "local" when group.Best is { } best => $" around trial {best.Number}",
            "jump" => $" after {Math.Max(search.Stagnation, was.Stagnation)} results without improvement",
            _ => "",
        };
        return Show.Line((group.Group is { } name ? name + ": " : "") + mode + why);
    }
}
