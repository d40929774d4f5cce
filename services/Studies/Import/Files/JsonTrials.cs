using System.Text.Json;
using System.Text.Unicode;
using ArchOpt.Studies.Import.Columns;

namespace ArchOpt.Studies.Import.Files;

/// <summary>Reads trials from JSON, whoever wrote it: the first one decides for the file.</summary>
internal sealed class JsonTrials(RawFile file, ColumnNames names, ImportFormat? asked)
{
    private static readonly string[] Wrappers = ["trials", "runs", "results", "history"];
    private const string NotUnicode = "has text that is not valid Unicode";
    private IJsonDialect? dialect;
    private int widest;

    /// <summary>Json, Optuna or Wandb: what the file turned out to be.</summary>
    public ImportFormat Format => dialect?.Format ?? asked ?? ImportFormat.Json;

    /// <exception cref="UnusableFileException">No JSON, too many rows or columns.</exception>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        await foreach (var frame in new JsonFrames(stream).ReadAsync(cancellationToken))
        {
            if (frame.Problem is not null) Refuse(frame.Line, frame.Problem);
            else Read(frame);
        }
    }

    private void Read(JsonFrame frame)
    {
        if (!Utf8.IsValid(frame.Bytes.Span))
        {
            Refuse(frame.Line, "is not valid UTF-8");
            return;
        }

        JsonDocument document;
        try
        {
            document = LenientJson.Parse(frame.Bytes);
        }
        catch (JsonException e)
        {
            Refuse(frame.Line + (e.LineNumber ?? 0), $"is not JSON: {Sentence(e.Message)}");
            return;
        }
        catch (InvalidOperationException) // half of a surrogate pair in a name
        {
            Refuse(frame.Line, NotUnicode);
            return;
        }

        using (document)
        {
            if (file.Trials.Count == 0 && Wrapped(document.RootElement) is { } trials)
            {
                foreach (var trial in trials.EnumerateArray()) Read(trial, frame.Line);
            }
            else
            {
                Read(document.RootElement, frame.Line);
            }
        }
    }

    private void Read(JsonElement element, long line)
    {
        var trial = new RawTrial(file.Trials.Count + 1, line) { Cells = new Cell[widest] };
        if (element.ValueKind != JsonValueKind.Object) trial.Refuse("", $"must be an object (was {element.ValueKind})");
        else
        {
            dialect ??= Dialects.Of(element, asked);
            file.HasCertainParameters = dialect is OurDialect or OptunaDialect;
            try
            {
                dialect.Read(element, new TrialSink(trial, file, names));
            }
            catch (InvalidOperationException)
            {
                trial.Refuse("", NotUnicode);
            }
        }

        widest = Math.Max(widest, trial.Cells.Length);
        file.Add(trial);
    }

    private void Refuse(long line, string message)
    {
        var trial = new RawTrial(file.Trials.Count + 1, line);
        trial.Refuse("", message);
        file.Add(trial);
    }

    /// <summary>A file that is one object around its list of trials.</summary>
    private static JsonElement? Wrapped(JsonElement root) => root.ValueKind != JsonValueKind.Object ? null
        : Wrappers.Select(name => root.TryGetProperty(name, out var trials) ? trials : default).Where(trials => trials.ValueKind == JsonValueKind.Array
            && trials.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object)).Select(trials => (JsonElement?)trials).FirstOrDefault();

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}

/// <summary>Takes the parts of one trial from a dialect and puts them where they belong.</summary>
internal sealed class TrialSink(RawTrial trial, RawFile file, ColumnNames names)
{
    public RawTrial Trial => trial;

    public ColumnNames Names => names;

    public void Field(TrialField field, string header, JsonElement value) => TrialFields.Set(trial, field, header, JsonCells.Text(value));

    /// <summary>A value whose meaning its name decides.</summary>
    public void Named(string path, JsonElement value) => Put(names.Of(path), path, value);

    /// <summary>A value in a configuration.</summary>
    public void Parameter(string path, JsonElement value) => Put(names.OfParameter(path), path, value);

    public void Put(ColumnMeaning meaning, string header, JsonElement value)
    {
        if (meaning.Field is { } field)
        {
            if (field == TrialField.Ignored) file.LeftOut.TryAdd(header, "says nothing about the configuration or its result");
            else Field(field, header, value);
            return;
        }

        var column = file.Column(header, meaning.Name, meaning.Role);
        if (column.Number >= trial.Cells.Length)
        {
            var cells = trial.Cells;
            Array.Resize(ref cells, Math.Max(column.Number + 1, file.Columns.Count));
            trial.Cells = cells;
        }

        trial.Cells[column.Number] = JsonCells.Of(value, column.Texts, textIsNumber: meaning.Role is ColumnRole.Objective);
    }
}
