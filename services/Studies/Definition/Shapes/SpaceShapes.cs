using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>The part of the study file that declares parameters.</summary>
internal static class SpaceShapes
{
    private const double LargestWhole = StudyShape.LargestWhole;

    private static readonly Field When = new("when", new MapShape(new ValuesShape(), 1, "parameter"), "The parameter exists only where these earlier parameters have (one of) these values.");

    private static readonly NumberShape Whole = new(-LargestWhole, LargestWhole, Whole: true);

    public static TextShape Rule { get; } = new(SpaceLimits.RuleLength);

    public static SpaceShape Space { get; } = new(() => Parameter!);

    private static readonly ListShape Values = new(new ValueShape());

    public static VariantShape Parameter { get; } = new("type", "type",
    [
        new("float", "A real number.",
        [
            new("low", NumberShape.Any, "The smallest value.", Required: true),
            new("high", NumberShape.Any, "The largest value.", Required: true),
            new("log", new FlagShape(), "Search on a logarithmic scale."),
            new("step", NumberShape.Any, "Only low, low + step, ... are tried."),
            When,
        ]),
        new("int", "An integer.",
        [
            new("low", Whole, "The smallest value.", Required: true),
            new("high", Whole, "The largest value.", Required: true),
            new("log", new FlagShape(), "Search on a logarithmic scale."),
            new("step", Whole, "Only low, low + step, ... are tried."),
            When,
        ]),
        new("ordinal", "One of several values whose order matters.", [new("values", Values, "The values in order.", Required: true), When]),
        new("categorical", "One of several values without order.", [new("values", Values, "The values.", Required: true), When]),
        new("constant", "A value that never varies.", [new("value", new ValueShape(), "The value.", Required: true), When]),
        new("list", "A list of sub-configurations.",
        [
            new("min", new NumberShape(0, SpaceLimits.Slots, Whole: true), "The fewest elements.", Required: true),
            new("max", new NumberShape(1, SpaceLimits.Slots, Whole: true), "The most elements.", Required: true),
            new("of", Space, "The parameters of one element.", Required: true),
            new("rules", new ListShape(Rule), "Relations within one element."),
            When,
        ]),
    ]);
}
