using System.Text.Json;
using System.Text.RegularExpressions;

namespace ArchOpt.AppHost.Local.Output;

/// <summary>Follows the studies by asking Proposal every second, and knows when the awaited ones have ended.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="proposal">Proposal's address.</param>
/// <param name="awaited">The name of the study to wait for; null for every study there is.</param>
internal sealed partial class StudyWatcher(HttpClient client, Uri proposal, string? awaited)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The studies that are of interest now.</summary>
    internal IReadOnlyList<StudyProgress> Studies { get; private set; } = [];

    internal bool AllEnded => Studies.Count > 0 && Studies.All(study => study.HasEnded);

    internal bool AllSucceeded => Studies.Count > 0 && Studies.All(study => study.HasSucceeded);

    /// <summary>Asks once; a Proposal that does not answer leaves what was known.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(proposal, "/studies"));
            if (Environment.GetEnvironmentVariable("ARCHOPT_API_KEY") is { Length: > 0 } key)
                request.Headers.Add("X-Api-Key", key);
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return;
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var all = StudyProgress.Read(document.RootElement);
            Studies = awaited is null ? all : [.. all.Where(study => study.Name == awaited)];
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException || (silent is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It is starting or restarting; the resource table says so, and the next second brings another chance.
        }
    }

    /// <summary>The name a study file gives its study; null if it cannot be told without parsing the file.</summary>
    internal static string? NameIn(string text)
    {
        var match = YamlName().Match(text);
        if (!match.Success)
            match = JsonName().Match(text);
        return match.Success ? match.Groups["name"].Value : null;
    }

    [GeneratedRegex("""^study\s*:\s*(?<quote>["']?)(?<name>[^"'#\r\n]+?)\k<quote>\s*(?:#.*)?\r?$""", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlName();

    [GeneratedRegex("""
        "study"\s*:\s*"(?<name>[^"\\]+)"
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonName();
}
