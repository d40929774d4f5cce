using System.Globalization;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Output;

/// <summary>Figures as people read them; programs get round-trip forms elsewhere.</summary>
internal static class Show
{
    /// <summary>Six significant digits.</summary>
    public static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    public static string Number(double? value) => value is { } number ? Number(number) : "-";

    /// <summary>A value, and for a mean its standard error: <c>0.512 +- 0.004 (n=3)</c>.</summary>
    public static string Mean(BestView best) => best.StandardError is { } error
        ? string.Create(CultureInfo.InvariantCulture, $"{Number(best.Value)} +- {error:G2} (n={best.Replicates})")
        : Number(best.Value);

    /// <summary><c>1.2 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>.</summary>
    public static string Duration(TimeSpan time) => time.TotalSeconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, time.TotalSeconds):0.0} s"),
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours} h {time.Minutes} min"),
    };

    public static string Duration(double seconds) => Duration(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9)));

    /// <summary>Trials per second, with as many digits as say something.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        >= 100 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0}/s"),
        >= 1 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.0}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 60:0.0}/min"),
    };

    /// <summary>Text of unknown origin as part of one line: what breaks lines, steers a terminal or is invisible becomes a replacement character.</summary>
    public static string Line(string text) => text.Any(IsUnfit) ? new([.. text.Select(c => IsUnfit(c) ? '\uFFFD' : c)]) : text;

    private static bool IsUnfit(char c) => char.GetUnicodeCategory(c)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary><c>path: "/old" -> "/new"</c>, with a dash for what is absent.</summary>
    public static string Change(SettingChangeView change) => Line($"{change.Path}: {change.Before?.GetRawText() ?? "-"} -> {change.After?.GetRawText() ?? "-"}");

    /// <summary>When settings were edited, and how.</summary>
    public static string Edited(EditedSettingsView edited) =>
        $"edited {Time(edited.Time)}: {(edited.Changes.IsDefaultOrEmpty ? "as in the file again" : string.Join(", ", edited.Changes.Select(Change)))}";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
