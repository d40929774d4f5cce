using ArchOpt.Contracts.Http;
using ArchOpt.Insight;
using ArchOpt.Insight.Statistics;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Export;

namespace ArchOpt.Analysis.Reporting.Markdown;

/// <summary>Figures and configurations as sentences and tables have them.</summary>
internal static class ReportText
{
    private const int LongestConfiguration = 600;
    private const int LongestValue = 60;

    /// <summary>d_model=128, dropout=0.3, ... in the order of the space.</summary>
    public static Markup Configuration(SearchSpace space, Configuration configuration)
    {
        var values = InOrder(space, Values(configuration), pair => pair.Key).Select(pair => $"{Short(pair.Key)}={Short(pair.Value)}");
        return Markup.Plain(string.Join(", ", values), LongestConfiguration);
    }

    /// <summary>In the order in which the space declares what they begin with; a list's values stay as they are.</summary>
    public static IEnumerable<T> InOrder<T>(SearchSpace space, IEnumerable<T> items, Func<T, string> path)
    {
        var places = space.Parameters.Select((parameter, place) => (parameter.Name, place)).ToDictionary();
        return items.OrderBy(item => places.GetValueOrDefault(Root(path(item)), int.MaxValue));
    }

    /// <summary>Path and value of everything in it, as text.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Values(Configuration configuration) =>
        ConfigurationPaths.Flatten(configuration).Select(leaf => new KeyValuePair<string, string>(leaf.Key, double.TryParse(leaf.Value, out var number) && double.IsFinite(number) ? NumberText.Exact(number) : leaf.Value));

    public static Markup Name(string name) => Markup.Plain(Short(name));

    /// <summary>A measured value with the standard error of a mean.</summary>
    public static Markup Mean(BestView best) => best.StandardError is { } error
        ? Markup.Of($"{NumberText.Figure(best.Value)} ± {Beside(error, best.Value)} ({best.Replicates} seeds)")
        : Markup.Of($"{NumberText.Figure(best.Value)}");

    public static Markup Figure(double? value) => value is { } some && double.IsFinite(some) ? Markup.Of($"{NumberText.Figure(some)}") : Markup.Empty;

    /// <summary>A figure that stands beside a larger one, such as an error beside its mean: with the same decimals, unless nothing would be left of it.</summary>
    public static Markup Beside(double? value, double scale) =>
        value is { } some && Math.Abs(scale) is >= 0.001 and < 1_000 && Math.Abs(some) is >= 0.00005 and < 0.001
            ? Markup.Of($"{some:0.0000}")
            : Figure(value);

    public static Markup Interval(ConfidenceInterval? interval) =>
        interval is { } some
        ? Markup.Of($"{Beside(some.Low, some.High)} to {Beside(some.High, some.Low)}")
        : Markup.Empty;

    /// <summary>Below 0.0001 the digits say nothing.</summary>
    public static string PValue(double p) => p < 0.0001 ? "below 0.0001" : p.ToString("0.####");

    public static string Count(long n, string one, string? many = null) => $"{n:#,0} {(n == 1 ? one : many ?? one + "s")}";

    public static string Duration(double seconds) => seconds switch
    {
        < 0.01 => $"{1_000 * seconds:0.##} ms",
        < 120 => $"{seconds:0.##} s",
        < 7_200 => $"{seconds / 60:0.#} min",
        < 172_800 => $"{seconds / 3_600:0.#} h",
        _ => $"{seconds / 86_400:0.#} days",
    };

    /// <summary>The first few of many numbers.</summary>
    public static string Numbers(IReadOnlyCollection<long> numbers, int most = 6) =>
        string.Join(", ", numbers.Take(most)) + (numbers.Count > most ? $" and {numbers.Count - most:#,0} more" : "");

    /// <summary>arch of arch[0].width.</summary>
    private static string Root(string path) => path.IndexOf('[', StringComparison.Ordinal) is > 0 and var end ? path[..end] : path;

    private static string Short(string text) => text.Length <= LongestValue ? text : text[..LongestValue].TrimEnd() + "…";
}
