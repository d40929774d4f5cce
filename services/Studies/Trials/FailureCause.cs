using System.Text;

namespace ArchOpt.Studies.Trials;

/// <summary>Why an attempt failed, in words that are the same for trials that failed alike: whoever groups failures asks it.</summary>
public static class FailureCause
{
    private const int LongestCause = 200;

    /// <summary>The cause of a failed attempt: the first line of its reason, where each number is an N.</summary>
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
        var line = reason.Trim().AsSpan().EnumerateLines();
        line.MoveNext();
        var text = new StringBuilder();
        var inNumber = false;
        foreach (var letter in line.Current.Length > LongestCause ? line.Current[..LongestCause] : line.Current)
        {
            // An address, a step, a size: what differs from run to run. A digit in a name, such as conv2d, is none.
            var isNumber = char.IsAsciiDigit(letter) && (inNumber || text.Length == 0 || !char.IsLetter(text[^1])) || (inNumber && letter is '.' or ',');
            if (isNumber && !inNumber) text.Append('N');
            if (!isNumber) text.Append(letter);
            inNumber = isNumber;
        }

        return text.ToString();
    }
}
