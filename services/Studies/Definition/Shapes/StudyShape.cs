using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Pruners;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition.Evaluators;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>The study file, key by key.</summary>
internal static class StudyShape
{
    /// <summary>Largest integer up to which every integer is a JSON number.</summary>
    public const double LargestWhole = 9007199254740992;

    private static readonly NumberShape Seed = new(0, LargestWhole, Whole: true);

    public static TextShape Name { get; } = new(100, @"^(?!\.+$)[A-Za-z0-9._-]+$", "must have letters, digits, - _ . only, and not only dots");

    public static TextShape Metric { get; } = new(100, @"^[^\s,;'\x22]+$", "must be a metric name: no spaces, quotes, commas or semicolons");

    private static readonly ObjectShape Objective = new(
    [
        new("metric", Metric, "The metric to optimise, as the evaluator reports it.", Required: true),
        new("goal", new ChoiceShape("goal", ["minimize", "maximize"]), "Which way is better.", Required: true),
        new("thresholds", new MapShape(NumberShape.Any, 1, "threshold"), "Named grades for people, dashboards and strategies that go by them: acceptable, good, excellent, breakthrough."),
    ]);

    private static readonly ObjectShape Constraint = new(
    [
        new("metric", Metric, "The metric that is bounded.", Required: true),
        new("min", NumberShape.Any, "The smallest value allowed."),
        new("max", NumberShape.Any, "The largest value allowed."),
        new("mode", new ChoiceShape("mode", ["hard", "soft"]), "hard: a violating trial is infeasible; soft: it stays in the race with a penalised value."),
        new("tau", new NumberShape(0, 1e9, LowIsOpen: true), "Soft mode: how mild the penalty is; the value is scaled by exp(violation / tau)."),
        new("scale", new ChoiceShape("scale", ["relative", "absolute"]), "Soft mode: the violation as a fraction of the bound, or as it is."),
    ]);

    private static readonly ObjectShape Stopping = new(
    [
        new("patience", new NumberShape(1, 1_000_000, Whole: true), $"Epochs without improvement after which a run ends; {StoppingPolicy.Default.Patience} unless given."),
        new("min_epochs", new NumberShape(0, 1_000_000, Whole: true), $"No run ends before for want of improvement; {StoppingPolicy.Default.MinEpochs} unless given, or max_epochs when that is less."),
        new("max_epochs", new NumberShape(1, 1_000_000, Whole: true), $"Every run ends here; {StoppingPolicy.Default.MaxEpochs} unless given."),
        new("min_delta", new NumberShape(0, double.PositiveInfinity), "What counts as improvement: more than this; 0 unless given."),
    ]);

    private static readonly Field ResourceClass = new(
        "resource",
        new TextShape(40, "^[a-z0-9-]+$", "must have lower-case letters, digits and - only"),
        $"The class of workers that may run the trials, such as gpu; {EvaluatorReference.DefaultResourceClass} unless given.");

    private static readonly ObjectShape Budget = new(
    [
        new("trials", new NumberShape(1, 10_000_000, Whole: true), "At most this many trials, retries not counted."),
        new("parallelism", new NumberShape(1, 10_000, Whole: true), "At most this many trials at a time; 1 unless given."),
        new("time", new DurationShape(), "At most this much running time, such as 2h."),
        new("failures", new NumberShape(1, 10_000_000, Whole: true), "This many failed trials end the study."),
    ]);

    public static ObjectShape Root { get; } = new(
    [
        new("study", Name, "The study's name.", Required: true),
        new("objectives", new ListShape(Objective, 1, 10), "What to optimise; the first decides which trial is best.", Required: true),
        new("evaluator", EvaluatorShape(), "Who runs the trials.", Required: true),
        new("space", SpaceShapes.Space, "The parameters that may vary, by name.", Required: true),
        new("rules", new ListShape(SpaceShapes.Rule), "Relations that every configuration satisfies: d_model % n_heads == 0."),
        new("groups", GroupShapes.Groups, "Named families of configurations, told apart by the value of one parameter."),
        new("constraints", new ListShape(Constraint, Max: 20), "Bounds on metrics."),
        new("strategy", StrategyShape(), $"How to search; {StrategyCatalogue.Default} unless given."),
        new("initial", new ListShape(new ConfigurationShape(), Max: 10_000), "Configurations to evaluate first; parameters that one leaves out are drawn at random."),
        new("pruner", PrunerShape(), "Stops hopeless trials early."),
        new("stopping", Stopping, "When a training run ends by itself."),
        new("replicates", new ListShape(Seed, 1, 1_000), "Seeds: every configuration runs once for each."),
        new("hypotheses", HypothesisShapes.Hypotheses, "Claims written down before the trials run; the report judges them."),
        new("parent", LineageShapes.Parent, "The study whose analysis proposed these trials, and what it expects of them; archopt propose writes it."),
        new("budget", Budget, "What the study may spend."),
        new("seed", Seed, "The seed of the search; 0 unless given."),
    ]);

    private static VariantShape EvaluatorShape() => new("name", "evaluator",
        [.. EvaluatorCatalogue.All.Select(evaluator => new Variant(evaluator.Name, evaluator.Summary, Fields(evaluator)))])
    { Unavailable = EvaluatorCatalogue.Unavailable };

    private static ImmutableArray<Field> Fields(EvaluatorDescription evaluator)
    {
        var settings = new Field("settings", new ObjectShape(evaluator.Settings), "Settings of the evaluator.", evaluator.RequiresSettings);
        return evaluator.Name == EvaluatorReference.External ? [settings] : [ResourceClass, settings]; // no worker, no class of workers
    }

    private static VariantShape StrategyShape() => new("name", "strategy",
    [
        .. StrategyCatalogue.All.Select(strategy => new Variant(strategy.Name, "",
            [new("settings", new ObjectShape(Settings(strategy)), "Settings of the strategy.", strategy.TakesConfigurations)])),
    ]);

    private static VariantShape PrunerShape() => new("name", "pruner",
    [
        new(PrunerCatalogue.None, "Every trial runs to its end.", [new("settings", new ObjectShape([]), "None has no settings.")]),
        .. PrunerCatalogue.All.Select(pruner => new Variant(pruner.Name, pruner.Summary,
            [new("settings", new ObjectShape([.. pruner.Settings.SelectMany(Fields)]), "Settings of the pruner.")])),
    ]);

    /// <summary>The setting under its own name, and under another product's where it has one.</summary>
    private static IEnumerable<Field> Fields(SettingDescription setting)
    {
        var shape = new NumberShape(setting.Low, setting.High, setting.WholeNumber);
        var value = setting.Default is { } number ? string.Create(CultureInfo.InvariantCulture, $" ({number} unless given)") : "";
        yield return new(setting.Name, shape, $"{char.ToUpperInvariant(setting.Meaning[0])}{setting.Meaning[1..]}{value}.");
        if (setting.Alias is { } alias) yield return new(alias, shape, $"Another name of {setting.Name}.");
    }

    private static ImmutableArray<Field> Settings(StrategyDescription strategy)
    {
        var settings = strategy.Settings.Select(setting => new Field(setting.Name, Value(setting), Description(setting)));
        return strategy.TakesConfigurations
            ? [.. settings, new("configurations", new ListShape(new ConfigurationShape(), 1, 100_000), "The configurations to run, in this order.", Required: true)]
            : [.. settings];
    }

    private static Shape Value(SettingDescription setting)
    {
        if (!setting.Choices.IsEmpty) return new ChoiceShape(setting.Name, [.. setting.Choices.Select(choice => choice.Name)]);
        if (setting.IsText) return new TextShape(setting.MaxLength);
        if (!setting.Columns.IsEmpty)
            return new MapShape(new ObjectShape([.. setting.Columns.Select(column => new Field(column.Name, Value(column), Description(column)))]), 0, "row");
        return setting.IsFlag ? new SwitchShape() : new NumberShape(setting.Low, setting.High, setting.WholeNumber);
    }

    private static string Description(SettingDescription setting)
    {
        var meaning = string.Join("; ", setting.Choices.Select(choice => $"{choice.Name}: {choice.Meaning}").Prepend(setting.Meaning).Where(text => text.Length > 0));
        var unlessGiven = setting switch
        {
            { DefaultChoice: { } word } => word,
            { IsFlag: true } => setting.Default == 0 ? "false" : "true",
            { Default: { } number } => $"{number}",
            _ => "derived",
        };
        return $"{(meaning.Length > 0 ? meaning + "; " : "")}{unlessGiven} unless given.";
    }
}
