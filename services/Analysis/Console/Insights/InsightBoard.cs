using ArchOpt.Analysis.Reporting;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Insights;

/// <summary>How far the insight into a study is.</summary>
/// <param name="Picture">The last one; null before the first.</param>
/// <param name="IsComputing">Another is under way.</param>
/// <param name="IsCurrent">The picture is of the study as it is now.</param>
/// <param name="Since">How many results came after the picture.</param>
/// <param name="Failure">Why the last attempt made none; null when it did.</param>
public sealed record InsightState(InsightPicture? Picture, bool IsComputing, bool IsCurrent, long Since, string? Failure);

/// <summary>
/// The pictures of the studies that somebody looks at, made in the background: nobody waits for one, all who look share one, and a study
/// that goes on gets another only after <see cref="Rest"/>, the more so the longer one takes.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class InsightBoard(IStudyStore store, StudyAnalyses analyses, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<InsightBoard> log)
{
    /// <summary>How old a picture gets before a study that goes on is looked at anew.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    /// <summary>How many pictures are kept.</summary>
    private const int Capacity = 8;

    /// <summary>At most this part of one processor goes into a study that goes on.</summary>
    private const int RestPerWork = 20;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private long looks;

    /// <summary>What there is now; begins a picture where it is time for one.</summary>
    /// <param name="record">The study, just read.</param>
    /// <param name="anew">Whether somebody asks for one of this very moment.</param>
    public async Task<InsightState> LookAsync(StudyRecord record, bool anew, CancellationToken cancellationToken)
    {
        var counts = await store.CountTrialsAsync(record.Id, cancellationToken);
        var (now, results) = (AnalysisMoment.Of(record, counts, null), counts.Where(count => count.Key is not (TrialState.Proposed or TrialState.Running)).Sum(count => count.Value));
        lock (gate)
        {
            var entry = Find(record.Id);
            var isCurrent = entry.Picture?.Of == now;
            if (!entry.IsComputing && !isCurrent && (anew || IsDue(entry, record)))
            {
                entry.IsComputing = true;
                _ = Task.Run(() => ComputeAsync(entry, record, now, results), CancellationToken.None);
            }

            return new(entry.Picture, entry.IsComputing, isCurrent, Math.Max(0, results - (entry.Picture?.Results ?? 0)), entry.Failure);
        }
    }

    private Entry Find(string studyId)
    {
        if (!entries.TryGetValue(studyId, out var entry)) entries[studyId] = entry = new();
        entry.Looked = ++looks;
        if (entries.Count > Capacity && entries.Where(other => !other.Value.IsComputing).MinBy(other => other.Value.Looked) is { Key: { } oldest } && oldest != studyId) entries.Remove(oldest);
        return entry;
    }

    private bool IsDue(Entry entry, StudyRecord record)
    {
        if (entry.Ended is not { } ended) return true;
        if (entry.Failure is null && record.HasEnded) return true; // this one is the last
        return time.GetUtcNow() - ended >= (entry.Took * RestPerWork > Rest ? entry.Took * RestPerWork : Rest);
    }

    private async Task ComputeAsync(Entry entry, StudyRecord record, AnalysisMoment moment, long results)
    {
        var (at, begun) = (time.GetUtcNow(), time.GetTimestamp());
        InsightPicture? picture = null;
        string? failure = null;
        try
        {
            var report = await analyses.GetReportAsync(record, null, lifetime.ApplicationStopping);
            picture = new(moment, results, at, time.GetElapsedTime(begun), InsightPicture.Draw(report));
        }
        catch (Exception e)
        {
            if (!lifetime.ApplicationStopping.IsCancellationRequested) log.LogError(e, "The insight into study {Study} could not be computed", record.Name);
            failure = e.Message;
        }

        lock (gate)
        {
            entry.IsComputing = false;
            (entry.Ended, entry.Took, entry.Failure) = (time.GetUtcNow(), time.GetElapsedTime(begun), failure);
            entry.Picture = picture ?? entry.Picture;
        }
    }

    private sealed class Entry
    {
        public InsightPicture? Picture { get; set; }

        public bool IsComputing { get; set; }

        public DateTimeOffset? Ended { get; set; }

        public TimeSpan Took { get; set; }

        public string? Failure { get; set; }

        public long Looked { get; set; }
    }
}
