using System.Collections.Immutable;
using System.Diagnostics;

namespace ArchOpt.Search.Configurations;

/// <summary>The kind of a <see cref="ParameterValue"/>; it follows JSON, because a configuration is JSON.</summary>
public enum ParameterValueKind
{
    /// <summary>A finite number. JSON has one number type, so an int and a float of equal value are equal.</summary>
    Number,

    /// <summary>A string, the usual value of a categorical parameter.</summary>
    Text,

    /// <summary>A boolean choice.</summary>
    Flag,

    /// <summary>A list of sub-configurations: the value of a list parameter.</summary>
    List,
}

/// <summary>
/// One immutable value of a configuration. Equality is by value (deep for lists), which is what makes
/// configurations comparable across processes and program versions.
/// </summary>
/// <remarks>
/// Numbers are doubles: integers are exact up to 2^53, and the space model refuses wider bounds. A default
/// instance is the number 0.
/// </remarks>
public readonly struct ParameterValue : IEquatable<ParameterValue>
{
    private readonly double number;
    private readonly object? reference;

    private ParameterValue(ParameterValueKind kind, double number, object? reference)
    {
        Kind = kind;
        this.number = number;
        this.reference = reference;
    }

    public ParameterValueKind Kind { get; }

    /// <exception cref="InvalidOperationException">The value is not a number.</exception>
    public double Number => Kind == ParameterValueKind.Number ? number : throw Mismatch(ParameterValueKind.Number);

    /// <exception cref="InvalidOperationException">The value is not text.</exception>
    public string Text => Kind == ParameterValueKind.Text ? (string)reference! : throw Mismatch(ParameterValueKind.Text);

    /// <exception cref="InvalidOperationException">The value is not a flag.</exception>
    public bool Flag => Kind == ParameterValueKind.Flag ? number != 0 : throw Mismatch(ParameterValueKind.Flag);

    /// <exception cref="InvalidOperationException">The value is not a list.</exception>
    public ImmutableArray<Configuration> List => Kind == ParameterValueKind.List
        ? ((ListBox)reference!).Items
        : throw Mismatch(ParameterValueKind.List);

    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is NaN or infinite: such a value can name no point of a space.</exception>
    public static ParameterValue Of(double value) => double.IsFinite(value)
        ? new(ParameterValueKind.Number, value == 0 ? 0 : value, null) // -0 and 0 are one value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A parameter value must be finite.");

    /// <exception cref="ArgumentException">The text has half of a surrogate pair: it could not be written and read back.</exception>
    public static ParameterValue Of(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (!IsWellFormed(value)) throw new ArgumentException("A parameter value must be well-formed Unicode.", nameof(value));
        return new(ParameterValueKind.Text, 0, value);
    }

    public static ParameterValue Of(bool value) => new(ParameterValueKind.Flag, value ? 1 : 0, null);

    public static ParameterValue Of(ImmutableArray<Configuration> items) => new(ParameterValueKind.List, 0, new ListBox(items));

    public static implicit operator ParameterValue(double value) => Of(value);

    public static implicit operator ParameterValue(string value) => Of(value);

    public static implicit operator ParameterValue(bool value) => Of(value);

    public static bool operator ==(ParameterValue left, ParameterValue right) => left.Equals(right);

    public static bool operator !=(ParameterValue left, ParameterValue right) => !left.Equals(right);

    public bool Equals(ParameterValue other) => Kind == other.Kind && Kind switch
    {
        ParameterValueKind.Text => string.Equals(Text, other.Text, StringComparison.Ordinal),
        ParameterValueKind.List => List.SequenceEqual(other.List),
        _ => number.Equals(other.number),
    };

    public override bool Equals(object? obj) => obj is ParameterValue other && Equals(other);

    public override int GetHashCode() => Kind switch
    {
        ParameterValueKind.Text => Text.GetHashCode(StringComparison.Ordinal),
        ParameterValueKind.List => List.Aggregate(17, (hash, item) => HashCode.Combine(hash, item)),
        _ => HashCode.Combine(Kind, number),
    };

    /// <summary>The value as canonical JSON, for example <c>0.001</c> or <c>"gat"</c>.</summary>
    public override string ToString() => CanonicalJson.Write(this);

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return false;
            i++;
        }

        return true;
    }

    private InvalidOperationException Mismatch(ParameterValueKind wanted) =>
        new($"A parameter value of kind {Kind} was read as {wanted}.");

    [DebuggerDisplay("{Items.Length} items")]
    private sealed record ListBox(ImmutableArray<Configuration> Items);
}
