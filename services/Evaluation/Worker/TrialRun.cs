using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Worker;

/// <summary>Where a run is.</summary>
internal enum RunPhase
{
    /// <summary>Asking Proposal whether it may run; not a lease yet.</summary>
    Claiming,

    /// <summary>Waiting for a slot.</summary>
    Waiting,

    Evaluating,

    /// <summary>Evaluated; its result is on the way to the broker.</summary>
    Publishing,
}

/// <summary>How a run ended, for the deliveries that wait for it.</summary>
internal enum RunEnd
{
    /// <summary>Its result is with the broker, or nobody wants it: the delivery is done with.</summary>
    Done,

    /// <summary>The result "Failed" is with the broker: the delivery belongs in the error queue.</summary>
    Failed,

    /// <summary>The worker leaves: the delivery belongs back in the queue.</summary>
    HandedBack,
}

/// <summary>One attempt in this worker's hands, from delivery to published result. Thread-safe.</summary>
internal sealed class TrialRun(EvaluateTrial message, TimeProvider time) : IDisposable
{
    /// <summary>A run that has had all its epochs may measure and say its end; it has an epoch's time for that, and at least this.</summary>
    private static readonly TimeSpan ShortestEnding = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource stop = new(Timeout.InfiniteTimeSpan, time);
    private readonly TaskCompletionSource<RunEnd> end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock gate = new();
    private readonly CurveSummary? curve = message.Curve is { } asked ? new(asked.Metrics[0], asked.Steps) : null;
    private StopReason? reason;
    private bool handedBack, disposed;
    private long startedTicks;

    public EvaluateTrial Message { get; } = message;

    /// <summary>The attempt it runs under: the message's, unless a claim granted a later one.</summary>
    public int Attempt { get; set; } = message.Attempt;

    public AttemptKey Key => new(Message.StudyId, Message.Number, Attempt);

    /// <summary>The slot it runs in; meaningless before <see cref="Start"/>.</summary>
    public int Slot { get; private set; }

    /// <summary>The study's stopping policy at work; null without one.</summary>
    public TrainingWatch? Training { get; } = TrainingWatch.Of(message);

    public RunPhase Phase { get; set; } = RunPhase.Claiming;

    /// <summary>Whether TrialStarted has been sent.</summary>
    public bool Announced { get; set; }

    public DateTimeOffset Started { get; private set; }

    public long Steps { get; private set; }

    /// <summary>The metrics of the last reported step, and of steps before it what that one did not repeat.</summary>
    public ImmutableSortedDictionary<string, double> LastMetrics { get; private set; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The end of what its program printed; null where the evaluator keeps no log.</summary>
    public string? Log { get; set; }

    /// <summary>Cancelled when somebody stops the trial, its training is over, or the worker leaves.</summary>
    public CancellationToken Stopping => stop.Token;

    /// <summary>Why it is pruned, as Proposal put it.</summary>
    public string? Explanation { get; private set; }

    /// <summary>Why it was stopped; null while it was not, or when the worker leaves.</summary>
    public StopReason? Reason => reason;

    public bool IsHandedBack => handedBack;

    /// <summary>How it ended; completes once its result is with the broker.</summary>
    public Task<RunEnd> End => end.Task;

    public TimeSpan Elapsed => Phase is RunPhase.Evaluating or RunPhase.Publishing ? time.GetElapsedTime(startedTicks) : TimeSpan.Zero;

    public void Start(int slot)
    {
        Slot = slot;
        Started = time.GetUtcNow();
        startedTicks = time.GetTimestamp();
        Phase = RunPhase.Evaluating;
    }

    /// <summary>Takes a step; false when the training was over before it, and it counts for nothing.</summary>
    public bool Report(long step, ImmutableSortedDictionary<string, double> metrics)
    {
        if (Training?.End is not null) return false;
        Training?.Report(step, metrics);
        Steps++;
        var all = LastMetrics.SetItems(metrics);
        LastMetrics = all.Count > MetricLimits.MaxCount ? metrics : all;
        curve?.Add(step, metrics.RemoveRange(metrics.Keys.Except(Message.Curve!.Metrics, StringComparer.Ordinal)));
        return true;
    }

    /// <summary>
    /// Has the evaluator end when the training is over: at once when patience is, and when it goes on behind the last epoch;
    /// otherwise, because a program that knows how many epochs it has is about to end by itself, a little later.
    /// </summary>
    /// <param name="goesOn">A step was reported behind the end.</param>
    public void EndTraining(bool goesOn)
    {
        if (Training?.End is not { } over) return;
        lock (gate)
        {
            if (over == TrainingEnd.Patience || goesOn) Cancel();
            else if (!disposed) stop.CancelAfter(Longer(Elapsed / Training.Epochs, ShortestEnding));
        }
    }

    /// <summary>Somebody wants it stopped. The first reason counts, except that Superseded always wins: that result is worth nothing.</summary>
    public void Stop(StopReason why, string? explanation = null)
    {
        lock (gate)
        {
            if (reason is null || why == StopReason.Superseded) (reason, Explanation) = (why, explanation);
            Cancel();
        }
    }

    /// <summary>The worker leaves: nothing more will come of it here.</summary>
    public void HandBack()
    {
        lock (gate)
        {
            handedBack = true;
            Cancel();
        }

        end.TrySetResult(RunEnd.HandedBack);
    }

    public void Complete(RunEnd how) => end.TrySetResult(how);

    public EvaluationRequest Request() => new()
    {
        StudyId = Message.StudyId,
        Study = Message.Study,
        Number = Message.Number,
        Attempt = Attempt,
        Configuration = Message.Configuration,
        Seed = Message.Seed,
        Settings = Message.Settings,
        Stopping = Message.Stopping,
        MaxResource = Message.MaxResource,
        Slot = Slot,
        WantsCurve = Message.Curve is not null,
    };

    public TrialFinished Finished(EvaluationResult result, string worker) => new()
    {
        StudyId = Message.StudyId,
        Number = Message.Number,
        Attempt = Attempt,
        Outcome = result.Outcome,
        Metrics = result.Metrics,
        Worker = worker,
        Started = Started == default ? time.GetUtcNow() : Started,
        DurationSeconds = Elapsed.TotalSeconds,
        Steps = Steps,
        Curve = curve?.Build() ?? [],
        Training = Training?.Summary,
        Error = result.Error,
        Log = Log,
    };

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            stop.Dispose();
        }
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void Cancel()
    {
        // Off this thread: what the evaluator registered on the token may take its time.
        if (!disposed && !stop.IsCancellationRequested) _ = stop.CancelAsync();
    }
}
