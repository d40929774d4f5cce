using System.Collections.Immutable;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting;

/// <summary>Which attempt of a trial counts, and what all of them together have come to.</summary>
public static class CountedAttempts
{
    /// <summary>The result that the study knows of the trial: its last one. A trial that is replayed keeps it until the next; null while there is none.</summary>
    public static Attempt? Counted(this Trial trial) => trial.Attempts.LastOrDefault(attempt => attempt.Sequence is not null && attempt.State != AttemptState.Cancelled);

    /// <summary>The results of the study in the order in which it learnt them.</summary>
    public static StudyResults Results(StudyDefinition study, ImmutableArray<Trial> trials)
    {
        var results = new StudyResults(study);
        foreach (var trial in trials) results.Count(trial.Number, trial.Configuration, trial.State);
        var observed =
            from trial in trials
            from attempt in trial.Attempts
            where attempt.Sequence is not null
            orderby attempt.Sequence
            select (trial, attempt);
        foreach (var (trial, attempt) in observed) results.Observe(trial.Number, trial.Configuration, attempt);
        return results;
    }
}
