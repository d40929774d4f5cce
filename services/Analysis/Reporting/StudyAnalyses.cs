using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Reporting;

/// <summary>
/// The analyses of studies, each computed once for a moment of its study: a report, its JSON and its plots share one. Who asks while it
/// is computed waits for the same one; when nobody waits any more, it is given up.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class StudyAnalyses(IStudyStore store) : IDisposable
{
    /// <summary>How many finished analyses are kept ...</summary>
    public const int Capacity = 8;

    /// <summary>... as far as they have no more trials than this together; the last one is kept in any case.</summary>
    private const int TrialsKept = 50_000;

    // An analysis keeps a processor busy for a second: two at a time leave the service able to answer.
    private readonly SemaphoreSlim processors = new(2);
    private readonly Lock gate = new();
    private readonly Dictionary<AnalysisMoment, RunningAnalysis> running = [];
    private readonly LinkedList<(AnalysisMoment Moment, StudyReport Report)> finished = []; // the latest first

    /// <summary>How many analyses were computed since the start.</summary>
    public long Computed { get; private set; }

    /// <summary>The analysis of the study as the store has it now.</summary>
    /// <param name="record">The study, just read.</param>
    /// <param name="top">K of the trend tables; null for their default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="top"/> is less than 1.</exception>
    public async Task<StudyAnalysis> GetAsync(StudyRecord record, int? top, CancellationToken cancellationToken) =>
        (await GetReportAsync(record, top, cancellationToken)).Analysis;

    /// <summary>The same with everything that a report says beside it.</summary>
    /// <inheritdoc cref="GetAsync"/>
    public async Task<StudyReport> GetReportAsync(StudyRecord record, int? top, CancellationToken cancellationToken)
    {
        if (top is { } asked) ArgumentOutOfRangeException.ThrowIfLessThan(asked, 1, nameof(top));
        var moment = await AnalysisMoment.NowAsync(store, record, top, cancellationToken);
        if (Find(moment) is { } known && await IsCurrentAsync(known.Analysis, cancellationToken)) return known;
        return await Join(record, moment).WaitAsync(Leave, cancellationToken);
    }

    public void Dispose() => processors.Dispose();

    private StudyReport? Find(AnalysisMoment moment)
    {
        lock (gate) return finished.FirstOrDefault(entry => entry.Moment == moment).Report;
    }

    /// <summary>A trial that was replayed and failed again changes no count, but it is an observation.</summary>
    private async Task<bool> IsCurrentAsync(StudyAnalysis analysis, CancellationToken cancellationToken)
    {
        var last = analysis.Trials.SelectMany(trial => trial.Attempts).Max(attempt => attempt.Sequence) ?? 0;
        return !await store.ReadObservationsAsync(analysis.Record.Id, last, cancellationToken).AnyAsync(cancellationToken);
    }

    private RunningAnalysis Join(StudyRecord record, AnalysisMoment moment)
    {
        lock (gate)
        {
            if (running.TryGetValue(moment, out var same)) return same.Joined();
            var begun = new RunningAnalysis(moment, cancellation => Task.Run(() => ComputeAsync(record, moment, cancellation), CancellationToken.None));
            running.Add(moment, begun);
            return begun.Joined();
        }
    }

    private void Leave(RunningAnalysis left)
    {
        lock (gate)
        {
            if (!left.Left()) return;
            if (running.TryGetValue(left.Moment, out var current) && current == left) running.Remove(left.Moment);
        }

        left.Dispose();
    }

    private async Task<StudyReport> ComputeAsync(StudyRecord record, AnalysisMoment moment, CancellationToken cancellationToken)
    {
        await processors.WaitAsync(cancellationToken);
        try
        {
            var report = new StudyReport(await StudyAnalysing.ReadAsync(store, record, moment.Top, cancellationToken));
            Keep(moment, report);
            return report;
        }
        finally
        {
            processors.Release();
        }
    }

    private void Keep(AnalysisMoment moment, StudyReport report)
    {
        lock (gate)
        {
            Computed++;
            // What is known of the same study and K from earlier is of no use any more.
            for (var node = finished.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Moment.StudyId == moment.StudyId && node.Value.Moment.Top == moment.Top) finished.Remove(node);
                node = next;
            }

            finished.AddFirst((moment, report));
            while (finished.Count > 1 && (finished.Count > Capacity || finished.Sum(entry => entry.Report.Analysis.Trials.Length) > TrialsKept)) finished.RemoveLast();
        }
    }
}
