using System.Collections.Immutable;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Pruners;

/// <summary>
/// <c>percentile</c>: stops a trial whose best loss so far is worse than a percentile of what completed trials had
/// on average up to the same step: the median stopping rule of Golovin, Solnik, Moitra, Kochanski, Karro and Sculley ("Google Vizier: A
/// Service for Black-Box Optimization", KDD 2017, section 3.2.2) with another quantile than the half.
/// </summary>
/// <remarks>
/// Best against average is lenient on purpose: noise must not stop a good trial. Of an ended trial that reported fewer
/// steps all count. The last 1,000 completed trials are compared with. n_startup_trials 5 and n_warmup_steps 0 are the
/// values that users of other products are used to, not measured ones.
/// </remarks>
public sealed class PercentilePruner : IPruner
{
    public const string Name = "percentile";

    private readonly LiveCurves live = new();
    private readonly CompletedCurves completed = new();
    private readonly double percentile;
    private readonly int startupTrials;
    private readonly long warmUp, interval;

    public PercentilePruner(PrunerProblem problem, double percentile)
    {
        this.percentile = percentile;
        startupTrials = (int)problem["n_startup_trials"];
        warmUp = (long)problem["n_warmup_steps"];
        interval = (long)problem["interval"];
    }

    public static PrunerDescription Description { get; } = new(
        Name,
        "Stops a trial that is worse than a percentile of the completed ones at the same step.",
        [new("percentile", 25, 0, 100, Meaning: "how many percent of the completed trials a trial may be compared with favourably at least: 25 keeps what is among the best quarter"), .. Common()],
        problem => new PercentilePruner(problem, problem["percentile"]),
        _ => []);

    /// <summary>Empty: averages need every report.</summary>
    public ImmutableArray<long> Steps => [];

    public PruningDecision Report(StepReport report)
    {
        if (!live.TryTake(report, out var curve, out var news, out _) || !news.IsLatest || !IsDue(news.Previous, report.Step))
            return PruningDecision.Continue.Instance;
        var means = completed.MeansUpTo(report.Step);
        if (means.Count < startupTrials) return PruningDecision.Continue.Instance;
        if (curve.Points.Count == 0) return new PruningDecision.Stop($"at step {report.Step} it has no finite value");
        means.Sort();
        return curve.Best > Quantile(means, percentile / 100)
            ? new PruningDecision.Stop($"at step {report.Step} its best is worse than the {Threshold} of {means.Count} completed trials' averages")
            : PruningDecision.Continue.Instance;
    }

    public void Ended(EndedCurve curve)
    {
        live.Remove(curve.Trial);
        if (curve.Completed) completed.Add(curve);
        else completed.Remove(curve.Trial);
    }

    public void Forget(long trial)
    {
        live.Remove(trial);
        completed.Remove(trial);
    }

    internal static ImmutableArray<SettingDescription> Common() =>
    [
        new("n_startup_trials", 5, 1, 1_000, WholeNumber: true, Meaning: "completed trials before any is stopped"),
        new("n_warmup_steps", 0, 0, 1e12, WholeNumber: true, Meaning: "no trial is stopped before this step"),
        new("interval", 1, 1, 1e12, WholeNumber: true, Meaning: "steps from one look at a trial to the next"),
    ];

    private string Threshold => percentile == 50 ? "median" : $"{percentile:G6} % quantile";

    /// <summary>Whether this is the first report of its interval.</summary>
    private bool IsDue(long previous, long step) =>
        step >= warmUp && (previous < warmUp || (previous - warmUp) / interval != (step - warmUp) / interval);

    /// <summary>Linear between the order statistics.</summary>
    private static double Quantile(List<double> sorted, double share)
    {
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var part = place - below;
        return part == 0 ? sorted[below] : (sorted[below] * (1 - part)) + (sorted[below + 1] * part);
    }
}
