using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>The numbers of <see cref="ResilientSearch"/>, resolved against a problem.</summary>
/// <param name="Step">Standard deviation of a step right after an improvement, as a fraction of each parameter's range.</param>
/// <param name="StepGrowth">Every stagnant observation multiplies it by this.</param>
/// <param name="MaxStep">It grows no further than this.</param>
/// <param name="MoveShare">The share of the parameters that a step moves.</param>
/// <param name="Excellent">A best below this loss is explored locally; null when no result counts as excellent.</param>
/// <param name="StagnationLimit">After so many observations without improvement conservative jumps begin.</param>
/// <param name="JumpProbability">How many of the proposals then are reductions; the others are small steps.</param>
internal sealed record ResilientSettings(
    double Step, double StepGrowth, double MaxStep, double MoveShare, double? Excellent, int StagnationLimit, double JumpProbability)
{
    /// <summary>Where a problem that is minimised says neither by a threshold nor by a setting what is excellent: the seed's cost.</summary>
    private const double ExcellentCost = 0.51;

    public required LocalReach Local { get; init; }

    public required ImmutableArray<Reduction> Reductions { get; init; }

    public required GrowthBound Growth { get; init; }

    public static ImmutableArray<SettingDescription> Descriptions { get; } =
    [
        new("step", 0.05, 1e-6, 1, Meaning: "standard deviation of a small step, as a fraction of each parameter's range"),
        new("step_growth", 1.25, 1, 10, Meaning: "factor by which every observation without improvement widens the step"),
        new("max_step", 0.3, 1e-6, 1, Meaning: "the widest step"),
        new("move_share", 0.5, 0, 1, Meaning: "share of the parameters that a step moves; at least one"),
        new("excellent", null, double.NegativeInfinity, double.PositiveInfinity,
            Meaning: "value of the objective beyond which a new best is explored locally; the objective's threshold 'excellent', or 0.51 when it is minimised and has none"),
        new("local_iterations", 8, 0, 100_000, WholeNumber: true, Meaning: "how many configurations around an excellent one are tried"),
        new("local_units", 2, 1, 1_000, WholeNumber: true, Meaning: "local exploration: how far whole numbers and rungs of a ladder move"),
        new("local_step", 0.1, 1e-6, 1, Meaning: "local exploration: how far floats move, as a fraction of their value"),
        new("local_radius", 0.2, 1e-6, 1, Meaning: "local exploration: the distance from the excellent value that nothing exceeds, as a fraction of it (a ladder: of its rungs); one unit is always allowed"),
        new("stagnation_limit", 8, 1, 100_000, WholeNumber: true, Meaning: "observations without improvement after which conservative jumps begin"),
        new("jump_probability", 0.7, 0, 1, Meaning: "share of reductions among the proposals then; the others are small steps"),
        new("max_growth", 2, 1, 1e6, Meaning: "no configuration is estimated to be more complex than this many times the one it starts from"),
        SettingDescription.Text("complexity", Spaces.SpaceLimits.RuleLength,
            "estimate of a configuration's size, an expression over its parameters; n_layers * embedding_dim * embedding_dim where the space has these, else there is none"),
        SettingDescription.Table("reduce",
            "what a conservative jump does to demanding parameters; embedding_dim, n_layers, n_heads and learning_rate as far as the space has them",
            new("factor", 1, 1e-6, 1, Meaning: "the value is multiplied by this"),
            new("low", null, double.NegativeInfinity, double.PositiveInfinity, Meaning: "it does not fall below this; the space's bound"),
            new("high", null, double.NegativeInfinity, double.PositiveInfinity, Meaning: "it ends at most here, wherever it starts; the space's bound")),
    ];

    /// <summary>Mistakes among the settings, or between them and the space; null when fine.</summary>
    public static string? Problem(StrategyProblem problem)
    {
        var settings = problem.Settings;
        if (settings["step"] > settings["max_step"]) return $"step: must be <= max_step (was {settings["step"]} > {settings["max_step"]})";
        if (settings["local_step"] > settings["local_radius"])
            return $"local_radius: must be >= local_step (was {settings["local_radius"]} < {settings["local_step"]})";
        if (settings.Find("excellent") is { } excellent && problem.Thresholds.TryGetValue("good", out var good) && ExcellentLoss(problem) >= good)
            return $"excellent: must be better than the objective's threshold 'good' (was {excellent}, 'good' is {(problem.IsMaximized ? -good : good)})";
        return GrowthBound.Problem(problem) ?? Reduction.Problem(problem);
    }

    /// <exception cref="RuleSyntaxException">The complexity is no expression over the space; <see cref="Problem"/> says so first.</exception>
    public static ResilientSettings Of(StrategyProblem problem)
    {
        var settings = problem.Settings;
        return new(settings["step"], settings["step_growth"], settings["max_step"], settings["move_share"], ExcellentLoss(problem),
            (int)settings["stagnation_limit"], settings["jump_probability"])
        {
            Local = new((int)settings["local_iterations"], (int)settings["local_units"], settings["local_step"], settings["local_radius"]),
            Reductions = Reduction.Of(problem),
            Growth = GrowthBound.Of(problem),
        };
    }

    /// <summary>The step after so many observations without improvement.</summary>
    public double StepAfter(int stagnation) => Math.Min(MaxStep, Step * Math.Pow(StepGrowth, stagnation));

    /// <summary>In one line what it derives from the space, the thresholds and the groups.</summary>
    public string Explain(StrategyProblem problem)
    {
        List<string> facts =
        [
            Excellent is not { } loss ? "nothing counts as excellent: the objective has no such threshold"
                : problem.IsMaximized ? $"excellent above {Text(-loss)}" : $"excellent below {Text(loss)}",
            Growth.Estimate is { } estimate ? $"{estimate.Text} grows at most {Text(Growth.MaxGrowth)} times at once" : "no estimate of complexity: models may grow by any step",
            Reductions.IsEmpty ? "nothing to reduce in a jump" : $"jumps reduce {string.Join(", ", Reductions.Select(reduction => reduction.Parameter.Name))}",
        ];
        if (problem.Groups is { } plan)
            facts.Add(string.Join(", then ", plan.Groups.Select(group => group.Trials is { } trials ? $"{trials} of {group.Name}" : group.Name)));
        return string.Join("; ", facts);

        static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static double? ExcellentLoss(StrategyProblem problem)
    {
        if (problem.Settings.Find("excellent") is { } given) return problem.IsMaximized ? -given : given;
        if (problem.Thresholds.TryGetValue("excellent", out var threshold)) return threshold;
        return problem.IsMaximized ? null : ExcellentCost;
    }
}
