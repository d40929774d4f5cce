using System.Collections.Immutable;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>What has come in lately, and how fast.</summary>
/// <param name="Recent">The last results, the newest first.</param>
/// <param name="PerSecond">
/// Trials that ended per second: of a running study over the last <see cref="Window"/>, or since the eighth last where they are rare, of the
/// others over all the time that they ran; 0 when nobody can tell.
/// </param>
public sealed record StudyPace(ImmutableArray<TrialSummary> Recent, double PerSecond)
{
    /// <summary>Results that are shown one by one.</summary>
    public const int MostRecent = 10;

    private const int FewestForRate = 8;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    /// <param name="snapshot">All trials.</param>
    /// <param name="created">When the study began: nothing can have ended before.</param>
    /// <param name="now">The present.</param>
    public static StudyPace Of(TrialSnapshot snapshot, DateTimeOffset created, DateTimeOffset now)
    {
        var newest = new PriorityQueue<TrialSummary, (DateTimeOffset, long)>();
        var since = now - Window > created ? now - Window : created;
        long lately = 0;
        foreach (var trial in snapshot.Ended.All())
        {
            if (trial.Ended is not { } ended) continue;
            if (ended > since && trial.Origin != TrialOrigin.Imported) lately++;
            var age = (ended, trial.Number);
            if (newest.Count < MostRecent) newest.Enqueue(trial, age);
            else if (newest.TryPeek(out _, out var oldest) && age.CompareTo(oldest) > 0) newest.EnqueueDequeue(trial, age);
        }

        var recent = new TrialSummary[newest.Count];
        for (var i = recent.Length - 1; i >= 0; i--) recent[i] = newest.Dequeue();
        return new([.. recent], Rate(recent, lately, now - since, now));
    }

    private static double Rate(TrialSummary[] recent, long lately, TimeSpan window, DateTimeOffset now)
    {
        if (lately >= FewestForRate && window > TimeSpan.Zero) return lately / window.TotalSeconds;
        var rare = recent.Where(trial => trial.Origin != TrialOrigin.Imported).Take(FewestForRate).ToArray();
        if (rare.Length < 2) return 0;
        var passed = (now - rare[^1].Ended!.Value).TotalSeconds;
        return passed > 0 ? (rare.Length - 1) / passed : 0;
    }
}
