using System.Runtime.CompilerServices;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Copying;

/// <summary>The trials of one study and their learning curves: both stores are walked in number order, side by side.</summary>
internal sealed class TrialCopy(IStudyStore source, IStudyStore destination, StudyRecord study, IProgress<CopyProgress> progress)
{
    private const int Batch = 200;
    private const int PointsAtOnce = 10_000;

    /// <exception cref="CopyRefusedException">The destination is ahead of the source.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await foreach (var (original, copy) in PairsAsync(cancellationToken))
        {
            if (copy is not null && IsAhead(original, copy)) throw Ahead(copy);
        }
    }

    /// <param name="isNew">The destination has nothing of the study, so that nothing needs to be compared.</param>
    /// <returns>How many points the curves have, and whether anything was written.</returns>
    public async Task<(long CurvePoints, bool Changed)> CopyAsync(bool isNew, CancellationToken cancellationToken)
    {
        var total = (await source.CountTrialsAsync(study.Id, cancellationToken)).Values.Sum();
        var (done, points, changed) = (0L, 0L, false);
        await foreach (var batch in PairsAsync(cancellationToken).Chunk(Batch).WithCancellation(cancellationToken))
        {
            TrialWrite[] writes = [.. batch.SelectMany(static pair => Writes(pair.Original, pair.Copy))];
            if (writes.Length > 0 && (await destination.WriteAsync(study.Id, writes, cancellationToken)).Conflict)
                throw new CopyRefusedException($"{study.Name}: the destination was changed while it was copied.");
            var (copied, appended) = await CopyCurvesAsync(batch, isNew, cancellationToken);
            points += copied;
            changed |= writes.Length > 0 || appended;
            done += batch.Length;
            progress.Report(new(study.Name, done, long.Max(total, done)));
        }

        return (points, changed);
    }

    private async Task<(long Points, bool Appended)> CopyCurvesAsync((Trial Original, Trial? Copy)[] batch, bool isNew, CancellationToken cancellationToken)
    {
        var missing = new List<CurvePoint>();
        var (points, appended) = (0L, false);
        foreach (var (trial, _) in batch)
        {
            var curve = await source.ReadCurveAsync(study.Id, trial.Number, cancellationToken);
            points += curve.Length;
            if (curve.IsEmpty) continue;
            if (isNew)
            {
                missing.AddRange(curve);
            }
            else
            {
                var there = (await destination.ReadCurveAsync(study.Id, trial.Number, cancellationToken)).Select(static point => (point.Attempt, point.Step)).ToHashSet();
                missing.AddRange(curve.Where(point => !there.Contains((point.Attempt, point.Step))));
            }

            if (missing.Count >= PointsAtOnce) await AppendAsync();
        }

        await AppendAsync();
        return (points, appended);

        async Task AppendAsync()
        {
            if (missing.Count == 0) return;
            await destination.AppendCurveAsync(study.Id, missing, cancellationToken);
            missing.Clear();
            appended = true;
        }
    }

    /// <summary>The source's trials in number order, each with the destination's of the same number.</summary>
    /// <exception cref="CopyRefusedException">The destination has one that the source has not.</exception>
    private async IAsyncEnumerable<(Trial Original, Trial? Copy)> PairsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var there = destination.ReadTrialsAsync(study.Id, new(), cancellationToken).GetAsyncEnumerator(cancellationToken);
        var copy = await NextAsync(there);
        await foreach (var original in source.ReadTrialsAsync(study.Id, new(), cancellationToken))
        {
            if (copy is not null && copy.Number < original.Number) throw Ahead(copy);
            var isPair = copy?.Number == original.Number;
            yield return (original, isPair ? copy : null);
            if (isPair) copy = await NextAsync(there);
        }

        if (copy is not null) throw Ahead(copy);
    }

    private static async Task<Trial?> NextAsync(IAsyncEnumerator<Trial> trials) => await trials.MoveNextAsync() ? trials.Current : null;

    /// <summary>What brings the destination's trial to the source's state: a revision is only accepted over the one before it.</summary>
    private static IEnumerable<TrialWrite> Writes(Trial original, Trial? copy)
    {
        if (copy is null) yield return new TrialWrite.Insert(original);
        for (var revision = copy?.Revision + 1; revision <= original.Revision; revision++) yield return new TrialWrite.Replace(original with { Revision = revision.Value });
        if (copy is not null && original.Current.Published && (copy.Current.Number < original.Current.Number || !copy.Current.Published))
            yield return new TrialWrite.MarkPublished(original.Number, original.Current.Number);
    }

    private static bool IsAhead(Trial original, Trial copy) =>
        copy.Revision > original.Revision || (copy.Revision == original.Revision && WithoutMark(copy) != WithoutMark(original));

    /// <summary>That a message was published is noted beside the revisions.</summary>
    private static Trial WithoutMark(Trial trial) => trial with { Attempts = trial.Attempts.SetItem(trial.Attempts.Length - 1, trial.Current with { Published = false }) };

    private CopyRefusedException Ahead(Trial trial) => new(
        $"{study.Name}: the destination has a newer one (trial {trial.Number} went on there), and nothing of it was changed.");
}
