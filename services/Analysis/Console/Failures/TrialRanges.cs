using System.Collections.Immutable;
using System.Globalization;

namespace ArchOpt.Analysis.Console.Failures;

/// <summary>Trial numbers as people type them: <c>0-6, 9, 12</c>.</summary>
internal static class TrialRanges
{
    /// <summary>How many numbers a text may stand for.</summary>
    public const int MostNumbers = 1_000_000;

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
