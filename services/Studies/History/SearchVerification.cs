using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.History;

/// <summary>
/// Re-derives a recorded search: is every proposal what the study file, the seed and the observations before it imply,
/// and is every observation what it was when it was recorded?
/// </summary>
/// <remarks>
/// Feed it trials in number order with <see cref="Check"/>, and before each one the observations up to the trial's
/// BasedOn with <see cref="Observe"/>; afterwards the rest of the observations. Each problem names the trial. It throws
/// for no record, however damaged.
/// </remarks>
public sealed class SearchVerification
{
    private readonly StudyDefinition study;
    private readonly SearchHistory history;
    private readonly NextConfiguration next;
    private readonly List<string> problems = [];
    private string seal = Seal.Origin;

    public SearchVerification(StudyDefinition study, IStrategy strategy)
    {
        this.study = study;
        history = new SearchHistory(study, strategy);
        next = new NextConfiguration(study, history);
    }

    /// <summary>What is wrong, in the order found.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Trials seen.</summary>
    public long Trials { get; private set; }

    /// <summary>The sequence number of the last observation seen.</summary>
    public long Observations { get; private set; }

    /// <summary>Proposals re-derived: all but the enqueued and the imported ones.</summary>
    public long Rederived { get; private set; }

    /// <summary>Folds the next observation, in sequence order.</summary>
    public void Observe(Trial trial, Attempt attempt)
    {
        if (attempt.Sequence is not { } sequence || attempt.State is not (>= AttemptState.Completed and <= AttemptState.Cancelled))
        {
            problems.Add($"trial {trial.Number}: attempt {attempt.Number} is {attempt.State}, which is no observation");
            return;
        }

        CheckChain(trial, attempt, sequence);
        Observations = sequence;
        if (!IsJudged(attempt))
            problems.Add($"trial {trial.Number}: attempt {attempt.Number} is recorded as {attempt.State}, which its metrics do not imply");
        history.Observe(trial.Number, trial.Configuration, attempt);
    }

    /// <summary>Checks the next trial, in number order.</summary>
    public void Check(Trial trial)
    {
        var missing = trial.Number != Trials;
        if (missing) problems.Add($"trial {Trials} is missing; the next one is {trial.Number}");
        Trials = trial.Number + 1;
        if (trial.Origin != TrialOrigin.Imported && trial.Seed != next.SeedOf(trial.Number))
            problems.Add($"trial {trial.Number}: its seed is {trial.Seed}, and the study implies {next.SeedOf(trial.Number)}");
        if (trial.State.ToAttemptState() != trial.Current.State)
            problems.Add($"trial {trial.Number}: it is {trial.State}, and its last attempt is {trial.Current.State}");
        else if (trial.State.Rule().IsTerminal && trial.Current.Sequence is null)
            problems.Add($"trial {trial.Number}: it is {trial.State}, and its last attempt has no place among the observations");

        // What a replicate repeats cannot be told when the trial before it is gone, which was reported.
        var derivable = !missing || trial.Number % study.TrialsPerConfiguration == 0;
        if (trial.Origin is not (TrialOrigin.Enqueued or TrialOrigin.Imported) && derivable) CheckProposal(trial);
        next.Recorded(trial.Number, trial.Configuration, trial.Origin);
        history.Proposed(trial.Number, trial.Configuration);
    }

    private void CheckProposal(Trial trial)
    {
        Rederived++;
        var (proposal, origin) = next.For(trial.Number);
        if (proposal is not Proposal.Next implied)
            problems.Add($"trial {trial.Number}: nothing was to be proposed here, and {trial.Configuration} is recorded");
        else if (!implied.Configuration.Equals(trial.Configuration) || origin != trial.Origin)
            problems.Add($"trial {trial.Number}: {trial.Configuration} is recorded ({trial.Origin}), and {implied.Configuration} is implied ({origin})");
    }

    private void CheckChain(Trial trial, Attempt attempt, long sequence)
    {
        var expected = Seal.Next(seal, trial, attempt);
        if (sequence != Observations + 1)
            problems.Add($"trial {trial.Number}: observation {Observations + 1} is missing; the next one is {sequence}");
        else if (attempt.Seal != expected)
            problems.Add($"trial {trial.Number}: observation {sequence} is not what was recorded (its seal does not match)");
        seal = attempt.Seal ?? expected; // go on from what is recorded, so that one change is reported once
    }

    /// <summary>Whether the attempt is what its metrics imply under some outcome that an evaluator may have reported.</summary>
    private bool IsJudged(Attempt attempt)
    {
        var recorded = attempt.State.ToTrialState();
        return new[] { recorded, TrialState.Completed, TrialState.Pruned }
            .Select(reported => TrialJudgement.Judge(study, reported, attempt.Metrics, null))
            .Any(j => j.State == recorded && j.Failure == attempt.Failure && j.Violation.Equals(attempt.Violation) && j.Values.SequenceEqual(attempt.Values));
    }
}
