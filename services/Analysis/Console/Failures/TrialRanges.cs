using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ArchOpt.Analysis.Console.Failures;

/// <summary>Trial numbers as people write them: <c>0-6, 9, 12</c>.</summary>
internal static class TrialRanges
{
    /// <summary>How many numbers a text may stand for.</summary>
    public const int MostNumbers = 1_000_000;

    /// <param name="numbers">Ascending.</param>
    /// <param name="most">So many ranges are written out; how many numbers there are beside them is said.</param>
    public static string Text(IReadOnlyList<long> numbers, int most)
    {
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

    /// <summary>Reads numbers and ranges with commas or spaces between; any order, any repetition.</summary>
    /// <returns>The numbers, ascending, each once; or what is wrong with the text.</returns>
    public static (ImmutableArray<long> Numbers, string? Mistake) Read(string text)
    {
        var numbers = new SortedSet<long>();
        foreach (var part in text.Replace(" - ", "-", StringComparison.Ordinal).Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = part.Split('-', 2);
            if (!Number(ends[0], out var first) || !Number(ends[^1], out var last) || last < first)
                return ([], $"'{Parts.ConsoleText.Short(part, 40)}' is neither a trial's number nor a range such as 10-20.");
            if (last - first >= MostNumbers || numbers.Count + (last - first) >= MostNumbers)
                return ([], $"'{Parts.ConsoleText.Short(part, 40)}' makes it more than {Parts.ConsoleText.Count(MostNumbers)} trials; leave the numbers away for all of them.");
            for (var number = first; number <= last; number++) numbers.Add(number);
        }

        return ([.. numbers], null);
    }

    private static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
