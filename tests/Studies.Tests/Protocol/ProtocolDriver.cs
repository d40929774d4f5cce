using System.Collections.Immutable;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

/// <summary>One protocol over a store, executed as Proposal executes it: writes in order, a conflict means to load anew.</summary>
internal sealed class ProtocolDriver
{
    private readonly StudyDefinition study;
    private readonly Func<IStrategy> strategy;
    private readonly TimeSpan? askTimeout;
    private long seen;

    public ProtocolDriver(StudyDefinition study, Func<IStrategy>? strategy = null, TimeSpan? askTimeout = null, PureStore? store = null)
    {
        this.study = study;
        this.strategy = strategy ?? (() => new FoldingStrategy());
        this.askTimeout = askTimeout;
        Store = store ?? new PureStore(Samples.Record(study));
        Protocol = Load(queueIsEmpty: false, out _);
        seen = Store.Version;
    }

    public PureStore Store { get; }

    public StudyProtocol Protocol { get; private set; }

    public DateTimeOffset Now { get; set; } = Samples.Start;

    /// <summary>What the last event, with the scheduling after it, led to.</summary>
    public List<Decision> Decisions { get; private set; } = [];

    /// <summary>How many of them the event led to, before the scheduling.</summary>
    public int OfEvent { get; private set; }

    /// <summary>The projection has seen every write.</summary>
    public bool InSync => seen == Store.Version;

    public StudyRecord Study => Store.Study;

    public Trial this[long number] => Store.Trials[number];

    /// <summary>Handles and schedules; there must be no conflict.</summary>
    public EventReply Send(StudyEvent e)
    {
        TrySend(e, failAfter: null, out var reply).ShouldBeTrue("The store refused a write.");
        return reply;
    }

    /// <summary>Time passes, and free places are filled.</summary>
    public void Tick(TimeSpan time = default)
    {
        Now += time;
        Send(new StudyEvent.Tick());
    }

    /// <summary>False when a write was refused, or failed (the process died) after so many decisions: the protocol was loaded anew.</summary>
    public bool TrySend(StudyEvent e, int? failAfter, out EventReply reply)
    {
        Decisions = [];
        reply = Protocol.Handle(Prepared(e), Now, Decisions);
        if (reply is EventReply.Ended or EventReply.Unknown && !InSync)
        {
            // The store may know more: another Proposal has replayed the trial. Proposal looks, and loads anew.
            Protocol = Load(queueIsEmpty: false, out _);
            seen = Store.Version;
            Decisions = [];
            reply = Protocol.Handle(Prepared(e), Now, Decisions);
        }

        OfEvent = Decisions.Count;
        Protocol.Schedule(Now, Decisions);
        return TryApply(failAfter);
    }

    /// <summary>The event with what is read from the store for it, at the moment when it is handled.</summary>
    public StudyEvent Prepared(StudyEvent e) => e switch
    {
        StudyEvent.ReplayRequested replay => replay with { Stored = Stored(replay.Numbers) },
        StudyEvent.DiscardRequested discard => discard with { Stored = Stored(discard.Numbers) },
        _ => e,
    };

    /// <summary>The process dies and starts again.</summary>
    public void Reload(bool queueIsEmpty = false)
    {
        Protocol = Load(queueIsEmpty, out var decisions);
        seen = Store.Version;
        Protocol.Schedule(Now, decisions);
        Decisions = decisions;
        TryApply(failAfter: null).ShouldBeTrue("Nobody else writes while a study is loaded here.");
    }

    /// <summary>A projection of the store as it is now.</summary>
    public StudyProtocol Load(bool queueIsEmpty, out List<Decision> decisions)
    {
        var loaded = new StudyProtocol(study, Store.Study, strategy(), askTimeout, Now);
        decisions = [];
        foreach (var (trial, attempt) in Store.Observations) loaded.LoadObserved(trial, attempt);
        foreach (var trial in Store.Trials.Values.Where(t => !t.State.Rule().IsTerminal).Reverse())
            loaded.LoadInFlight(trial, queueIsEmpty, Now, decisions);
        return loaded;
    }

    public EventReply Finish(long number, double loss, TrialState outcome = TrialState.Completed, int? attempt = null) =>
        Send(Result(number, attempt ?? this[number].Current.Number, outcome, Samples.Metrics(("loss", loss))));

    public static StudyEvent.AttemptFinished Result(
        long number, int? attempt, TrialState outcome, ImmutableSortedDictionary<string, double> metrics) =>
        new(number, attempt, outcome, metrics, "w1", null, 1, null);

    private ImmutableArray<Trial> Stored(ImmutableArray<long> numbers) =>
        [.. numbers.Where(Store.Trials.ContainsKey).Distinct().Select(number => Store.Trials[number])];

    private bool TryApply(int? failAfter)
    {
        var inSync = InSync;
        for (var i = 0; i < Decisions.Count; i++)
        {
            if (i != failAfter && Store.TryApply(Decisions[i])) continue;
            Protocol = Load(queueIsEmpty: false, out _);
            seen = Store.Version;
            return false;
        }

        if (inSync) seen = Store.Version; // another Proposal's writes are still unseen otherwise
        return true;
    }
}
