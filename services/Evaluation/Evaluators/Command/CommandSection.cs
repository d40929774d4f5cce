using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// One command's section of the configuration, read key by key. Case and underscores in keys do not matter, so
/// <c>working_directory</c> in a file and <c>WorkingDirectory</c> in configuration are the same key.
/// </summary>
/// <param name="section">The section.</param>
/// <param name="where">How messages name it.</param>
/// <param name="mistakes">Receives one line for each mistake.</param>
internal sealed class CommandSection(IConfigurationSection section, string where, List<string> mistakes)
{
    private readonly List<string> asked = [];

    public string? Text(string key) => Find(key)?.Value is { Length: > 0 } text ? text : null;

    /// <summary>A text that <paramref name="parse"/> turns into something; its FormatException says what it must be.</summary>
    public T Parsed<T>(string key, T fallback, Func<string, T> parse)
    {
        if (Text(key) is not { } text) return fallback;
        return Try(key, text, parse, out var parsed) ? parsed : fallback;
    }

    /// <summary>A list of texts, one by one through <paramref name="parse"/>; a single text is a list of one.</summary>
    public ImmutableArray<T> List<T>(string key, ImmutableArray<T> fallback, Func<string, T> parse)
    {
        var part = Find(key);
        if (part is null || !part.Exists()) return fallback;
        var children = part.GetChildren().ToList();
        var texts = children.Count > 0 ? children.Select(child => (Key: $"{key}[{child.Key}]", Text: child.Value ?? ""))
            : part.Value is { Length: > 0 } single ? [(key, single)]
            : [];
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var (place, text) in texts)
        {
            if (Try(place, text, parse, out var item)) items.Add(item);
        }

        return items.ToImmutable();
    }

    /// <summary>Keys as they are written, with their texts.</summary>
    public ImmutableSortedDictionary<string, string> Map(string key) =>
        (Find(key)?.GetChildren() ?? []).ToImmutableSortedDictionary(child => child.Key, child => child.Value ?? "", StringComparer.Ordinal);

    public TimeSpan? Duration(string key, TimeSpan low)
    {
        return Parsed<TimeSpan?>(key, null, Parse);

        TimeSpan? Parse(string text)
        {
            TimeSpan? value = Studies.Definition.Duration.TryParse(text, out var written) ? written
                : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9 ? TimeSpan.FromSeconds(seconds)
                : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span
                : null;
            if (value >= low && value <= Studies.Definition.Duration.Longest) return value;
            throw new FormatException($"must be a duration >= {low.TotalSeconds:0.###} s such as 90s, 2h or 00:01:30");
        }
    }

    /// <summary>Refuses every key that nobody asked for.</summary>
    public void RefuseOthers()
    {
        foreach (var child in section.GetChildren())
        {
            if (!asked.Any(key => IsSame(key, child.Key)))
                mistakes.Add($"{where}:{child.Key}: unknown key{NearestName.Hint(child.Key, asked)} (there are {string.Join(", ", asked)})");
        }
    }

    public void Reject(string key, string expectation, string value) => mistakes.Add($"{where}:{key}: {expectation} (was '{value}').");

    private bool Try<T>(string key, string text, Func<string, T> parse, out T parsed)
    {
        try
        {
            parsed = parse(text);
            return true;
        }
        catch (FormatException e)
        {
            Reject(key, e.Message, text);
            parsed = default!;
            return false;
        }
    }

    private IConfigurationSection? Find(string key)
    {
        asked.Add(key);
        return section.GetChildren().FirstOrDefault(child => IsSame(key, child.Key));
    }

    private static bool IsSame(string known, string written) =>
        known.Replace("_", "").Equals(written.Replace("_", ""), StringComparison.OrdinalIgnoreCase);
}
