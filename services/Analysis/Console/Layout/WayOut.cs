using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Storage;

namespace ArchOpt.Analysis.Console.Layout;

/// <summary>Where to go from an address that leads nowhere.</summary>
/// <param name="Text">What is there; a name that somebody chose when <paramref name="IsName"/>.</param>
internal sealed record WayOut(string Text, string Url, bool IsName = false)
{
    private static readonly ImmutableArray<string> Pages = ["failed", "workers", "studies"];

    private static readonly ImmutableArray<string> StudyPages = ["trials", "insight", "failed"];

    /// <summary>What the address probably meant, best first; never empty, for the list of studies is always there.</summary>
    /// <param name="path">The address without its query, decoded.</param>
    public static async Task<ImmutableArray<WayOut>> FindAsync(IStudyStore store, string path, CancellationToken cancellationToken)
    {
        WayOut studies = new("all studies", ConsoleUrls.Studies);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToArray();
        if (parts.Length == 0) return [studies];
        if (!Is(parts[0], "studies") || parts.Length == 1) return [.. Near(parts[0], Pages, page => page == "studies" ? ConsoleUrls.Studies : $"/console/{page}"), studies];
        var name = Uri.UnescapeDataString(parts[1]); // a slash in a name stays escaped in a path
        var rest = parts.Length > 2 ? parts[2] : "";
        if (await store.FindStudyAsync(name, cancellationToken) is null)
        {
            var names = (await store.ListStudiesAsync(cancellationToken)).Select(study => study.Name);
            return NearestName.Of(name, names) is { } nearest ? [new(nearest, ConsoleUrls.Study(nearest) + Suffix(rest), IsName: true), studies] : [studies];
        }

        WayOut study = new(name, ConsoleUrls.Study(name), IsName: true);
        if (Is(rest, "trials")) return [new("all trials of the study", ConsoleUrls.Trials(name)), study, studies];
        return [.. Near(rest, StudyPages, page => $"{ConsoleUrls.Study(name)}/{page}"), study, studies];
    }

    private static bool Is(string text, string word) => string.Equals(text, word, StringComparison.OrdinalIgnoreCase);

    private static string Suffix(string page) => StudyPages.Contains(page) ? "/" + page : "";

    private static IEnumerable<WayOut> Near(string text, ImmutableArray<string> pages, Func<string, string> url) =>
        NearestName.Of(text, pages) is { } nearest ? [new(nearest, url(nearest))] : [];
}
