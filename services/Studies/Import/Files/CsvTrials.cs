using System.Text.Unicode;
using ArchOpt.Studies.Import.Columns;
using CsvHelper;

namespace ArchOpt.Studies.Import.Files;

/// <summary>Reads a table: a header and one trial a line; separated by commas, semicolons, tabs or bars, whichever its first lines have.</summary>
internal sealed class CsvTrials
{
    private readonly Dictionary<long, string> malformed = [];
    private readonly RawFile file;
    private readonly ColumnNames names;
    private readonly CsvReader reader;
    private readonly bool isOurs;

    private CsvTrials(Stream stream, RawFile file, ColumnNames names, bool isOurs)
    {
        (this.file, this.names, this.isOurs) = (file, names, isOurs);
        reader = CsvReader.Create(stream, Options(), leaveOpen: true);
    }

    /// <param name="head">The first bytes of the stream.</param>
    /// <exception cref="UnusableFileException">No header, a header with mistakes, too many rows, a line that never ends.</exception>
    public static async Task<RawFile> ReadAsync(Stream stream, ReadOnlyMemory<byte> head, ColumnNames names, CancellationToken cancellationToken)
    {
        var csv = new CsvTrials(stream, new() { HasHeader = true }, names, head.Span.StartsWith("number,state,attempts,"u8));
        await using (csv.reader)
        {
            await csv.ReadAsync(cancellationToken);
        }

        return csv.file;
    }

    // Our own export quotes only what it must: blanks at the end of a text belong to it.
    private CsvReaderOptions Options() => new()
    {
        TrimWhitespace = !isOurs,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Recover,
        OnMalformedRecord = record => malformed.TryAdd(record.LineNumber, Sentence(record.Reason)),
        MaxRecordSize = ImportLimits.LineBytes,
        Separator = isOurs ? ',' : null,
    };

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await reader.ReadHeaderAsync(cancellationToken);
            var columns = Header([.. reader.Headers.Select(header => header.Trim())]);
            while (await reader.ReadAsync(cancellationToken)) file.Add(Row(columns));
        }
        catch (CsvFormatException e)
        {
            throw new UnusableFileException(e.LineNumber, "", $"is not CSV: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    private TableColumn[] Header(string[] header)
    {
        if (header.Length == 0 || header is [""]) throw new UnusableFileException(0, "", "the file is empty; its first line must name the columns");
        var isOptuna = header.Contains("number") && header.Contains("state") && header.Any(name => name.StartsWith("params_", StringComparison.Ordinal));
        file.IsOurTable = isOurs && header.Length >= 7 && header.AsSpan()[^4..].SequenceEqual(["seed", "worker", "started", "duration_s"]);
        file.HasCertainParameters = file.IsOurTable || isOptuna;
        var columns = new TableColumn[header.Length];
        var mistakes = new List<ImportProblem>();
        var seen = new Dictionary<(TrialField?, ColumnRole, string), string>();
        for (var i = 0; i < header.Length; i++)
        {
            var meaning = Meaning(header, i, isOptuna);
            if (header[i].Length == 0 && i > 0) mistakes.Add(new(0, 1, "", $"column {i + 1} of {header.Length} has no name"));
            else if (header.AsSpan(0, i).Contains(header[i])) mistakes.Add(new(0, 1, header[i], "two columns have this name"));
            else if (meaning.Field is null && !seen.TryAdd((null, meaning.Role, meaning.Name), header[i]))
                mistakes.Add(new(0, 1, header[i], $"means the same as the column '{seen[(null, meaning.Role, meaning.Name)]}'"));
            else columns[i] = new(header[i], meaning.Field, meaning.Field is null ? file.Column(header[i], meaning.Name, meaning.Role) : null);
            if (meaning.Field == TrialField.Ignored && header[i].Length > 0 && !file.IsOurTable) file.LeftOut[header[i]] = "says nothing about the configuration or its result";
        }

        return mistakes.Count == 0 ? columns : throw new UnusableFileException([.. mistakes]);
    }

    private ColumnMeaning Meaning(string[] header, int place, bool isOptuna)
    {
        if (header[place].Length == 0 && place == 0) return new(TrialField.Ignored, default, ""); // the index of a data frame
        var isFixed = place < 3 || place >= header.Length - 4;
        return file.IsOurTable && !isFixed ? names.OfOurs(header[place], header)
            : file.IsOurTable ? new(KnownColumns.Of(header[place]), default, header[place])
            : names.Of(header[place], isOptuna);
    }

    private RawTrial Row(TableColumn[] columns)
    {
        var trial = new RawTrial(file.Trials.Count + 1, reader.LineNumber) { Cells = new Cell[file.Columns.Count] };
        if (malformed.Remove(trial.Line, out var reason)) trial.Refuse("", reason);
        else if (!Utf8.IsValid(reader.RawRecord)) trial.Refuse("", "is not valid UTF-8");
        else if (reader.FieldCount != columns.Length) trial.Refuse("", $"has {reader.FieldCount} cells under {columns.Length} columns");
        else
        {
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i].Values is { } values) trial.Cells[values.Number] = values.Texts.Parse(reader.GetSpan(i));
                else if (columns[i].Field is { } field and not TrialField.Ignored && !reader.IsEmpty(i)) TrialFields.Set(trial, field, columns[i].Header, reader.GetString(i));
            }
        }

        return trial;
    }

    private static string Sentence(CsvMalformedReason reason) => reason switch
    {
        CsvMalformedReason.StrayQuote => "has a quote inside a cell that is not quoted",
        CsvMalformedReason.TextAfterClosingQuote => "has text after a closing quote",
        CsvMalformedReason.UnterminatedQuote => "has a quote that is never closed",
        _ => "is not CSV",
    };

    private readonly record struct TableColumn(string Header, TrialField? Field, RawColumn? Values);
}
