using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.History;

/// <summary>
/// What a strategy knows of a study: observations folded in sequence order, and the configurations that are pending.
/// The live study and <c>archopt verify</c> use this same class, which is why they derive the same proposals.
/// </summary>
/// <remarks>
/// A strategy thinks in configurations, a study in trials. With R replicate seeds, the R consecutive trials b*R ..
/// b*R + R - 1 run configuration b; the strategy observes it once, when all of them have ended, with the mean of
/// their losses; cancelled ones say nothing. A configuration is pending from its proposal until then. Not thread-safe.
/// </remarks>
public sealed class SearchHistory(StudyDefinition study, IStrategy strategy)
{
    private readonly int replicates = study.TrialsPerConfiguration;
    private readonly SortedDictionary<long, Configuration> pending = [];
    private readonly Dictionary<long, ReplicateBlock> blocks = [];
    private ImmutableArray<PendingConfiguration>? pendingView;

    /// <summary>Where the search of each model group is, as the observations so far imply it; none when the strategy does not describe itself.</summary>
    public ImmutableArray<SearchState> States => (strategy as IDescribesSearch)?.States ?? [];

    /// <summary>Notes that the trial's configuration is being evaluated. Repeating it changes nothing.</summary>
    public void Proposed(long number, Configuration configuration)
    {
        if (pending.TryAdd(number / replicates, configuration)) pendingView = null;
    }

    /// <summary>Folds one observed attempt. Call it in sequence order.</summary>
    public void Observe(long number, Configuration configuration, Attempt attempt)
    {
        var block = number / replicates;
        var feeds = attempt.State.ToTrialState().Rule().FeedsStrategy;
        var observation = feeds ? Describe(block, configuration, attempt) : null;
        if (replicates > 1)
        {
            if (!blocks.TryGetValue(block, out var replicate)) blocks[block] = replicate = new ReplicateBlock(replicates);
            replicate.Set((int)(number % replicates), observation);
            if (!replicate.IsComplete)
            {
                Proposed(number, configuration);
                return;
            }

            observation = replicate.Mean();
        }

        if (pending.Remove(block)) pendingView = null;
        if (observation is not null) strategy.Observe(observation);
    }

    /// <summary>Asks the strategy for the configuration that the trial (the first of its block) shall run.</summary>
    public Proposal Propose(long number)
    {
        pendingView ??= [.. pending.Select(p => new PendingConfiguration(p.Key, p.Value))];
        return strategy.Propose(new ProposalRequest(number / replicates, study.Seed, pendingView.Value));
    }

    private Observation Describe(long block, Configuration configuration, Attempt attempt)
    {
        var outcome = attempt.State switch
        {
            AttemptState.Completed => ObservedOutcome.Completed,
            AttemptState.Pruned => ObservedOutcome.Pruned,
            AttemptState.Infeasible => ObservedOutcome.Infeasible,
            _ => ObservedOutcome.Failed,
        };
        var usable = outcome != ObservedOutcome.Failed && !attempt.Values.IsDefaultOrEmpty && attempt.Values.All(double.IsFinite);
        return new Observation(block, configuration, outcome, usable ? Losses(attempt) : [], attempt.Violation)
        {
            Constraints = outcome == ObservedOutcome.Failed ? [] : [.. study.Constraints.Select(c => Distance(c, attempt))],
        };
    }

    private static double Distance(Constraint constraint, Attempt attempt) =>
        attempt.Metrics.TryGetValue(constraint.Metric, out var value) && double.IsFinite(value) ? constraint.Distance(value) : double.NaN;

    private ImmutableArray<double> Losses(Attempt attempt)
    {
        var losses = ImmutableArray.CreateBuilder<double>(study.Objectives.Length);
        for (var i = 0; i < study.Objectives.Length; i++)
        {
            var objective = study.Objectives[i];
            losses.Add(objective.Loss(ConstraintRules.Penalise(study, objective, attempt.Values[i], attempt.Metrics)));
        }

        return losses.MoveToImmutable();
    }
}
