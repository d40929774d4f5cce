using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting.Facts;

/// <summary>A member of the Pareto front, its values in the order and direction of the objectives.</summary>
internal sealed record FrontMember(ImmutableArray<double> Values, BestView Best);

/// <summary>A hypothesis that the study's space does not allow to be tested, and why.</summary>
internal sealed record Untestable(Hypothesis Hypothesis, string Reason);

/// <summary>What a report says beside the statistics: counted once, for every format.</summary>
internal sealed record ReportFacts
{
    public required StudyAnalysis Analysis { get; init; }

    /// <summary>How many trials are in each state, those without trials included.</summary>
    public required ImmutableArray<(TrialState State, long Count)> Counts { get; init; }

    public required BestView? Champion { get; init; }

    public required ImmutableArray<Leader> Leaders { get; init; }

    public required ImmutableArray<FrontMember> Front { get; init; }

    public required Convergence Convergence { get; init; }

    public required ImmutableArray<Threshold> Thresholds { get; init; }

    /// <summary>Epochs that early stopping has spared.</summary>
    public required long EpochsSaved { get; init; }

    public required ImmutableArray<Failure> Failed { get; init; }

    public required ImmutableArray<Failure> Infeasible { get; init; }

    public required BadRegions FailedRegions { get; init; }

    public required BadRegions InfeasibleRegions { get; init; }

    public required ImmutableArray<Untestable> Untestable { get; init; }

    public long Count(TrialState state) => Counts.First(pair => pair.State == state).Count;

    public static ReportFacts Of(StudyAnalysis analysis)
    {
        var results = CountedAttempts.Results(analysis.Study, analysis.Trials);
        var judged = analysis.Hypotheses.Select(result => result.Hypothesis.Id).ToHashSet();
        return new()
        {
            Analysis = analysis,
            Counts = [.. Enum.GetValues<TrialState>().Select(state => (state, (long)analysis.Trials.Count(trial => trial.State == state)))],
            Champion = Leader.Champion(analysis, results),
            Leaders = Leader.Of(analysis, results),
            Front = [.. FrontOf(analysis, results)],
            Convergence = Convergence.Of(analysis),
            Thresholds = results.Thresholds,
            EpochsSaved = results.EpochsSaved,
            Failed = Failure.OfFailed(analysis),
            Infeasible = Failure.OfInfeasible(analysis),
            FailedRegions = BadRegions.Failed(analysis.Data),
            InfeasibleRegions = BadRegions.Infeasible(analysis.Data),
            Untestable =
            [
                .. from hypothesis in analysis.Study.Hypotheses
                   where !judged.Contains(hypothesis.Id)
                   let errors = HypothesisValidation.Check(hypothesis, analysis.Data.Space, [.. analysis.Study.Objectives.Select(objective => objective.Metric)])
                   select new Untestable(hypothesis, string.Join("; ", errors.Select(error => $"{error.Path}: {error.Message}"))),
            ],
        };
    }

    /// <summary>Sorted by the first objective, the best first.</summary>
    private static IEnumerable<FrontMember> FrontOf(StudyAnalysis analysis, StudyResults results) =>
        from point in results.Standings.Front
        orderby point.Losses[0], point.Item
        let best = Leader.View(analysis, new Standing(point.Losses[0], point.Item))
        where best is not null
        select new FrontMember([.. point.Losses.Select((loss, i) => analysis.Study.Objectives[i].Loss(loss))], best);
}
