using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Sqlite;

/// <summary>The write side of trials and observations. Runs inside the writer's transaction, alone with the file.</summary>
/// <remarks>Every check of a write comes before its first change, so a conflict leaves nothing to undo.</remarks>
internal static class TrialTable
{
    /// <summary>A write with its document made beforehand, on the caller's thread: the writer's time is everybody's.</summary>
    public readonly record struct Prepared(TrialWrite Write, byte[] Document);

    /// <exception cref="ArgumentException">A trial of another study, or without attempts.</exception>
    public static Prepared Prepare(string studyId, TrialWrite write) => write switch
    {
        TrialWrite.Insert insert => new(write, Document(studyId, insert.Trial)),
        TrialWrite.Replace replace => new(write, Document(studyId, replace.Trial)),
        _ => new(write, []),
    };

    /// <summary>Applies writes up to the first conflict. Writes to a study that is gone conflict.</summary>
    public static WriteResult Apply(SqliteSession session, string studyId, IReadOnlyList<Prepared> writes)
    {
        if (StudyTable.FindKey(session, studyId) is not { } study) return new(0, writes.Count > 0);
        for (var i = 0; i < writes.Count; i++)
        {
            var applied = writes[i].Write switch
            {
                TrialWrite.Insert insert => Insert(session, study, insert.Trial, writes[i].Document),
                TrialWrite.Replace replace => Replace(session, study, replace.Trial, writes[i].Document),
                TrialWrite.MarkPublished mark => MarkPublished(session, study, mark),
                var other => throw new InvalidOperationException($"Unknown write {other.GetType().Name}."),
            };
            if (!applied) return new(i, Conflict: true);
        }

        return new(writes.Count, Conflict: false);
    }

    private static bool Insert(SqliteSession session, long study, Trial trial, byte[] document)
    {
        if (!SequencesAreFree(session, study, trial)) return false;
        var inserted = session.Run(
            """
            INSERT INTO trials (study, number, revision, state, attempt, document)
            VALUES ($1, $2, $3, $4, $5, CAST($6 AS TEXT)) ON CONFLICT (study, number) DO NOTHING
            """,
            study,
            trial.Number,
            trial.Revision,
            trial.State.ToString(),
            trial.Current.Number,
            document);
        if (inserted == 0) return false;
        RecordObservations(session, study, trial);
        return true;
    }

    private static bool Replace(SqliteSession session, long study, Trial trial, byte[] document)
    {
        if (!SequencesAreFree(session, study, trial)) return false;
        var replaced = session.Run(
            """
            UPDATE trials SET revision = $3, state = $4, attempt = $5, document = CAST($6 AS TEXT)
            WHERE study = $1 AND number = $2 AND revision = $3 - 1
            """,
            study,
            trial.Number,
            trial.Revision,
            trial.State.ToString(),
            trial.Current.Number,
            document);
        if (replaced == 0) return false;
        RecordObservations(session, study, trial);
        return true;
    }

    private static bool MarkPublished(SqliteSession session, long study, TrialWrite.MarkPublished mark)
    {
        session.Run(
            "UPDATE trials SET published = $3 WHERE study = $1 AND number = $2 AND attempt = $3",
            study,
            mark.Number,
            mark.Attempt);
        return true;
    }

    private static bool SequencesAreFree(SqliteSession session, long study, Trial trial)
    {
        foreach (var attempt in trial.Attempts)
        {
            if (attempt.Sequence is not { } sequence) continue;
            using var rows = session.Query("SELECT number, attempt FROM observations WHERE study = $1 AND sequence = $2", study, sequence);
            if (rows.Read() && (rows.GetInt64(0) != trial.Number || rows.GetInt32(1) != attempt.Number)) return false;
        }

        return true;
    }

    private static void RecordObservations(SqliteSession session, long study, Trial trial)
    {
        foreach (var attempt in trial.Attempts)
        {
            if (attempt.Sequence is { } sequence)
                session.Run("INSERT INTO observations VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", study, sequence, trial.Number, attempt.Number);
        }
    }

    private static byte[] Document(string studyId, Trial trial)
    {
        if (trial.StudyId != studyId)
            throw new ArgumentException($"Trial {trial.Number} belongs to study '{trial.StudyId}', not to '{studyId}'.", nameof(trial));
        if (trial.Attempts.IsDefaultOrEmpty)
            throw new ArgumentException($"Trial {trial.Number} has no attempt.", nameof(trial));
        return TrialDocument.Write(trial);
    }
}
