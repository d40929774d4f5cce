using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;
using Spectre.Console.Rendering;

namespace ArchOpt.Cli.Output;

/// <summary>Standard output: the answer and nothing else.</summary>
internal sealed class ResultWriter(Surroundings surroundings)
{
    private static readonly JsonSerializerOptions Indented = new(JsonDefaults.Options) { WriteIndented = true };

    public TextWriter Writer => surroundings.Output;

    public Task LineAsync(string line) => surroundings.Output.WriteLineAsync(line);

    /// <summary>One JSON document, indented.</summary>
    public Task JsonAsync<T>(T document) => LineAsync(JsonSerializer.Serialize(document, Indented));

    /// <summary>A JSON document of a server, indented; its numbers and names stay as they are.</summary>
    public static string Indent(string json)
    {
        using var document = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(document.RootElement, Indented);
    }

    /// <summary>One JSON value on one line.</summary>
    public static string Compact<T>(T value) => JsonSerializer.Serialize(value, JsonDefaults.Options);

    /// <summary>For a terminal as it is; for anything else without the blanks that fill up lines.</summary>
    public void Write(IRenderable renderable)
    {
        if (surroundings.OutputIsTerminal)
        {
            Terminal.Create(surroundings.Output, isTerminal: true, surroundings.Colours).Write(renderable);
            return;
        }

        using var text = new StringWriter();
        Terminal.Create(text, isTerminal: false, colours: false).Write(renderable);
        foreach (var line in text.ToString().AsSpan().TrimEnd().EnumerateLines()) surroundings.Output.WriteLine(line.TrimEnd());
    }

    public Task FlushAsync(CancellationToken cancellationToken) => surroundings.Output.FlushAsync(cancellationToken);
}
