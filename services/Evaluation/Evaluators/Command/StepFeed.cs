using System.Collections.Immutable;
using System.Threading.Channels;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// Steps on their way from the thread that reads a program's output to whoever watches, in order. When the watcher is
/// slow the reader waits, and so does the program; when nobody watches any more, steps are dropped.
/// </summary>
internal sealed class StepFeed(StepJournal journal, IStepReporter steps)
{
    private const int Capacity = 1_024;

    private readonly Channel<StepMetrics> channel = Channel.CreateBounded<StepMetrics>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private bool hasBegun;

    /// <summary>The last value of each metric over all steps; one that a step does not repeat stays.</summary>
    public ImmutableSortedDictionary<string, double> Last { get; private set; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>A step that the program has reported; before its first come those that an earlier attempt reported.</summary>
    public void Add(StepMetrics step)
    {
        if (!hasBegun) Resume(step.Step);
        journal.Append(step);
        Send(step);
    }

    /// <summary>The program has ended well. If it had nothing left to do, its steps are those of the earlier attempts.</summary>
    public void End()
    {
        if (!hasBegun) Resume(null);
    }

    /// <summary>No more steps will come.</summary>
    public void Close() => channel.Writer.TryComplete();

    /// <summary>Reports until there are no more steps, or nobody wants them.</summary>
    public async Task ReportAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var step in channel.Reader.ReadAllAsync(cancellationToken))
                await steps.ReportAsync(step.Step, step.Metrics, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopped: the program may still report its end, and nobody watches its steps.
        }
        finally
        {
            channel.Writer.TryComplete();
        }
    }

    private void Resume(long? first)
    {
        hasBegun = true;
        foreach (var earlier in journal.Resume(first)) Send(earlier);
    }

    private void Send(StepMetrics step)
    {
        var all = Last.SetItems(step.Metrics);
        Last = all.Count > MetricLimits.MaxCount ? step.Metrics : all;
        try
        {
            while (!channel.Writer.TryWrite(step))
            {
                if (!channel.Writer.WaitToWriteAsync().AsTask().GetAwaiter().GetResult()) return;
            }
        }
        catch (ChannelClosedException)
        {
            // Nobody watches any more.
        }
    }
}
