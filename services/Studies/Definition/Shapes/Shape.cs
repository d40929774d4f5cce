using System.Collections.Immutable;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>
/// What may stand at one place of a study file. The reader checks a file against these tables and the JSON Schema for
/// editors is generated from them, so the two cannot disagree.
/// </summary>
internal abstract record Shape;

/// <summary>Text of 1 to <paramref name="MaxLength"/> characters.</summary>
/// <param name="Pattern">An ECMAScript regular expression that the whole text matches; null for any text.</param>
/// <param name="PatternMeaning">The pattern in words: <c>must have letters, digits, - _ . only</c>.</param>
internal sealed record TextShape(int MaxLength, string? Pattern = null, string? PatternMeaning = null) : Shape;

/// <summary>One of several words.</summary>
/// <param name="What">What the words name, for messages: <c>goal</c>, <c>strategy</c>.</param>
internal sealed record ChoiceShape(string What, ImmutableArray<string> Names) : Shape
{
    /// <summary>Words that a study file may use some day; they get their own message.</summary>
    public ImmutableArray<string> Unavailable { get; init; } = [];
}

/// <summary>A finite number in [Low, High]; an infinite bound is none.</summary>
/// <param name="LowIsOpen">The number must be greater than Low.</param>
internal sealed record NumberShape(double Low, double High, bool Whole = false, bool LowIsOpen = false) : Shape
{
    public static NumberShape Any { get; } = new(double.NegativeInfinity, double.PositiveInfinity);
}

internal sealed record FlagShape : Shape;

/// <summary>true or false, or 1 and 0, which mean the same.</summary>
internal sealed record SwitchShape : Shape;

/// <summary>A number, text or boolean: a value that a parameter can have.</summary>
internal sealed record ValueShape : Shape;

/// <summary>One value, or a list of values.</summary>
internal sealed record ValuesShape : Shape;

/// <summary>A length of time such as 90s, 2h or 1h30m.</summary>
internal sealed record DurationShape : Shape;

internal sealed record ListShape(Shape Item, int Min = 0, int Max = int.MaxValue) : Shape;

/// <summary>A mapping whose keys are chosen by the author, with values of one shape.</summary>
internal sealed record MapShape(Shape Item, int Min, string KeyMeaning) : Shape;

/// <summary>A mapping with known keys.</summary>
internal sealed record ObjectShape(ImmutableArray<Field> Fields) : Shape;

/// <param name="Description">One sentence for editors.</param>
internal sealed record Field(string Name, Shape Shape, string Description, bool Required = false);

/// <summary>A mapping whose key <paramref name="Key"/> names which other keys it has.</summary>
/// <param name="What">What the key names, for messages: <c>strategy</c>.</param>
internal sealed record VariantShape(string Key, string What, ImmutableArray<Variant> Variants) : Shape
{
    /// <summary>Names that a study file may use some day.</summary>
    public ImmutableArray<string> Unavailable { get; init; } = [];

    public ChoiceShape Choice => new(What, [.. Variants.Select(variant => variant.Name)]) { Unavailable = Unavailable };
}

/// <param name="Fields">The keys beside the one that names the variant.</param>
internal sealed record Variant(string Name, string Description, ImmutableArray<Field> Fields);

/// <summary>A configuration: parameter names with values or lists of configurations. The space says which.</summary>
internal sealed record ConfigurationShape : Shape;

/// <summary>A mapping from parameter name to parameter; where lists are parameters, spaces nest.</summary>
/// <param name="Parameter">Asked only when needed, because the shape of a list contains the shape of a space.</param>
internal sealed record SpaceShape(Func<VariantShape> Parameter) : Shape;
