using ArchOpt.Search.Configurations;

namespace ArchOpt.Studies.Import.Files;

internal enum CellKind
{
    Empty,

    /// <summary>Any double: NaN and infinities too.</summary>
    Number,
    Flag,
    Text,

    /// <summary>The list without elements, <c>[]</c>.</summary>
    EmptyList,

    /// <summary>Text that is too long, or of too many kinds, to be a value. Not kept.</summary>
    Prose,
}

/// <summary>One value of a file as it was written, in 16 bytes: there are millions of them.</summary>
internal readonly struct Cell
{
    private static readonly Mark Numeric = new(CellKind.Number), Boolean = new(CellKind.Flag), NoElements = new(CellKind.EmptyList), Long = new(CellKind.Prose);

    private readonly object? reference;
    private readonly double number;

    private Cell(object reference, double number) => (this.reference, this.number) = (reference, number);

    public static Cell EmptyList { get; } = new(NoElements, 0);

    public static Cell Prose { get; } = new(Long, 0);

    public CellKind Kind => reference switch
    {
        null => CellKind.Empty,
        Mark mark => mark.Kind,
        _ => CellKind.Text,
    };

    public bool IsEmpty => reference is null;

    public bool IsNumber => ReferenceEquals(reference, Numeric);

    /// <summary>Of a cell that is a number.</summary>
    public double Number => number;

    /// <summary>Of a cell that is text.</summary>
    public string? Text => reference as string;

    public static Cell Of(double value) => new(Numeric, value);

    public static Cell Of(bool value) => new(Boolean, value ? 1 : 0);

    /// <summary>Empty text is an empty cell.</summary>
    public static Cell Of(string text) => text.Length == 0 ? default : new(text, 0);

    /// <summary>The value of a parameter; null where there is none: empty, NaN, prose, infinite.</summary>
    public ParameterValue? ToValue() => Kind switch
    {
        CellKind.Number when double.IsFinite(number) => ParameterValue.Of(number),
        CellKind.Flag => ParameterValue.Of(number != 0),
        CellKind.Text => ParameterValue.Of((string)reference!),
        CellKind.EmptyList => ParameterValue.Of([]),
        _ => default(ParameterValue?),
    };

    /// <summary>For messages.</summary>
    public override string ToString() => Kind switch
    {
        CellKind.Empty => "empty",
        CellKind.Number => number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        CellKind.Flag => number != 0 ? "true" : "false",
        CellKind.Text => $"\"{reference}\"",
        CellKind.EmptyList => "[]",
        _ => "a long text",
    };

    private sealed class Mark(CellKind kind)
    {
        public CellKind Kind { get; } = kind;
    }
}
