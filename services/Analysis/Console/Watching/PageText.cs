using System.Globalization;
using ArchOpt.Analysis.Console.Trials;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>Figures as the page of a study says them.</summary>
internal static class PageText
{
    /// <summary>A length that grows while one looks: whole seconds.</summary>
    public static string Passed(double seconds) => seconds < 60 ? $"{(int)Math.Max(0, seconds)} s" : TrialText.Duration(seconds);

    /// <summary>An estimate, with no more digits than it deserves: <c>about 40 s</c>, <c>about 12 min</c>, <c>about 3 h</c>.</summary>
    public static string About(double seconds) => seconds switch
    {
        < 5 => "a few seconds",
        < 90 => $"about {Math.Ceiling(seconds / 5) * 5:0} s",
        < 5_400 => $"about {Math.Ceiling(seconds / 60):0} min",
        < 172_800 => string.Create(CultureInfo.InvariantCulture, $"about {seconds / 3_600:0.#} h"),
        _ => $"about {Math.Ceiling(seconds / 86_400):0} days",
    };

    /// <summary>Trials over time, in the unit that leaves a number one can think of.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100 => Said($"{perSecond:#,0} a second"),
        >= 1 => Said($"{perSecond:0.0} a second"),
        >= 1.0 / 60 => Said($"{perSecond * 60:0.0} a minute"),
        _ => Said($"{perSecond * 3_600:0.0} an hour"),
    };

    /// <summary>The value of a configuration, of a mean with its standard error.</summary>
    public static string Value(BestView best) => best.StandardError is { } error ? $"{TrialText.Value(best.Value)} ± {NumberText.Rounded(error, 2)}" : TrialText.Value(best.Value);

    /// <summary>The bound of a grade as people write it: <c>≤ 0.51</c>.</summary>
    public static string Bound(double value, Goal goal) => $"{(goal == Goal.Minimize ? '≤' : '≥')} {NumberText.Exact(value)}";

    public static string Clock(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
