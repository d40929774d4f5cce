using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Studies.Trials;
using Microsoft.Data.Sqlite;

namespace ArchOpt.Storage.Sqlite;

/// <summary>The read side of trials and observations: one page of a snapshot at a time.</summary>
internal static class TrialQueries
{
    /// <summary>A page ends at this many rows or bytes, whichever comes first: a page is what is held in memory.</summary>
    private const int PageRows = 512;

    private const long PageBytes = 4 << 20;

    // The study's key is looked up inside each statement: one statement is one snapshot.
    private const string OfStudy = "study = (SELECT key FROM studies WHERE id = $1)";

    private const string Columns = "t.number, t.revision, t.state, t.published, t.document";

    private const string One = $"SELECT {Columns} FROM trials t WHERE t.{OfStudy} AND t.number = $2";

    internal const string All = $"SELECT {Columns} FROM trials t WHERE t.{OfStudy} AND t.number > $2 ORDER BY t.number LIMIT $3";

    internal const string InState =
        $"SELECT {Columns} FROM trials t WHERE t.{OfStudy} AND t.state = $4 AND t.number > $2 ORDER BY t.number LIMIT $3";

    // Without the hint SQLite walks all trials in number order, to save a sort of the few in flight.
    internal const string InFlight =
        $"""
        SELECT {Columns} FROM trials t INDEXED BY trials_by_state
        WHERE t.{OfStudy} AND t.state IN ('Proposed', 'Running') AND t.number > $2 ORDER BY t.number LIMIT $3
        """;

    // CROSS JOIN fixes the order of the loops: observations outside, in their order.
    internal const string Observed =
        $"""
        SELECT {Columns}, o.attempt FROM observations o CROSS JOIN trials t ON t.study = o.study AND t.number = o.number
        WHERE o.{OfStudy} AND o.sequence > $2 ORDER BY o.sequence LIMIT $3
        """;

    internal const string Counts = $"SELECT state, trials FROM trial_counts WHERE {OfStudy} AND trials > 0";

    public static Trial? Find(SqliteSession session, SqliteFile file, string studyId, long number)
    {
        using var rows = session.Query(One, studyId, number);
        return rows.Read() ? ReadTrial(rows, file, studyId, out _) : null;
    }

    /// <summary>The next trials in number order; empty at the end.</summary>
    public static ImmutableArray<Trial> ReadPage(SqliteSession session, SqliteFile file, string studyId, TrialQuery query)
    {
        var limit = Math.Min(query.Limit ?? PageRows, PageRows);
        using var rows = (query.InFlight, query.State) switch
        {
            (true, _) => session.Query(InFlight, studyId, query.After, limit),
            (_, { } state) => session.Query(InState, studyId, query.After, limit, state.ToString()),
            _ => session.Query(All, studyId, query.After, limit),
        };
        var page = ImmutableArray.CreateBuilder<Trial>();
        for (long bytes = 0; bytes < PageBytes && rows.Read(); )
        {
            page.Add(ReadTrial(rows, file, studyId, out var size));
            bytes += size;
        }

        return page.DrainToImmutable();
    }

    /// <summary>The next observed attempts in sequence order; empty at the end.</summary>
    public static ImmutableArray<ObservedAttempt> ReadObservationPage(SqliteSession session, SqliteFile file, string studyId, long afterSequence)
    {
        using var rows = session.Query(Observed, studyId, afterSequence, PageRows);
        var page = ImmutableArray.CreateBuilder<ObservedAttempt>();
        for (long bytes = 0; bytes < PageBytes && rows.Read(); )
        {
            var trial = ReadTrial(rows, file, studyId, out var size);
            page.Add(new(trial, trial.Attempts[rows.GetInt32(5) - 1]));
            bytes += size;
        }

        return page.DrainToImmutable();
    }

    public static ImmutableDictionary<TrialState, long> Count(SqliteSession session, string studyId)
    {
        using var rows = session.Query(Counts, studyId);
        var counts = ImmutableDictionary.CreateBuilder<TrialState, long>();
        while (rows.Read()) counts.Add(Enum.Parse<TrialState>(rows.GetString(0)), rows.GetInt64(1));
        return counts.ToImmutable();
    }

    private static Trial ReadTrial(SqliteDataReader rows, SqliteFile file, string studyId, out int size)
    {
        var document = rows.GetFieldValue<byte[]>(4);
        size = document.Length;
        var row = new TrialRow(studyId, rows.GetInt64(0), rows.GetInt64(1), rows.GetString(2), rows.GetInt32(3));
        try
        {
            return TrialDocument.Read(row, document);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or ArgumentException)
        {
            throw SqliteErrors.Damaged(file, $"trial {row.Number} of study '{studyId}' is not readable: {e.Message}", e);
        }
    }
}
