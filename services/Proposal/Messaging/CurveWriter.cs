using System.Threading.Channels;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Stores learning curves for people to look at: what has arrived within a second is one write a study, never one a step. A
/// store that fails is waited out; of what arrives meanwhile the oldest is dropped first.
/// </summary>
internal sealed class CurveWriter(IStudyStore store, DecisionWriter patience, TimeProvider clock, ILogger<CurveWriter> log) : BackgroundService
{
    private const int MostWaiting = 50_000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CurveThinning thinning = new();
    private readonly Channel<(string StudyId, CurvePoint Point)> waiting = Channel.CreateBounded<(string, CurvePoint)>(
        new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    /// <summary>Takes a step, to be stored soon; of very long curves only some steps are kept.</summary>
    public void Add(string studyId, CurvePoint point)
    {
        if (thinning.Keeps(studyId, point)) waiting.Writer.TryWrite((studyId, point));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                await Task.Delay(Pause, clock, stoppingToken); // more will follow, and one write serves them all
                await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await LastWriteAsync();
        }
    }

    private async Task LastWriteAsync()
    {
        using var limit = new CancellationTokenSource(Pause, clock);
        try
        {
            await WriteAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            log.LogInformation(e, "The last steps of learning curves were not stored: the store does not answer");
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        var points = new List<(string StudyId, CurvePoint Point)>();
        while (waiting.Reader.TryRead(out var point)) points.Add(point);
        foreach (var study in points.GroupBy(p => p.StudyId, p => p.Point, StringComparer.Ordinal))
        {
            CurvePoint[] curve = [.. study];
            await patience.WaitOutAsync(
                async token =>
                {
                    await store.AppendCurveAsync(study.Key, curve, token);
                    return true;
                },
                static () => { },
                cancellationToken);
        }
    }
}
