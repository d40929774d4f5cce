using System.Globalization;
using System.Text;

namespace ArchOpt.Cli.Output;

/// <summary>Ascending numbers as people write them: <c>0-6, 9, 12 and 4 more</c>.</summary>
internal static class NumberRanges
{
    /// <param name="numbers">Ascending.</param>
    /// <param name="most">So many ranges are written out.</param>
    public static string Text(IReadOnlyList<long> numbers, int most)
    {
        var text = new StringBuilder();
        var ranges = 0;
        for (var at = 0; at < numbers.Count; ranges++)
        {
            if (ranges == most) return text.Append(CultureInfo.InvariantCulture, $" and {numbers.Count - at} more").ToString();
            var end = at;
            while (end + 1 < numbers.Count && numbers[end + 1] == numbers[end] + 1) end++;
            if (ranges > 0) text.Append(", ");
            text.Append(CultureInfo.InvariantCulture, $"{numbers[at]}");
            if (end > at) text.Append(CultureInfo.InvariantCulture, $"-{numbers[end]}");
            at = end + 1;
        }

        return text.ToString();
    }
}
