namespace ArchOpt.Analysis.Reporting;

/// <summary>An analysis that is being computed, and how many wait for it. Whoever counts them holds a lock.</summary>
internal sealed class RunningAnalysis : IDisposable
{
    private readonly CancellationTokenSource abandoned = new();
    private readonly Task<StudyReport> work;
    private int waiting;

    public RunningAnalysis(AnalysisMoment moment, Func<CancellationToken, Task<StudyReport>> compute)
    {
        Moment = moment;
        work = compute(abandoned.Token);
    }

    public AnalysisMoment Moment { get; }

    public RunningAnalysis Joined()
    {
        waiting++;
        return this;
    }

    /// <summary>One waits no more; true when that was the last.</summary>
    public bool Left() => --waiting == 0;

    /// <param name="leave">What to do in the end, whatever that is.</param>
    public async Task<StudyReport> WaitAsync(Action<RunningAnalysis> leave, CancellationToken cancellationToken)
    {
        try
        {
            return await work.WaitAsync(cancellationToken);
        }
        finally
        {
            leave(this);
        }
    }

    /// <summary>Gives the work up where it is not done.</summary>
    public void Dispose()
    {
        abandoned.Cancel();
        // The work reads the token until it ends.
        _ = work.ContinueWith(_ => abandoned.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }
}
