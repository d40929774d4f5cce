using System.Collections.Immutable;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Bench.Running;

/// <summary>
/// A study that runs its trials one after the other in this thread. What is proposed, judged and called best is
/// decided by the classes of a live study; only messages and store are left out.
/// </summary>
internal sealed class StudyRun
{
    private readonly StudyDefinition study;
    private readonly IEvaluator evaluator;
    private readonly TimeProvider clock;
    private readonly SearchHistory history;
    private readonly NextConfiguration next;
    private readonly Standings standings;

    /// <param name="study">Validated; see <see cref="Of"/> for a problem's.</param>
    /// <param name="evaluator">Evaluates every trial.</param>
    /// <param name="clock">Measures how long proposing takes; decides nothing.</param>
    public StudyRun(StudyDefinition study, IEvaluator evaluator, TimeProvider clock)
    {
        (this.study, this.evaluator, this.clock) = (study, evaluator, clock);
        history = new SearchHistory(study, StudyStrategy.Create(study));
        next = new NextConfiguration(study, history);
        standings = new Standings(study);
    }

    /// <summary>Time spent in proposing and observing so far.</summary>
    public TimeSpan Thinking { get; private set; }

    /// <summary>Trials run so far.</summary>
    public long Trials { get; private set; }

    /// <summary>The best value so far in the objective's own direction, or null.</summary>
    public double? Best => standings.Best is { } best ? study.Objectives[0].Loss(best.Loss) : null;

    /// <summary>The problem's study with a strategy. Seeds are apart from problem to problem, and the same for all strategies.</summary>
    public static StudyDefinition Of(BenchProblem problem, BenchStrategy strategy, int seed) => problem.Study with
    {
        Strategy = new(strategy.Description.Name, strategy.Settings),
        Seed = RandomStream.Derive(seed, [.. problem.Name.Select(letter => (long)letter)]),
    };

    /// <summary>Runs the next trial; false when the strategy has nothing to propose.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var number = Trials;
        var started = clock.GetTimestamp();
        var (proposal, origin) = next.For(number);
        if (proposal is not Search.Strategies.Proposal.Next { Configuration: var configuration }) return false;
        next.Recorded(number, configuration, origin);
        history.Proposed(number, configuration);
        Thinking += clock.GetElapsedTime(started);
        var result = await EvaluateAsync(number, configuration, cancellationToken);
        started = clock.GetTimestamp();
        Observe(number, configuration, result);
        Thinking += clock.GetElapsedTime(started);
        Trials++;
        return true;
    }

    /// <summary>Runs a configuration that somebody else has chosen, as an enqueued trial.</summary>
    public async Task RunAsync(Configuration configuration, CancellationToken cancellationToken)
    {
        var number = Trials;
        next.Recorded(number, configuration, TrialOrigin.Enqueued);
        history.Proposed(number, configuration);
        var result = await EvaluateAsync(number, configuration, cancellationToken);
        Observe(number, configuration, result);
        Trials++;
    }

    private Task<EvaluationResult> EvaluateAsync(long number, Configuration configuration, CancellationToken cancellationToken) => evaluator.EvaluateAsync(
        new() { Configuration = configuration, Settings = study.Evaluator.Settings, Seed = next.SeedOf(number), Number = number },
        Deaf.Instance,
        cancellationToken);

    private void Observe(long number, Configuration configuration, EvaluationResult result)
    {
        var judgement = TrialJudgement.Judge(study, StateOf(result.Outcome), result.Metrics, result.Error);
        if (judgement.State == TrialState.Failed) throw new InvalidOperationException($"Trial {number} failed: {judgement.Reason} ({configuration})");
        standings.Add(number, judgement.State, judgement.Values, result.Metrics);
        history.Observe(number, configuration, new Attempt
        {
            Number = 1,
            State = judgement.State.ToAttemptState(),
            Sequence = number + 1,
            Values = judgement.Values,
            Metrics = result.Metrics,
            Violation = judgement.Violation,
            Failure = judgement.Failure,
            Reason = judgement.Reason,
        });
    }

    private static TrialState StateOf(EvaluationOutcome outcome) => outcome switch
    {
        EvaluationOutcome.Completed => TrialState.Completed,
        EvaluationOutcome.Infeasible => TrialState.Infeasible,
        EvaluationOutcome.Pruned => TrialState.Pruned,
        EvaluationOutcome.Cancelled => TrialState.Cancelled,
        _ => TrialState.Failed,
    };

    private sealed class Deaf : IStepReporter
    {
        public static Deaf Instance { get; } = new();

        public ValueTask ReportAsync(long step, ImmutableSortedDictionary<string, double> metrics, CancellationToken cancellationToken) => default;
    }
}
