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
/// BasedOn with <see cref="Observe"/>; afterwards the rest of the observations. Each problem names the trial.
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

    /// <summary>Observations seen; also the last sequence number.</summary>
    public long Observations { get; private set; }

    /// <summary>Proposals re-derived: all but the enqueued ones.</summary>
    public long Rederived { get; private set; }

    /// <summary>Folds the next observation, in sequence order.</summary>
    public void Observe(Trial trial, Attempt attempt)
    {
        Observations++;
        if (attempt.Sequence != Observations)
            problems.Add($"trial {trial.Number}: observation {Observations} is missing; the next one is {attempt.Sequence}");
        var expected = Seal.Next(seal, trial, attempt);
        if (attempt.Seal != expected)
            problems.Add($"trial {trial.Number}: observation {attempt.Sequence} is not what was recorded (its seal does not match)");
        seal = attempt.Seal ?? expected; // go on from what is recorded, so that one change is reported once
        CheckJudgement(trial, attempt);
        history.Observe(trial.Number, trial.Configuration, attempt);
    }

    /// <summary>Checks the next trial, in number order.</summary>
    public void Check(Trial trial)
    {
        if (trial.Number != Trials) problems.Add($"trial {Trials} is missing; the next one is {trial.Number}");
        Trials = trial.Number + 1;
        if (trial.Seed != next.SeedOf(trial.Number))
            problems.Add($"trial {trial.Number}: its seed is {trial.Seed}, and the study implies {next.SeedOf(trial.Number)}");
        if (trial.State.Rule().IsTerminal && trial.State.ToAttemptState() != trial.Current.State)
            problems.Add($"trial {trial.Number}: it is {trial.State}, and its last attempt is {trial.Current.State}");
        if (trial.Origin != TrialOrigin.Enqueued) CheckProposal(trial);
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

    private void CheckJudgement(Trial trial, Attempt attempt)
    {
        if (attempt.State is not (AttemptState.Completed or AttemptState.Pruned)) return;
        var judgement = TrialJudgement.Judge(study, attempt.State.ToTrialState(), attempt.Metrics, null);
        if (judgement.State.ToAttemptState() != attempt.State || !judgement.Values.SequenceEqual(attempt.Values))
            problems.Add($"trial {trial.Number}: attempt {attempt.Number} is recorded as {attempt.State}, and its metrics imply {judgement.State}");
    }
}
