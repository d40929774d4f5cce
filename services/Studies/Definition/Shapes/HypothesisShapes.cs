namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>The part of the study file that declares hypotheses.</summary>
internal static class HypothesisShapes
{
    /// <summary>The word for one comparison within each value that was tried. A value of that name is written as a list of one.</summary>
    public const string Each = "each";

    /// <summary>More claims than anybody reads; each costs the others power, too.</summary>
    private const int Most = 100;

    private static readonly TextShape Path = new(ScalarCheck.MaxTextLength);

    private static readonly ObjectShape Hypothesis = new(
    [
        new("id", new TextShape(40, "^[A-Za-z0-9._-]+$", "must have letters, digits, - _ . only"), "A short name, such as H1; no other hypothesis has it.", Required: true),
        new("statement", new TextShape(1_000), "The claim in your own words.", Required: true),
        new("compare", new ObjectShape([new("parameter", Path, "The path of the parameter whose values are compared: model, arch[0].width, len(arch).", Required: true)]),
            "What is compared.", Required: true),
        new("metric", StudyShape.Metric, "What one value is better in: an objective, or another metric together with goal.", Required: true),
        new("within", new MapShape(new ValuesShape(), 1, "parameter"),
            "Other parameters that a comparison is made within: a value restricts it to trials with that value; each makes one comparison for each value that was tried. A value that is called each is written [each]."),
        new("expect", new ObjectShape(
        [
            new("better", new ValueShape(), "The value that is claimed to be better ...", Required: true),
            new("than", new ValueShape(), "... than this one.", Required: true),
        ]), "The claim.", Required: true),
        new("goal", new ChoiceShape("goal", ["minimize", "maximize"]), "Which way the metric is better; only needed when it is no objective."),
        new("alpha", new NumberShape(0, 0.5, LowIsOpen: true), "The probability of any false verdict that is accepted, over all hypotheses together; 0.05 unless given."),
        new("minimum_effect", new NumberShape(0, double.PositiveInfinity), "The smallest difference that would matter, in the metric's unit; 0 unless given."),
    ]);

    public static ListShape Hypotheses { get; } = new(Hypothesis, 1, Most);
}
