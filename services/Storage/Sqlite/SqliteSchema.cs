using System.Collections.Immutable;
using System.Globalization;

namespace ArchOpt.Storage.Sqlite;

/// <summary>
/// The tables, and the steps from each schema version to the next. The version is the file's <c>user_version</c>;
/// a step, once released, is never edited: a change is a new step at the end.
/// </summary>
/// <remarks>
/// <c>studies.key</c> stands for the study in every other table and is never used again, so a late write of another
/// process cannot land in a later study. <c>trials.published</c> is the number of the attempt that
/// <see cref="TrialWrite.MarkPublished"/> noted last. Documents: see <see cref="TrialDocument"/>.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>"ArcO" in the file's header: tells our files from other programs' databases.</summary>
    public const int ApplicationId = 0x4172634F;

    /// <summary>Step i leads from version i to version i + 1.</summary>
    public static ImmutableArray<string> Steps { get; } =
    [
        """
        CREATE TABLE studies (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL UNIQUE,
            revision INTEGER NOT NULL,
            document TEXT NOT NULL
        ) STRICT;

        CREATE TABLE trials (
            key INTEGER PRIMARY KEY,
            study INTEGER NOT NULL,
            number INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            published INTEGER NOT NULL DEFAULT 0,
            document TEXT NOT NULL,
            UNIQUE (study, number)
        ) STRICT;

        CREATE INDEX trials_by_state ON trials (study, state, number);

        CREATE TABLE observations (
            study INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            number INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            PRIMARY KEY (study, sequence)
        ) WITHOUT ROWID, STRICT;

        CREATE TABLE curves (
            study INTEGER NOT NULL,
            number INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            step INTEGER NOT NULL,
            metrics TEXT NOT NULL,
            PRIMARY KEY (study, number, attempt, step)
        ) WITHOUT ROWID, STRICT;

        -- Counting 100,000 trials by state costs one look-up a state.
        CREATE TABLE trial_counts (
            study INTEGER NOT NULL,
            state TEXT NOT NULL,
            trials INTEGER NOT NULL,
            PRIMARY KEY (study, state)
        ) WITHOUT ROWID, STRICT;

        CREATE TRIGGER count_inserted_trial AFTER INSERT ON trials BEGIN
            INSERT INTO trial_counts VALUES (new.study, new.state, 1)
                ON CONFLICT (study, state) DO UPDATE SET trials = trials + 1;
        END;

        CREATE TRIGGER count_changed_trial AFTER UPDATE OF state ON trials WHEN old.state <> new.state BEGIN
            UPDATE trial_counts SET trials = trials - 1 WHERE study = old.study AND state = old.state;
            INSERT INTO trial_counts VALUES (new.study, new.state, 1)
                ON CONFLICT (study, state) DO UPDATE SET trials = trials + 1;
        END;
        """,
    ];

    /// <summary>The version that this build reads and writes.</summary>
    public static int Version => Steps.Length;

    public static int ReadVersion(SqliteSession session) => ReadNumber(session, "PRAGMA user_version");

    public static int ReadApplicationId(SqliteSession session) => ReadNumber(session, "PRAGMA application_id");

    /// <summary>
    /// Brings the file to the last of the steps, in one transaction: a crash in the middle leaves the old schema. Of
    /// two processes that open a new store at once, one migrates and the other finds it done.
    /// </summary>
    public static void Migrate(SqliteSession session, SqliteFile file, ImmutableArray<string> steps)
    {
        // The usual case takes no lock, so that a store opens while others write.
        if (ReadVersion(session) == steps.Length && ReadApplicationId(session) == ApplicationId) return;
        session.Run("PRAGMA journal_mode = WAL");
        session.Run("BEGIN IMMEDIATE");
        try
        {
            var version = ReadVersion(session);
            if (version > steps.Length) throw Newer(file, version, steps.Length);
            for (; version < steps.Length; version++) session.Run(steps[version]);
            session.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
            session.Run(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {version}"));
            session.Run("COMMIT");
        }
        catch
        {
            session.RollBackIfOpen();
            throw;
        }
    }

    public static StoreUnusableException Newer(SqliteFile file, int found, int known) => new(
        $"The store {file.Path} has schema version {found}, and this program knows versions up to {known}. Use the newer program that wrote it.");

    private static int ReadNumber(SqliteSession session, string pragma) =>
        Convert.ToInt32(session.Scalar(pragma), CultureInfo.InvariantCulture);
}
