using System.Collections.Immutable;
using System.Globalization;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>
/// A curve of best values as its improvements: <c>1:53.2 4:12.5</c> is 53.2 after trials 1 to 3 and 12.5 from trial 4 on.
/// Numbers round-trip exactly; trials before the first one have no best.
/// </summary>
internal static class CurveText
{
    public static string Write(ImmutableArray<double> curve)
    {
        var improvements = new List<string>();
        var last = double.NaN;
        for (var i = 0; i < curve.Length; i++)
        {
            if (curve[i].Equals(last)) continue;
            last = curve[i];
            improvements.Add(string.Create(CultureInfo.InvariantCulture, $"{i + 1}:{last:R}"));
        }

        return string.Join(' ', improvements);
    }

    /// <summary>The curve over so many trials; null when the text is none.</summary>
    public static ImmutableArray<double>? Read(string text, int trials)
    {
        if (trials < 1) return null;
        var curve = new double[trials];
        Array.Fill(curve, double.NaN);
        var before = 0;
        foreach (var improvement in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = improvement.Split(':');
            if (parts.Length != 2
                || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var trial)
                || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                || trial <= before || trial > trials) return null;
            curve.AsSpan(trial - 1).Fill(value);
            before = trial;
        }

        return [.. curve];
    }
}
