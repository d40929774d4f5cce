using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Copying;

/// <summary>What was copied of a study, all of it: also what was in the destination before.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Trials">How many trials it has.</param>
/// <param name="Observations">How many observed attempts.</param>
/// <param name="CurvePoints">How many steps of learning curves.</param>
/// <param name="WasThere">The destination had all of it before, and nothing was written.</param>
public sealed record CopiedStudy(string Study, long Trials, long Observations, long CurvePoints, bool WasThere);

/// <summary>How far a study is.</summary>
/// <param name="Study">The study's name.</param>
/// <param name="Done">Trials that are in the destination.</param>
/// <param name="Of">Trials that the source has.</param>
public readonly record struct CopyProgress(string Study, long Done, long Of);

/// <summary>
/// Copies studies with everything of them from one store to another, of the same kind or not. May be killed at any point: the
/// same copy again goes on where it stopped, and again when it is complete changes nothing.
/// </summary>
/// <remarks>
/// <para>While it is copied, a study is paused in the destination and its reason is <see cref="UnderWay"/>, so that no
/// Proposal goes on with half of it; its own status comes last, when trials, observations and their seals agree.</para>
/// <para>A destination that is behind the source (an older copy) is brought up to date. One that is ahead anywhere is
/// refused before anything is written.</para>
/// </remarks>
/// <param name="source">Open. Nothing writes to it meanwhile: a change is noticed, and the copy refused.</param>
/// <param name="destination">Open. Whoever follows its observations must start after the copy: they come in the order of the trials.</param>
public sealed class StoreCopy(IStudyStore source, IStudyStore destination)
{
    /// <summary>The reason that a study has in the destination until it is complete.</summary>
    public const string UnderWay = "A copy of this study from another store is under way.";

    /// <param name="study">As the source has it.</param>
    /// <param name="progress">Hears of every batch.</param>
    /// <exception cref="CopyRefusedException">The destination has another study of that name or id, or is ahead; or the source changed.</exception>
    public async Task<CopiedStudy> CopyAsync(StudyRecord study, IProgress<CopyProgress> progress, CancellationToken cancellationToken)
    {
        var (record, isNew) = await PrepareAsync(study, cancellationToken);
        var trials = new TrialCopy(source, destination, study, progress);
        if (!isNew) await trials.CheckAsync(cancellationToken);
        var (points, changed) = await trials.CopyAsync(isNew, cancellationToken);
        var (count, observations) = await VerifyAsync(study, cancellationToken);
        changed |= await CompleteAsync(record, study, cancellationToken);
        return new(study.Name, count, observations, points, WasThere: !isNew && !changed);
    }

    /// <summary>The study's record in the destination, created when there is none.</summary>
    private async Task<(StudyRecord Record, bool IsNew)> PrepareAsync(StudyRecord study, CancellationToken cancellationToken)
    {
        if (study.Reason == UnderWay) throw Refusal("the source is itself a copy that is not complete. Complete it first.");
        var record = await destination.FindStudyAsync(study.Name, cancellationToken);
        if (record is not null)
        {
            if (record.Id != study.Id) throw Refusal($"the destination has another study of that name, created {record.Created:u}. Delete one of them, or choose another destination.");
            var isBehind = record.Revision < study.Revision;
            if (!isBehind && (record.Reason == UnderWay || record != study)) throw Ahead("its state was changed there");
            return (record, false);
        }

        if (await destination.FindStudyByIdAsync(study.Id, cancellationToken) is { } other) throw Refusal($"the destination has this study under the name '{other.Name}'.");
        record = study with { Status = StudyStatus.Paused, Reason = UnderWay, Revision = study.Revision - 1 };
        if (!await destination.TryCreateStudyAsync(record, cancellationToken)) throw Refusal("the destination got a study of that name at this moment.");
        return (record, true);

        CopyRefusedException Refusal(string why) => new($"{study.Name}: {why}");
        CopyRefusedException Ahead(string why) => Refusal($"the destination has a newer one ({why}), and nothing of it was changed.");
    }

    /// <returns>How many trials and observations there are, in both stores.</returns>
    private async Task<(long Trials, long Observations)> VerifyAsync(StudyRecord study, CancellationToken cancellationToken)
    {
        var counts = await source.CountTrialsAsync(study.Id, cancellationToken);
        var copied = await destination.CountTrialsAsync(study.Id, cancellationToken);
        if (await source.FindStudyByIdAsync(study.Id, cancellationToken) != study || !IsSame(counts, copied))
            throw new CopyRefusedException($"{study.Name}: the source changed while it was copied. Stop what writes to it, and copy again: what was copied stays.");

        var observations = 0L;
        await using var there = destination.ReadObservationsAsync(study.Id, 0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await foreach (var (trial, attempt) in source.ReadObservationsAsync(study.Id, 0, cancellationToken))
        {
            observations++;
            if (!await there.MoveNextAsync() || there.Current.Trial.Number != trial.Number || there.Current.Attempt.Number != attempt.Number
                || there.Current.Attempt.Sequence != attempt.Sequence || there.Current.Attempt.Seal != attempt.Seal)
            {
                throw new CopyRefusedException($"{study.Name}: observation {attempt.Sequence} differs in the destination, which something else wrote to. The study stays paused there.");
            }
        }

        return (counts.Values.Sum(), observations);
    }

    /// <summary>Gives the record its own state, revision by revision.</summary>
    /// <returns>Whether anything had to change.</returns>
    private async Task<bool> CompleteAsync(StudyRecord record, StudyRecord study, CancellationToken cancellationToken)
    {
        if (record == study) return false;
        for (var revision = record.Revision + 1; revision <= study.Revision; revision++)
        {
            if (!await destination.TryReplaceStudyAsync(study with { Revision = revision }, cancellationToken))
                throw new CopyRefusedException($"{study.Name}: the destination's study was changed while it was copied.");
        }

        return true;
    }

    private static bool IsSame(ImmutableDictionary<TrialState, long> one, ImmutableDictionary<TrialState, long> other) =>
        one.Count == other.Count && one.All(count => other.GetValueOrDefault(count.Key) == count.Value);
}
