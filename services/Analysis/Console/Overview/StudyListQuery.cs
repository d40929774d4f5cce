using System.Globalization;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Overview;

/// <summary>Which studies the list shows.</summary>
/// <param name="Text">In the name, the strategy or the evaluator, case ignored; null for all.</param>
/// <param name="Page">From 1.</param>
public sealed record StudyListQuery(string? Text = null, StudyStatus? Status = null, int Page = 1)
{
    private const int LongestText = 200;

    public bool IsUnfiltered => Text is null && Status is null;

    /// <summary>What an address says; what it says wrongly is left out.</summary>
    public static StudyListQuery Of(IQueryCollection query)
    {
        var text = query["text"].ToString().Trim();
        return new(
            text.Length == 0 ? null : text[..Math.Min(text.Length, LongestText)],
            Enum.TryParse<StudyStatus>(query["status"], ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : null,
            int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page > 0 ? page : 1);
    }

    /// <param name="path">Of the list, or of its live events.</param>
    public string ToUrl(string path) => path + QueryString.Create(Said());

    private IEnumerable<KeyValuePair<string, string?>> Said()
    {
        if (Text is not null) yield return new("text", Text);
        if (Status is { } status) yield return new("status", status.ToString());
        if (Page > 1) yield return new("page", Page.ToString(CultureInfo.InvariantCulture));
    }
}
