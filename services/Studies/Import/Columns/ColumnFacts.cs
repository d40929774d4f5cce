using System.Globalization;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>What the values of one column are like, over all readable rows. The order of the rows does not matter.</summary>
internal sealed class ColumnFacts
{
    private const int MostDistinct = 10_000;
    private readonly HashSet<double> numbers = [];
    private readonly HashSet<string> texts = new(StringComparer.Ordinal);
    private int unround;

    private ColumnFacts(RawColumn column) => Column = column;

    public RawColumn Column { get; }

    public int Filled { get; private set; }

    public int Numbers { get; private set; }

    public int Flags { get; private set; }

    public int Texts { get; private set; }

    /// <summary>Cells whose text was too long, or of too many kinds, to be kept.</summary>
    public int Prose { get; private set; }

    public int DistinctNumbers => numbers.Count;

    public int DistinctTexts => texts.Count + (Prose > 0 ? 1 : 0);

    public int Distinct => DistinctNumbers + DistinctTexts + (Flags > 0 ? 1 : 0);

    public bool IsNumeric => Numbers > 0 && Flags == 0 && 2 * (Texts + Prose) < Numbers;

    /// <summary>Nearly every row has its own value, and most of these have many digits: measured, one would think, or drawn from a range.</summary>
    public bool LooksMeasured => IsNumeric && Numbers >= 10 && DistinctNumbers >= 0.9 * Math.Min(Numbers, MostDistinct) && unround >= 0.7 * DistinctNumbers;

    public bool Repeats => Filled >= 10 && Distinct <= Filled / 2;

    public static ColumnFacts Of(RawColumn column, IEnumerable<RawTrial> trials)
    {
        var facts = new ColumnFacts(column);
        foreach (var trial in trials) facts.Add(trial[column.Number]);
        return facts;
    }

    /// <summary>Whether text here is prose about the trials (notes, paths) rather than one of some choices.</summary>
    public bool IsProse()
    {
        if (Prose > 0 || Texts == 0) return Prose > 0;
        if (DistinctTexts <= 3) return false;
        return DistinctTexts > Math.Max(12, Texts / 4)
            || (DistinctTexts > 0.8 * Texts && texts.Count(text => text.Contains(' ', StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal)) > DistinctTexts / 2);
    }

    private void Add(Cell cell)
    {
        if (cell.IsEmpty) return;
        Filled++;
        switch (cell.Kind)
        {
            case CellKind.Number:
                Numbers++;
                if (numbers.Count < MostDistinct && numbers.Add(cell.Number) && Digits(cell.Number) >= 5) unround++;
                break;
            case CellKind.Flag:
                Flags++;
                break;
            case CellKind.Text:
                Texts++;
                if (texts.Count < MostDistinct) texts.Add(cell.Text!);
                break;
            case CellKind.Prose:
                Prose++;
                break;
            default:
                break;
        }
    }

    /// <summary>Significant digits: 4 of 0.7315, 1 of 1e-5 and of 2000.</summary>
    private static int Digits(double number)
    {
        Span<char> text = stackalloc char[32];
        if (!double.IsFinite(number) || !number.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture)) return 0;
        var (digits, zeros) = (0, 0);
        foreach (var c in text[..length])
        {
            if (c == 'E') break;
            if (!char.IsAsciiDigit(c)) continue;
            if (c != '0')
            {
                digits += zeros + 1;
                zeros = 0;
            }
            else if (digits > 0)
            {
                zeros++; // counts only when another digit follows
            }
        }

        return digits;
    }
}
