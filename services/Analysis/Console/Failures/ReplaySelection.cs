using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Analysis.Console.Failures;

/// <summary>Which failed trials a person has chosen, as an address says it: those of a study, of one cause of it, or some numbers.</summary>
/// <param name="Study">Null for all studies.</param>
/// <param name="Cause">The <see cref="CauseId"/> of a group; null for all of them.</param>
/// <param name="Ticked">Numbers that were ticked.</param>
/// <param name="Ranges">Numbers that were typed; what is chosen is these and the ticked ones, or everything without either.</param>
/// <param name="Settings">A correction of the evaluator's settings, as a JSON merge patch; null for none.</param>
public sealed record ReplaySelection(string? Study, string? Cause, ImmutableArray<long> Ticked, string? Ranges, string? Settings)
{
    private const int LongestText = 100_000;

    public static ReplaySelection Of(IQueryCollection query) => new(
        Text(query["study"]),
        Text(query["cause"]),
        [.. query["trial"].Select(text => long.TryParse(text, out var number) ? number : -1).Where(number => number >= 0).Distinct().Order()],
        Text(query["trials"]),
        Text(query["settings"]));

    /// <summary>Names a cause in an address: texts of failures are long, and hold anything.</summary>
    public static string CauseId(string cause) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cause)))[..16];

    /// <summary>What an address and a form say of it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Said()
    {
        if (Study is not null) yield return new("study", Study);
        if (Cause is not null) yield return new("cause", Cause);
        foreach (var number in Ticked) yield return new("trial", number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (Ranges is not null) yield return new("trials", Ranges);
        if (Settings is not null) yield return new("settings", Settings);
    }

    /// <summary>The request, or what is wrong with the choice.</summary>
    /// <param name="failed">What failed in the study, where a cause was chosen.</param>
    public (ReplayRequest? Request, string? Mistake) ToRequest(FailedView? failed, bool dryRun)
    {
        var (typed, mistake) = TrialRanges.Read(Ranges ?? "");
        if (mistake is not null) return (null, mistake);
        var numbers = typed.Union(Ticked).Order().ToImmutableArray();
        if (numbers.IsEmpty && Cause is not null)
        {
            numbers = failed?.Groups.FirstOrDefault(group => CauseId(group.Cause) == Cause)?.Trials ?? [];
            if (numbers.IsEmpty) return (null, "None of these trials is failed any more: they were replayed, or the study is gone.");
        }

        if (!numbers.IsEmpty && Study is null) return (null, "Numbers need a study: each study counts its own trials.");
        JsonElement? settings = null;
        if (Settings is { } patch)
        {
            try
            {
                settings = JsonSerializer.Deserialize<JsonElement>(patch);
            }
            catch (JsonException e)
            {
                return (null, $"The settings are no JSON: {e.Message}");
            }
        }

        return (new(Study, numbers.IsEmpty ? null : numbers, dryRun, settings), null);
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Length > LongestText ? text[..LongestText] : text.Trim();
}
