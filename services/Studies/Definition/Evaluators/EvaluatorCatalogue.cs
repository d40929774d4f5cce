using System.Collections.Immutable;
using ArchOpt.Studies.Definition.Shapes;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>The evaluators that a study file may name, what it may set, and which metrics they report.</summary>
public static class EvaluatorCatalogue
{
    /// <summary>How many steps an imitated training has, unless settings or stopping policy of the study say otherwise.</summary>
    public const int DefaultSteps = 60;

    private static readonly NumberShape Steps = new(1, 100_000, Whole: true);

    private static readonly ImmutableArray<Field> Imitation =
    [
        new("delay_ms", new NumberShape(0, 3_600_000), "Waits this many milliseconds in every evaluation, to imitate training."),
        new("fail_rate", new NumberShape(0, 1), "The share of trials that fail, to imitate crashes; which ones follows from the trial's seed."),
    ];

    public static EvaluatorDescription AdsArch { get; } = new(
        "ads-arch",
        "The simulator of a click model: quality and serving speed of a nested architecture.",
        ["score", "ne", "qps", "parameters", "cost"])
    {
        ReportsSteps = true,
        LastStep = settings => (long?)settings.Number("steps"),
        UsualLastStep = DefaultSteps,
        Settings =
        [
            new("days", new NumberShape(0, 10_000, LowIsOpen: true), "Days of training data; 60 is a full run."),
            new("max_width", new NumberShape(128, 65_536, Whole: true), "The widest layer: 2048, or 4096 for the wide variant."),
            new("large_depth", new NumberShape(1, 5, Whole: true), "Layers of each sub-architecture of the largest anchor: 2, or 4 for the wide variant."),
            new("modifiers", new ListShape(new ListShape(new NumberShape(0, 1), 5, 5), 5, 5), "Five rows of five numbers: NE weight, QPS weight, flops scale, width scale, depth scale."),
            new("baseline", new ListShape(new ListShape(new NumberShape(64, 65_536, Whole: true), 1, 5), 1, 5), "The architecture that scores 0: the layer widths of each sub-architecture."),
            new("noise", new FlagShape(), "Adds measurement noise, keyed by the trial's seed."),
            new("gpu_days", new NumberShape(0, 1e12, LowIsOpen: true), "The GPU-days that the study may spend; a run costs 8 a day."),
            new("curve", new FlagShape(), "Reports every step of training; true unless given in a study with a pruner or a stopping policy, else false."),
            new("steps", Steps, "The steps of a curve: step t of n shows the model after t/n of the days; unless given max_epochs of the stopping policy, 60 without one."),
            .. Imitation,
        ],
        Check = AdsArchCheck.Of,
    };

    public static EvaluatorDescription Function { get; } = new("function", "A classic test function.", ["value"])
    {
        ReportsSteps = true,
        LastStep = settings => (long?)settings.Number("steps"),
        UsualLastStep = DefaultSteps,
        Settings =
        [
            new("function", new ChoiceShape("function", [.. FunctionNames.All.Select(f => f.Name)]), "Which function.", Required: true),
            new("steps", Steps, "Imitates training: reports this many values that fall towards the function's; unless given max_epochs of the stopping policy, 60 in a study with a pruner alone, else none."),
            .. Imitation,
        ],
        Check = FunctionCheck.Of,
    };

    public static EvaluatorDescription Tabular { get; } = new("tabular", "Looks results up in a table of finished trials.", Metrics: null)
    {
        Settings =
        [
            new("table", new TextShape(200, @"^(?!\.)[A-Za-z0-9._-]+$", "must be a plain file name: letters, digits, - _ . only, not starting with a dot"), "The CSV file, by its name in the worker's tables directory.", Required: true),
            new("value", new TextShape(200), "The column that holds the objective.", Required: true),
        ],
    };

    public static EvaluatorDescription Command { get; } = new("command", "A program of the user's, such as a training script.", Metrics: null)
    {
        ReportsSteps = true,
        Settings =
        [
            new("command", new TextShape(100, "^[A-Za-z0-9][A-Za-z0-9._-]*$", "must be a plain name: letters, digits, - _ . only, starting with a letter or digit"), "Which of the commands that are registered in the workers' configuration.", Required: true),
            new("timeout", new DurationShape(), "A run that takes longer is stopped and has failed; at most the registered command's own timeout."),
        ],
        Check = CommandCheck.Of,
    };

    public static EvaluatorDescription External { get; } = new(EvaluatorReference.External, "Driven by ask and tell alone.", Metrics: null)
    {
        Settings = [new("timeout", new DurationShape(), "An asked trial that is not told within this time is handed out again.")],
    };

    public static ImmutableArray<EvaluatorDescription> All { get; } = [AdsArch, Function, Tabular, Command, External];

    /// <summary>Names that are reserved: files that use them are refused with a line that says so.</summary>
    public static ImmutableArray<string> Unavailable { get; } = [];

    public static EvaluatorDescription? Find(string name) => All.FirstOrDefault(evaluator => evaluator.Name == name);
}
