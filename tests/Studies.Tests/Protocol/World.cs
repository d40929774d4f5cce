using System.Collections.Immutable;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

/// <summary>
/// Everything around the protocol that can go wrong, driven by a list of numbers: workers, a broker that duplicates,
/// reorders and loses, a second Proposal over the same store, processes that die between two writes.
/// </summary>
internal sealed class World(StudyDefinition study, Func<FoldingStrategy> strategy, ImportedFiles? files = null)
{
    private static readonly TimeSpan AskTimeout = TimeSpan.FromMinutes(1);

    private readonly bool external = study.Evaluator.Name == EvaluatorReference.External;
    private readonly PureStore store = new(Samples.Record(study));
    private readonly List<ProtocolDriver> proposals = [];
    private readonly List<(long Number, int Attempt)> messages = [];
    private readonly List<StudyEvent> handled = [];
    private readonly Dictionary<(long Number, int Attempt), Attempt> ended = [];
    private DateTimeOffset now = Samples.Start;

    /// <summary>What happens, and to what, comes from one number; the promises are checked after it.</summary>
    public void Step(int choice)
    {
        if (proposals.Count == 0)
        {
            for (var i = 0; i < 2; i++) proposals.Add(new ProtocolDriver(study, strategy, AskTimeout, store));
        }

        var pick = RandomStream.For(choice, 11);
        var proposal = proposals[pick.NextBoolean(0.8) ? 0 : 1];
        var repeated = handled.Count > 0 && choice % 4 == 0 ? handled[pick.NextInt32(handled.Count)] : null;
        if (repeated is null && choice % 40 == 1) Restart(proposal, pick);
        else Deliver(proposal, repeated ?? Event(choice, pick), repeated is not null && !MeansAnother(repeated), pick);
        CheckStore();
        CheckProjection(proposal);
    }

    /// <summary>From here on every worker answers, nothing breaks, and what failed is replayed: the study must end with all its trials.</summary>
    public void Settle()
    {
        Step(2);
        foreach (var rest in files?.Rest() ?? [])
        {
            foreach (var proposal in proposals)
            {
                proposal.Reload();
                Deliver(proposal, rest, repeated: false, RandomStream.For(2));
            }
        }

        for (var i = 0; i < 1_000 && !(store.Study.HasEnded && store.Trials.Values.All(t => t.State.Rule().IsTerminal) && Failed().Length == 0); i++)
        {
            now += TimeSpan.FromSeconds(1);
            var next = store.Trials.Values.FirstOrDefault(t => !t.State.Rule().IsTerminal);
            StudyEvent e = store.Study.Status == StudyStatus.Paused ? new StudyEvent.ResumeRequested(null)
                : next is null && store.Study.HasEnded ? new StudyEvent.ReplayRequested(Failed())
                : next is not null ? ProtocolDriver.Result(next.Number, next.Current.Number, TrialState.Completed, Samples.Metrics(("loss", i)))
                : new StudyEvent.Asked(1);
            Deliver(proposals[i % 2], e, repeated: false, RandomStream.For(i));
            Reap(proposals[i % 2]);
            CheckStore();
        }

        store.Study.Status.ShouldBe(StudyStatus.Completed);
        store.Trials.Count.ShouldBe((int)study.Budget.Trials!.Value + (files is null ? 0 : ImportedFiles.Rows));
        store.Study.Imported.ShouldBe(files is null ? 0 : ImportedFiles.Rows);
        store.Trials.Values.All(t => t.State.Rule().IsTerminal).ShouldBeTrue();
        VerifyHistory();
    }

    /// <summary>
    /// A result without attempt is that of the current one: once the trial is replayed, that is another. That of a lost attempt is noted
    /// for people where its trial is in flight; when it came while the trial had ended, and comes again when it is replayed, it is noted then, once.
    /// </summary>
    private bool MeansAnother(StudyEvent e) =>
        e is StudyEvent.AttemptFinished told && store.Trials.TryGetValue(told.Number, out var trial)
        && (told.Attempt is { } attempt ? trial.FindAttempt(attempt)?.State == AttemptState.Lost : trial.Attempts[..^1].Any(a => a.Sequence is not null));

    /// <summary>What can be replayed.</summary>
    private ImmutableArray<long> Failed() => [.. store.Trials.Values.Where(t => t.State == TrialState.Failed && t.Import is null).Select(t => t.Number)];

    /// <summary>
    /// What a Proposal believes to be in flight and no worker runs is lost to it. So one that has missed the other's writes
    /// runs into a conflict and catches up.
    /// </summary>
    private void Reap(ProtocolDriver proposal)
    {
        foreach (var trial in proposal.Protocol.InFlight.Where(t => store.Trials[t.Number].State.Rule().IsTerminal).ToArray())
            Deliver(proposal, new StudyEvent.AttemptLost(trial.Number, trial.Current.Number, "no worker lists it"), repeated: false, RandomStream.For(1));
    }

    private StudyEvent Event(int choice, RandomStream pick)
    {
        var inFlight = store.Trials.Values.Where(t => !t.State.Rule().IsTerminal).ToArray();
        var trial = inFlight.Length > 0 ? inFlight[pick.NextInt32(inFlight.Length)] : null;
        var number = trial?.Number ?? pick.NextInt32(12);
        var attempt = trial is null ? 1 : pick.NextBoolean(0.8) ? trial.Current.Number : 1 + pick.NextInt32(trial.Current.Number + 1);
        var message = messages.Count > 0 ? messages[pick.NextInt32(messages.Count)] : (number, attempt);
        return (choice % 16) switch
        {
            15 or 4 when files is not null => files.Next(pick),
            3 or 5 or 6 or 9 when external => pick.NextBoolean() ? new StudyEvent.Asked(2) : Finish(number, null, pick),
            1 or 2 => new StudyEvent.Asked(1 + pick.NextInt32(3)),
            3 => new StudyEvent.AttemptPublished(message.Item1, message.Item2),
            5 or 6 => new StudyEvent.AttemptStarted(message.Item1, message.Item2, "w1", now),
            7 => new StudyEvent.AttemptLost(number, attempt, "its worker is silent"),
            9 => new StudyEvent.ClaimRequested(message.Item1, message.Item2, "w2", pick.NextBoolean() ? "w1" : null),
            10 when pick.NextBoolean(0.3) => new StudyEvent.Enqueued([Samples.Point(pick.NextDouble())]),
            11 when pick.NextBoolean(0.5) => new StudyEvent.PauseRequested(),
            10 or 11 => new StudyEvent.ResumeRequested(null),
            13 => new StudyEvent.Tick(),
            8 when study.Evaluator.Name == "command" && pick.NextBoolean(0.3) => new StudyEvent.SettingsEdited($$"""{"command":"c{{pick.NextInt32(3)}}"}"""),
            14 when pick.NextBoolean(0.3) => new StudyEvent.DiscardRequested([.. Enumerable.Range(0, 4).Select(_ => (long)pick.NextInt32(14))], "hopeless"),
            14 or 15 when pick.NextBoolean() => new StudyEvent.ReplayRequested([.. Enumerable.Range(0, 6).Select(_ => (long)pick.NextInt32(14))]),
            12 or 14 when study.Pruner is not null => new StudyEvent.StepReported(number, attempt, pick.NextInt32(9), Samples.Metrics(("loss", pick.NextBoolean(0.9) ? pick.NextDouble() : double.NaN))),
            _ => Finish(number, attempt, pick),
        };
    }

    private static StudyEvent.AttemptFinished Finish(long number, int? attempt, RandomStream pick)
    {
        var outcome = (TrialState)(2 + pick.NextInt32(5));
        double[] losses = [pick.NextDouble(), pick.NextInt32(3), double.NaN, double.PositiveInfinity];
        var loss = losses[pick.NextBoolean(0.7) ? 0 : pick.NextInt32(4)];
        var metrics = pick.NextBoolean(0.9) ? Samples.Metrics(("loss", loss)) : Samples.Metrics(("other", 1));
        return ProtocolDriver.Result(number, attempt, outcome, metrics);
    }

    private void Deliver(ProtocolDriver proposal, StudyEvent e, bool repeated, RandomStream pick)
    {
        now += TimeSpan.FromSeconds(pick.NextInt32(20));
        int? dies = pick.NextBoolean(0.1) ? pick.NextInt32(4) : null;
        EventReply last;
        while (true)
        {
            proposal.Now = now;
            // What a pruner has heard of running trials is one thing that a store does not imply; which messages are on their way is the other.
            var isUnderway = e is StudyEvent.SettingsEdited && proposal.Protocol.InFlight.Any(t => !t.Current.Published);
            var projected = proposal.InSync && study.Pruner is null && !isUnderway ? proposal.Load(queueIsEmpty: false, out _) : null;
            var prepared = proposal.Prepared(e);
            var done = proposal.TrySend(e, dies, out last);
            if (projected is not null) CheckSameDecisions(projected, prepared, proposal);
            if (done)
            {
                // A duplicate finds nothing to do, whatever happened in between; marking twice is nothing to a store.
                var effects = proposal.Decisions.Take(proposal.OfEvent).Where(d => projected is not null || d is not Decision.MarkPublished);
                if (repeated) effects.ShouldBeEmpty($"{e} arrived again: {last}");
                break;
            }

            dies = null; // nothing was acknowledged: what came from the broker comes again, a request is the caller's to repeat
            if (!IsMessage(e)) return;
        }

        if (e is StudyEvent.Imported import) files!.Answered(import, last);
        messages.AddRange(proposal.Decisions.OfType<Decision.Dispatch>().Select(d => (d.Trial.Number, d.Trial.Current.Number)));
        if (proposal.Decisions.OfType<Decision.Dispatch>().Any())
            proposal.Protocol.Dispatched.ShouldBeLessThanOrEqualTo(proposal.Protocol.Record.Budget.Parallelism);
        if (IsMessage(e) && last is not EventReply.Unknown) handled.Add(e);
    }

    /// <summary>What the broker may deliver again; the rest are requests, and a repeated request is another one.</summary>
    private static bool IsMessage(StudyEvent e) => e
        is StudyEvent.AttemptStarted or StudyEvent.AttemptFinished or StudyEvent.AttemptPublished or StudyEvent.AttemptLost or StudyEvent.ClaimRequested;

    private void Restart(ProtocolDriver proposal, RandomStream pick)
    {
        var queueIsEmpty = pick.NextBoolean();
        if (queueIsEmpty) messages.Clear();
        proposal.Now = now;
        proposal.Reload(queueIsEmpty);
        messages.AddRange(proposal.Decisions.OfType<Decision.Dispatch>().Select(d => (d.Trial.Number, d.Trial.Current.Number)));
    }

    /// <summary>A protocol that was loaded a moment ago decides what the one that ran all the time decides.</summary>
    private void CheckSameDecisions(StudyProtocol loaded, StudyEvent e, ProtocolDriver proposal)
    {
        var decisions = new List<Decision>();
        loaded.Handle(e, now, decisions);
        loaded.Schedule(now, decisions);
        Writes(decisions).ShouldBe(Writes(proposal.Decisions), $"after {e}");

        static IEnumerable<Trial> Writes(IEnumerable<Decision> decisions) =>
            decisions.Select(d => d is Decision.Insert insert ? insert.Trial : (d as Decision.Replace)?.Trial ?? (d as Decision.Annotate)?.Trial!).Where(t => t is not null);
    }

    private void CheckStore()
    {
        store.Trials.Keys.ShouldBe(Enumerable.Range(0, store.Trials.Count).Select(n => (long)n));
        store.Trials.Values.Count(t => t.Import is null).ShouldBeLessThanOrEqualTo((int)study.Budget.Trials!.Value);
        ImportedFiles.Check(store.Trials.Values);
        foreach (var trial in store.Trials.Values)
        {
            trial.Attempts.Select(a => a.Number).ShouldBe(Enumerable.Range(1, trial.Attempts.Length));
            trial.Current.State.ShouldBe(trial.State.ToAttemptState());
            (trial.Current.Sequence is not null).ShouldBe(trial.State.Rule().IsTerminal);
            if (trial.Discarded is not null) trial.State.ShouldBe(TrialState.Failed, "Only what has failed is given up.");
            trial.Attempts[..^1].Where(a => a.Sequence is not null).ShouldAllBe(a => a.State == AttemptState.Failed, "Only what failed is replayed.");
            foreach (var attempt in trial.Attempts.Where(a => a.Sequence is not null))
            {
                var result = attempt with { Published = true };
                if (!ended.TryAdd((trial.Number, attempt.Number), result)) result.ShouldBe(ended[(trial.Number, attempt.Number)], "A result has changed.");
            }
        }

        ended.Keys.All(e => store.Trials[e.Number].FindAttempt(e.Attempt)?.Sequence is not null).ShouldBeTrue();
        var seal = Seal.Origin;
        var sequence = 0L;
        foreach (var (trial, attempt) in store.Observations)
        {
            attempt.Sequence.ShouldBe(++sequence);
            attempt.Seal.ShouldBe(seal = Seal.Next(seal, trial, attempt));
        }
    }

    private void CheckProjection(ProtocolDriver proposal)
    {
        if (!proposal.InSync) return;
        var protocol = proposal.Protocol;
        foreach (var state in Enum.GetValues<TrialState>()) protocol.Tally[state].ShouldBe(store.Trials.Values.Count(t => t.State == state));
        protocol.Tally.Total.ShouldBe(store.Trials.Count);
        protocol.Discarded.ShouldBe(store.Trials.Values.Count(t => t.Discarded is not null));
        protocol.Imported.Total.ShouldBe(store.Trials.Values.Count(t => t.Import is not null));
        protocol.InFlight.ShouldBe(store.Trials.Values.Where(t => !t.State.Rule().IsTerminal));
        protocol.LastSequence.ShouldBe(store.Observations.Count());
        protocol.Record.ShouldBe(store.Study);
        protocol.Standings.Top(100).ShouldBe(store.Trials.Values
            .GroupBy(t => t.Number / study.TrialsPerConfiguration)
            .Where(runs => runs.Count() == study.TrialsPerConfiguration)
            .Where(runs => runs.All(t => Result(t)?.State is AttemptState.Completed or AttemptState.Failed or AttemptState.Cancelled))
            .Where(runs => runs.Any(t => Result(t)!.State == AttemptState.Completed))
            .Select(runs => new Standing(runs.Select(t => Result(t)!).Where(a => a.State == AttemptState.Completed).Average(a => a.Values[0]), runs.Min(t => t.Number)))
            .OrderBy(s => s.Loss).ThenBy(s => s.Number));
    }

    /// <summary>The last result of the trial: one that is replayed keeps it until the next.</summary>
    private static Attempt? Result(Trial trial) => trial.Attempts.LastOrDefault(a => a.Sequence is not null);

    private void VerifyHistory() => Verification.Of(study, strategy(), store).Problems.ShouldBeEmpty();
}
