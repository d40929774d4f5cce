using System.Globalization;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Console.Overview;

/// <summary>Figures as the page of a study says them.</summary>
internal static class PageText
{
    /// <summary><c>1.2 s</c>, <c>40 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>3 days 4 h</c>.</summary>
    public static string Duration(double seconds)
    {
        if (seconds < 9.95) return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, seconds):0.0} s");
        var time = TimeSpan.FromSeconds(Math.Round(Math.Min(seconds, 1e9)));
        return time.TotalSeconds switch
        {
            < 60 => $"{time.Seconds} s",
            < 3600 => $"{time.Minutes} min {time.Seconds} s",
            < 172_800 => $"{(int)time.TotalHours} h {time.Minutes} min",
            _ => $"{time.Days} days {time.Hours} h",
        };
    }

    /// <summary>A length that grows while one looks: whole seconds.</summary>
    public static string Passed(double seconds) => seconds < 9.95 ? $"{(int)Math.Max(0, seconds)} s" : Duration(seconds);

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

    public static string Count(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A measured value; NaN and infinities by name.</summary>
    public static string Value(double value) => double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? value > 0 ? "infinite" : "-infinite" : NumberText.Figure(value);

    /// <summary>The value of a configuration, of a mean with its standard error.</summary>
    public static string Value(BestView best) => best.StandardError is { } error ? $"{Value(best.Value)} ± {NumberText.Rounded(error, 2)}" : Value(best.Value);

    /// <summary>The bound of a grade as people write it: <c>≤ 0.51</c>.</summary>
    public static string Bound(double value, Goal goal) => $"{(goal == Goal.Minimize ? '≤' : '≥')} {NumberText.Exact(value)}";

    public static string Clock(DateTimeOffset moment) => moment.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Iso(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What a strategy calls its mode, as people say it.</summary>
    public static string Mode(string mode) => mode switch
    {
        "normal" => "normal search",
        "local" => "local exploration",
        "jump" => "conservative jumps",
        "waiting" => "not its turn yet",
        "done" => "had its turn",
        _ => mode,
    };

    private static string Said(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
