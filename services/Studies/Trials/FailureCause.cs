using System.Text;

namespace ArchOpt.Studies.Trials;

/// <summary>Why an attempt failed, in words that are the same for trials that failed alike: whoever groups failures asks it.</summary>
public static class FailureCause
{
    /// <summary>Before the path of a program's log, which is another one in every run; the end of what it printed follows in lines of its own.</summary>
    public const string LogMark = " Log: ";

    private const int LongestCause = 200;

    /// <summary>The cause of a failed attempt: the first line of its reason, and the last one that a program printed, where each number is an N.</summary>
    public static string Of(Attempt attempt) => attempt.Failure switch
    {
        FailureKind.NonFinite => Of(attempt.Reason, "A metric is not finite."),
        FailureKind.MissingMetric => Of(attempt.Reason, "A metric is missing."),
        _ => Of(attempt.Reason, "The run failed."),
    };

    /// <param name="reason">As it was reported.</param>
    /// <param name="otherwise">What to say when nothing was.</param>
    public static string Of(string? reason, string otherwise)
    {
        if (string.IsNullOrWhiteSpace(reason)) return otherwise;
        var line = Line(reason.Trim());
        if (line.Length > LongestCause) line = line[..LongestCause];
        var text = new StringBuilder();
        var inNumber = false;
        for (var i = 0; i < line.Length; i++)
        {
            // An address, a step, a size: what differs from run to run. A digit in a name, such as conv2d, is none.
            var isNumber = char.IsAsciiDigit(line[i])
                ? inNumber || text.Length == 0 || !char.IsLetter(text[^1])
                : inNumber && line[i] is ('.' or ',') && i + 1 < line.Length && char.IsAsciiDigit(line[i + 1]);
            if (isNumber && !inNumber) text.Append('N');
            if (!isNumber) text.Append(line[i]);
            inNumber = isNumber;
        }

        return text.ToString();
    }

    private static string Line(string reason)
    {
        var lines = reason.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var log = lines[0].IndexOf(LogMark, StringComparison.Ordinal);
        if (log < 0) return lines[0];
        return lines.Length == 1 ? lines[0][..log] : $"{lines[0][..log].TrimEnd('.')}: {lines[^1]}";
    }
}
