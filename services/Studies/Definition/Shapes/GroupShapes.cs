namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>The part of the study file that declares model groups.</summary>
internal static class GroupShapes
{
    private static readonly ObjectShape Group = new(
    [
        new("group", new ValueShape(), "A value of the parameter.", Required: true),
        new("trials", new NumberShape(1, 10_000_000, Whole: true),
            "At most this many configurations, whoever proposed them; unless given an equal share of what the others leave of the budget, and for the last group whatever is left."),
        new("from", new ListShape(new ValueShape()),
            "Earlier groups: it starts from the best configuration of all of them; all earlier ones unless given. An empty list: it starts on its own."),
    ]);

    public static ObjectShape Groups { get; } = new(
    [
        new("parameter", new TextShape(ScalarCheck.MaxTextLength), "The categorical parameter whose value names the group of a configuration.", Required: true),
        new("plan", new ListShape(Group, 1, 1_000), "Every value once, in the order to go through them; the parameter's order unless given."),
    ]);
}
