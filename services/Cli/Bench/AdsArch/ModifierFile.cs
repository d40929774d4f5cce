using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Studies.Export;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>
/// Modifier sets as CSV, one line for each position of each set: <c>set,position,a,b,f,x,d,baseline</c>. The baseline stands at
/// the set's first position, as <c>256x2 64x1</c>: widths times layers.
/// </summary>
internal static class ModifierFile
{
    private const string Header = "set,position,a,b,f,x,d,baseline";

    public static string Write(IReadOnlyList<ModifierSet> sets)
    {
        var text = new StringBuilder(Header).Append('\n');
        for (var set = 0; set < sets.Count; set++)
        {
            for (var i = 0; i < SubArchitecture.MaxPositions; i++)
            {
                var m = sets[set].Modifiers.Positions[i];
                var baseline = i == 0 && sets[set].Baseline is { } architecture ? string.Join(' ', architecture.Select(sub => $"{sub.Width}x{sub.Depth}")) : "";
                text.Append(Csv.Line([Text(set + 1), Text(i + 1), Text(m.NeWeight), Text(m.QpsWeight), Text(m.FlopsScale), Text(m.WidthScale), Text(m.DepthScale), baseline]));
            }
        }

        return text.ToString();
    }

    /// <param name="file">For messages.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="task">What the sets are for.</param>
    /// <exception cref="CliException">The text is not of that form, or a set is none of the task; the message names the line.</exception>
    public static ImmutableArray<ModifierSet> Read(string file, string text, AdsArchTask task)
    {
        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        if (lines[0] != Header) throw CliException.Wrong($"{file}:1: must be {Header} (was '{lines[0]}')");
        if (lines.Length == 1 || (lines.Length - 1) % SubArchitecture.MaxPositions != 0)
            throw CliException.Wrong($"{file}: must have {SubArchitecture.MaxPositions} lines for each set (has {lines.Length - 1} lines)");
        var sets = ImmutableArray.CreateBuilder<ModifierSet>();
        for (var first = 1; first < lines.Length; first += SubArchitecture.MaxPositions)
        {
            var rows = new double[SubArchitecture.MaxPositions][];
            for (var i = 0; i < rows.Length; i++) rows[i] = Row(file, first + i, lines[first + i], sets.Count + 1, i + 1);
            var set = Set(file, first, rows, lines[first].Split(',')[^1]);
            if (task.Mistake(set) is { } mistake) throw CliException.Wrong($"{file}:{first + 1}: set {sets.Count + 1}: {mistake}");
            sets.Add(set);
        }

        return sets.ToImmutable();
    }

    private static double[] Row(string file, int line, string text, int set, int position)
    {
        var cells = text.Split(',');
        if (cells.Length != 8) throw CliException.Wrong($"{file}:{line + 1}: must have 8 cells (has {cells.Length})");
        if (cells[0] != Text(set) || cells[1] != Text(position)) throw CliException.Wrong($"{file}:{line + 1}: must be set {set}, position {position} (was {cells[0]}, {cells[1]})");
        var numbers = new double[5];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (!double.TryParse(cells[2 + i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                throw CliException.Wrong($"{file}:{line + 1}: {"abfxd"[i]}: must be a number (was '{cells[2 + i]}')");
        }

        return numbers;
    }

    private static ModifierSet Set(string file, int line, double[][] rows, string baseline)
    {
        try
        {
            return new(Modifiers.FromRows(rows), baseline.Length == 0 ? null : [.. baseline.Split(' ').Select(Sub)]);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw CliException.Wrong($"{file}:{line + 1}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static SubArchitecture Sub(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width) && width >= SubArchitecture.MinWidth && width % SubArchitecture.MinWidth == 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth is >= 1 and <= SubArchitecture.MaxDepth
            ? new(width, depth)
            : throw new FormatException($"baseline: must be widths times layers such as 256x2 64x1 (was '{text}')");
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
