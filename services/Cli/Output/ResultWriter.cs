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

    /// <summary>One JSON value on one line.</summary>
    public static string Compact<T>(T value) => JsonSerializer.Serialize(value, JsonDefaults.Options);

    public void Write(IRenderable renderable) =>
        Terminal.Create(surroundings.Output, surroundings.OutputIsTerminal, surroundings.Colours).Write(renderable);
}
