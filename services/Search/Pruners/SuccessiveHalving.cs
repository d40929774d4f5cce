using System.Collections.Immutable;

namespace ArchOpt.Search.Pruners;

/// <summary>
/// One bracket of asynchronous successive halving: at every rung a trial goes on while it is among the best
/// 1/eta of all trials that have reached the rung so far, whether those run, were stopped or have ended.
/// </summary>
/// <remarks>
/// A trial counts at a rung with its first finite loss at the rung's step or behind it. The first eta - 1 trials at a rung
/// are too few for a share of 1/eta; of them each that is the best so far goes on, so that a rung never starves. Who
/// arrives early is judged by few others: the price of never waiting for them (Li et al. 2020, section 3.3).
/// </remarks>
internal sealed class SuccessiveHalving
{
    private readonly ImmutableArray<Rung> rungs;
    private readonly double eta;

    /// <param name="steps">The rungs, ascending.</param>
    public SuccessiveHalving(ImmutableArray<long> steps, double eta)
    {
        rungs = [.. steps.Select(step => new Rung(step))];
        this.eta = eta;
    }

    /// <summary>Takes a report that changed the trial's curve and judges the rungs that it reached.</summary>
    public PruningDecision Report(StepReport report, LiveCurve curve, CurveNews news)
    {
        if (!news.IsPoint) return Diverged(report, curve, news);
        string? reason = null;
        foreach (var rung in Reached(news.Previous, report.Step))
        {
            rung.Set(report.Trial, report.Loss);
            reason ??= Judge(rung, report.Loss);
        }

        return reason is not null && news.IsLatest ? new PruningDecision.Stop(reason) : PruningDecision.Continue.Instance;
    }

    /// <summary>Puts an ended trial where its curve says.</summary>
    public void Set(EndedCurve curve)
    {
        var previous = -1L;
        Remove(curve.Trial);
        foreach (var point in curve.Points)
        {
            foreach (var rung in Reached(previous, point.Step)) rung.Set(curve.Trial, point.Loss);
            previous = point.Step;
        }
    }

    public void Remove(long trial)
    {
        foreach (var rung in rungs) rung.Remove(trial);
    }

    private IEnumerable<Rung> Reached(long previous, long step) => rungs.Where(rung => rung.Step > previous && rung.Step <= step);

    private string? Judge(Rung rung, double loss)
    {
        var goOn = Math.Max(1, (int)(rung.Count / eta));
        var better = rung.Better(loss);
        return better < goOn
            ? null
            : $"at step {rung.Step} it ranks {better + 1} of {rung.Count}, and {(goOn == 1 ? "only the first goes" : $"the first {goOn} go")} on";
    }

    private PruningDecision Diverged(StepReport report, LiveCurve curve, CurveNews news) =>
        news.IsLatest && curve.Points.Count == 0 && rungs.FirstOrDefault(rung => rung.Step <= report.Step) is { } rung
            ? new PruningDecision.Stop($"at step {rung.Step} it has no finite value")
            : PruningDecision.Continue.Instance;
}
