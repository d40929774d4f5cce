using System.Globalization;

namespace ArchOpt.Analysis.Console.Parts;

/// <summary>How the console writes numbers and times.</summary>
internal static class ConsoleText
{
    /// <summary>A dash for what there is not.</summary>
    public const string Nothing = "–";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 trial</c>, <c>2,000 trials</c>.</summary>
    public static string Count(long count, string one, string many) => $"{Count(count)} {(count == 1 ? one : many)}";

    /// <summary>A moment to the second, in UTC.</summary>
    public static string Moment(DateTimeOffset? moment) =>
        moment is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : Nothing;

    /// <summary>How long ago, in one unit: <c>3 s</c>, <c>4 min</c>, <c>2 h</c>, <c>5 d</c>. Clocks of two machines may differ, so it is never negative.</summary>
    public static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 60 => $"{Math.Max(0, (int)age.TotalSeconds)} s",
        < 3_600 => $"{(int)age.TotalMinutes} min",
        < 86_400 => $"{(int)age.TotalHours} h",
        _ => $"{Count((long)age.TotalDays)} d",
    };

    /// <summary>A name that somebody chose, no longer than a line.</summary>
    public static string Short(string text, int length = 80)
    {
        if (text.Length <= length) return text;
        var end = char.IsHighSurrogate(text[length - 1]) ? length - 1 : length;
        return text[..end].TrimEnd() + "…";
    }
}
