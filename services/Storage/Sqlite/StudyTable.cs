using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Sqlite;

/// <summary>Studies: written inside the writer's transaction, read on any session.</summary>
internal static class StudyTable
{
    public static long? FindKey(SqliteSession session, string id) => (long?)session.Scalar("SELECT key FROM studies WHERE id = $1", id);

    public static bool Insert(SqliteSession session, StudyRecord study) => session.Run(
        "INSERT INTO studies (id, name, revision, document) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        study.Id,
        study.Name,
        study.Revision,
        JsonSerializer.Serialize(study)) == 1;

    public static bool Replace(SqliteSession session, StudyRecord study) => session.Run(
        "UPDATE studies SET revision = $3, document = $4 WHERE id = $1 AND name = $2 AND revision = $3 - 1",
        study.Id,
        study.Name,
        study.Revision,
        JsonSerializer.Serialize(study)) == 1;

    public static bool Delete(SqliteSession session, string id)
    {
        if (FindKey(session, id) is not { } key) return false;
        session.Run("DELETE FROM curves WHERE study = $1", key);
        session.Run("DELETE FROM observations WHERE study = $1", key);
        session.Run("DELETE FROM trials WHERE study = $1", key);
        session.Run("DELETE FROM trial_counts WHERE study = $1", key);
        session.Run("DELETE FROM studies WHERE key = $1", key);
        return true;
    }

    public static StudyRecord? FindByName(SqliteSession session, string name) =>
        Parse((string?)session.Scalar("SELECT document FROM studies WHERE name = $1", name));

    public static StudyRecord? FindById(SqliteSession session, string id) =>
        Parse((string?)session.Scalar("SELECT document FROM studies WHERE id = $1", id));

    /// <summary>Oldest first: keys grow with time.</summary>
    public static ImmutableArray<StudyRecord> List(SqliteSession session)
    {
        using var rows = session.Query("SELECT document FROM studies ORDER BY key");
        var studies = ImmutableArray.CreateBuilder<StudyRecord>();
        while (rows.Read()) studies.Add(Parse(rows.GetString(0))!);
        return studies.DrainToImmutable();
    }

    private static StudyRecord? Parse(string? document) =>
        document is null ? null : JsonSerializer.Deserialize<StudyRecord>(document);
}
