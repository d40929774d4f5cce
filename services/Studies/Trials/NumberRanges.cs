using System.Globalization;
using System.Text;

namespace ArchOpt.Studies.Trials;

/// <summary>Trial numbers as people write them: <c>0-6, 9, 12 and 4 more</c>.</summary>
public static class NumberRanges
{
    /// <param name="numbers">Ascending.</param>
    /// <param name="most">So many ranges are written out; how many numbers there are beside them is said.</param>
    public static string Text(IReadOnlyList<long> numbers, int most)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        var text = new StringBuilder();
        var ranges = 0;
        for (var at = 0; at < numbers.Count; ranges++)
        {
            if (ranges == most) return text.Append(CultureInfo.InvariantCulture, $" and {numbers.Count - at:N0} more").ToString();
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
