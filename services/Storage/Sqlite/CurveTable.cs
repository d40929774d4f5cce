using System.Collections.Immutable;

namespace ArchOpt.Storage.Sqlite;

/// <summary>Learning curves, one row a step.</summary>
internal static class CurveTable
{
    /// <summary>A point with its metrics as JSON.</summary>
    public readonly record struct Prepared(long Number, int Attempt, long Step, byte[] Metrics);

    public static Prepared Prepare(CurvePoint point) =>
        new(point.Number, point.Attempt, point.Step, TrialDocument.WriteMetrics(point.Metrics));

    /// <summary>False when the study is gone.</summary>
    public static bool Append(SqliteSession session, string studyId, IReadOnlyList<Prepared> points)
    {
        if (StudyTable.FindKey(session, studyId) is not { } study) return false;
        foreach (var point in points)
        {
            session.Run(
                "INSERT INTO curves VALUES ($1, $2, $3, $4, CAST($5 AS TEXT)) ON CONFLICT DO NOTHING",
                study,
                point.Number,
                point.Attempt,
                point.Step,
                point.Metrics);
        }

        return true;
    }

    public static ImmutableArray<CurvePoint> Read(SqliteSession session, string studyId, long number)
    {
        using var rows = session.Query(
            """
            SELECT attempt, step, metrics FROM curves
            WHERE study = (SELECT key FROM studies WHERE id = $1) AND number = $2 ORDER BY attempt, step
            """,
            studyId,
            number);
        var points = ImmutableArray.CreateBuilder<CurvePoint>();
        while (rows.Read())
            points.Add(new(number, rows.GetInt32(0), rows.GetInt64(1), TrialDocument.ReadMetrics(rows.GetFieldValue<byte[]>(2))));
        return points.DrainToImmutable();
    }
}
