using System.Runtime.CompilerServices;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Copying;

/// <summary>The trials of one study and their learning curves: both stores are walked in number order, side by side.</summary>
internal sealed class TrialCopy(IStudyStore source, IStudyStore destination, StudyRecord study, IProgress<CopyProgress> progress)
{
    private const int Batch = 500;
    private const int PointsAtOnce = 10_000;

    /// <exception cref="CopyRefusedException">The destination is ahead of the source.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        await foreach (var (from, to) in PairsAsync(cancellationToken))
        {
            if (to is not null && IsAhead(from, to)) throw Ahead(to);
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
            TrialWrite[] writes = [.. batch.SelectMany(static pair => Writes(pair.From, pair.To))];
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

    private async Task<(long Points, bool Appended)> CopyCurvesAsync((Trial From, Trial? To)[] batch, bool isNew, CancellationToken cancellationToken)
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
    private async IAsyncEnumerable<(Trial From, Trial? To)> PairsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var there = destination.ReadTrialsAsync(study.Id, new(), cancellationToken).GetAsyncEnumerator(cancellationToken);
        var to = await NextAsync(there);
        await foreach (var from in source.ReadTrialsAsync(study.Id, new(), cancellationToken))
        {
            if (to is not null && to.Number < from.Number) throw Ahead(to);
            var isPair = to?.Number == from.Number;
            yield return (from, isPair ? to : null);
            if (isPair) to = await NextAsync(there);
        }

        if (to is not null) throw Ahead(to);
    }

    private static async Task<Trial?> NextAsync(IAsyncEnumerator<Trial> trials) => await trials.MoveNextAsync() ? trials.Current : null;

    /// <summary>What brings the destination's trial to the source's state: a revision is only accepted over the one before it.</summary>
    private static IEnumerable<TrialWrite> Writes(Trial from, Trial? to)
    {
        if (to is null) yield return new TrialWrite.Insert(from);
        for (var revision = to?.Revision + 1; revision <= from.Revision; revision++) yield return new TrialWrite.Replace(from with { Revision = revision.Value });
        if (to is not null && from.Current.Published && (to.Current.Number < from.Current.Number || !to.Current.Published))
            yield return new TrialWrite.MarkPublished(from.Number, from.Current.Number);
    }

    private static bool IsAhead(Trial from, Trial to) =>
        to.Revision > from.Revision || (to.Revision == from.Revision && WithoutMark(to) != WithoutMark(from));

    /// <summary>That a message was published is noted beside the revisions.</summary>
    private static Trial WithoutMark(Trial trial) => trial with { Attempts = trial.Attempts.SetItem(trial.Attempts.Length - 1, trial.Current with { Published = false }) };

    private CopyRefusedException Ahead(Trial trial) => new(
        $"{study.Name}: the destination has a newer one (trial {trial.Number} went on there), and nothing of it was changed.");
}
