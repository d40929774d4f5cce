using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting.Facts;

/// <summary>The best after a part of the results was known.</summary>
/// <param name="Share">A fraction of 1 of the results ...</param>
/// <param name="Results">... and so many they are.</param>
/// <param name="Best">In the objective's own direction; null while nothing feasible had completed.</param>
/// <param name="Number">The trial that had it; the first of its replicates.</param>
internal sealed record Stage(double Share, int Results, double? Best, long? Number);

/// <summary>A new best.</summary>
/// <param name="Result">The place among the study's results: 1, 2, ...</param>
internal sealed record Improvement(int Result, double Best, long Number);

/// <summary>How the best came about, in the order in which results became known.</summary>
/// <param name="Results">How many results there are; a trial that was replayed counts for each of its endings.</param>
internal sealed record Convergence(int Results, ImmutableArray<Stage> Stages, ImmutableArray<Improvement> Improvements)
{
    private static readonly ImmutableArray<double> Shares = [0.10, 0.25, 0.50, 0.75, 1];

    /// <param name="named">Only the trials of the group with this name; null for all.</param>
    public static Convergence Of(StudyAnalysis analysis, string? named = null)
    {
        var study = analysis.Study;
        var standings = new Standings(study);
        var improvements = ImmutableArray.CreateBuilder<Improvement>();
        var results = 0;
        var observed =
            from trial in analysis.Trials
            where named is null || study.Groups?.Of(trial.Configuration)?.Name == named
            from attempt in trial.Attempts
            where attempt.Sequence is not null && attempt.State != AttemptState.Cancelled
            orderby attempt.Sequence
            select (trial.Number, Attempt: attempt);
        foreach (var (number, attempt) in observed)
        {
            results++;
            if (!standings.Add(number, attempt.State.ToTrialState(), attempt.Values, attempt.Metrics)) continue;
            var best = standings.Best!.Value;
            improvements.Add(new(results, study.Objectives[0].Loss(best.Loss), best.Number)); // a loss is its own inverse
        }

        // With few results two stages fall on the same one.
        var stages = Shares
            .Select(share => (share, Count: (int)Math.Ceiling(share * results)))
            .Where(stage => stage.Count > 0)
            .GroupBy(stage => stage.Count)
            .Select(same => same.Last())
            .Select(stage => improvements.LastOrDefault(improvement => improvement.Result <= stage.Count) is { } last
                ? new Stage(stage.share, stage.Count, last.Best, last.Number)
                : new Stage(stage.share, stage.Count, null, null));
        return new(results, [.. stages], improvements.ToImmutable());
    }
}
