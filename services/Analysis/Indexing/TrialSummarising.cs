using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Strategies.Resilient;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Indexing;

/// <summary>Makes the summaries of one study's trials. Texts that many of them share are kept once.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TrialSummarising(StudyDefinition study)
{
    /// <summary>Characters of different causes that are kept: of an evaluator that fails in another way every time the later ones have none.</summary>
    private const int MostText = 2_000_000;

    private readonly GroupPlan? plan = StudyStrategy.Groups(study);
    private readonly CompiledNumber? estimate = ModelComplexity.Estimate(StudyStrategy.Problem(study));
    private readonly TextPool causes = new(MostText), workers = new(MostText);

    /// <summary>A trial as it is now.</summary>
    public TrialSummary Of(Trial trial) => Of(trial, trial.Current, trial.State);

    /// <summary>A trial with the result that an observed attempt of it gave.</summary>
    public TrialSummary Of(ObservedAttempt observed) => Of(observed.Trial, observed.Attempt, observed.Attempt.State.ToTrialState());

    private TrialSummary Of(Trial trial, Attempt attempt, TrialState state)
    {
        var reported = attempt.Metrics.TryGetValue(GroupResults.ParametersMetric, out var parameters) && double.IsFinite(parameters) && parameters >= 0 ? parameters : (double?)null;
        return new()
        {
            Number = trial.Number,
            State = state,
            Attempts = attempt.Number,
            Tries = attempt.Number == trial.Current.Number ? trial.Tries : attempt.Number,
            Origin = trial.Origin,
            Group = GroupOf(trial.Configuration),
            Values = attempt.Values,
            HoldsConstraints = ConstraintRules.AllHold(study, attempt.Metrics),
            Size = reported ?? estimate?.Evaluate(trial.Configuration),
            IsSizeEstimated = reported is null,
            DurationSeconds = attempt.DurationSeconds,
            Started = attempt.Started ?? Began(attempt),
            Ended = attempt.Ended,
            Worker = workers.Find(attempt.Worker) ?? attempt.Worker,
            Cause = causes.Find(Cause(attempt)),
        };
    }

    private int GroupOf(Configuration configuration) => plan?.Of(configuration) is { } group ? plan.Groups.IndexOf(group) : -1;

    private static DateTimeOffset? Began(Attempt attempt) =>
        attempt is { Ended: { } ended, DurationSeconds: >= 0 and < 1e9 } ? ended - TimeSpan.FromSeconds(attempt.DurationSeconds.Value) : null;

    private static string? Cause(Attempt attempt) =>
        attempt.State == AttemptState.Failed ? FailureCause.Of(attempt)
        : string.IsNullOrWhiteSpace(attempt.Reason) ? null
        : FailureCause.Of(attempt.Reason, "");
}
