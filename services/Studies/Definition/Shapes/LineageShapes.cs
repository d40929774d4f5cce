namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>The part of the study file that says which analysis proposed its trials, and what it expects of them.</summary>
internal static class LineageShapes
{
    private const int MostTrials = 10_000;

    private static readonly NumberShape Number = new(0, StudyShape.LargestWhole, Whole: true);

    private static readonly TextShape Id = new(40, "^[A-Za-z0-9._-]+$", "must have letters, digits, - _ . only");

    private static readonly TextShape Name = new(1_000);

    private static readonly TextShape Sentence = new(4_000);

    private static readonly ObjectShape Trial = new(
    [
        new("id", Id, "A1, A2, ...", Required: true),
        new("reason", Sentence, "Why it was proposed.", Required: true),
    ]);

    private static readonly ObjectShape Expectation = new(
    [
        new("if", Sentence, "What the trials would show.", Required: true),
        new("then", Sentence, "What that would mean.", Required: true),
        new("better", new ListShape(Id, 1, MostTrials), "The trials whose mean is better ...", Required: true),
        new("than", new ListShape(Id, Max: MostTrials), "... than the mean of these; without them the best of them beats the trial that the set starts from."),
    ]);

    private static readonly ObjectShape Set = new(
    [
        new("id", Id, "A, B, ...", Required: true),
        new("name", Name, "What the set varies.", Required: true),
        new("base", Number, "The parent's trial that the set starts from ...", Required: true),
        new("value", NumberShape.Any, "... its objective ...", Required: true),
        new("configuration", new ConfigurationShape(), "... and its configuration."),
        new("trials", new ListShape(Trial, 1, MostTrials), "One for each configuration, in their order.", Required: true),
        new("expectations", new ListShape(Expectation, Max: 100), "What is expected of the trials, written down before they run."),
    ]);

    private static readonly ObjectShape Phase = new(
    [
        new("name", Name, "What the phase is for.", Required: true),
        new("sets", new ListShape(Set, 1, 1_000), "Its sets, in the order in which to run them.", Required: true),
    ]);

    public static ObjectShape Parent { get; } = new(
    [
        new("study", StudyShape.Name, "The finished study whose analysis proposed these trials.", Required: true),
        new("champion", Number, "The number of its best trial ...", Required: true),
        new("value", NumberShape.Any, "... and its objective.", Required: true),
        new("phases", new ListShape(Phase, 1, 100), "The proposal, in the order in which to run it.", Required: true),
    ]);
}
