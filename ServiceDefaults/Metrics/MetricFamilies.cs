using System.Text;

namespace ArchOpt.ServiceDefaults.Metrics;

/// <summary>
/// One scrape in the making: the series of each name together, under one HELP and one TYPE, however many instruments of
/// however many meters contribute to it.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class MetricFamilies
{
    private readonly Dictionary<string, (string Type, StringBuilder Text)> families = new(StringComparer.Ordinal);

    /// <summary>Where the family's lines go; null when the name is taken by a family of another type, which no scrape can express.</summary>
    /// <param name="type">counter, gauge or histogram.</param>
    public StringBuilder? Lines(string name, string type, string? description)
    {
        if (families.TryGetValue(name, out var family)) return family.Type == type ? family.Text : null;
        var text = new StringBuilder();
        PrometheusSyntax.Header(text, name, type, description);
        families[name] = (type, text);
        return text;
    }

    /// <summary>Everything that was written, in the order of the names, and starts anew.</summary>
    public string Take()
    {
        var all = new StringBuilder();
        foreach (var (_, family) in families.OrderBy(family => family.Key, StringComparer.Ordinal)) all.Append(family.Text);
        families.Clear();
        return all.ToString();
    }
}
