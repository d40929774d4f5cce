using System.Text;
using ArchOpt.Cli.Output;

namespace ArchOpt.Cli;

/// <summary>Everything a command sees of the world outside, so that tests run commands in process.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output: results only.</param>
/// <param name="Error">Standard error: progress, logs and mistakes.</param>
/// <param name="Variable">An environment variable; null when it is not set.</param>
/// <param name="Clock">Elapsed time, rates and waiting.</param>
internal sealed record Surroundings(
    TextReader Input,
    TextWriter Output,
    TextWriter Error,
    Func<string, string?> Variable,
    TimeProvider Clock)
{
    /// <summary>Standard output is a terminal: tables fit its width.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Standard error is a terminal: progress is a live bar.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Colours are welcome on a terminal; see https://no-color.org.</summary>
    public bool Colours => string.IsNullOrEmpty(Variable("NO_COLOR"));

    /// <summary>The process's own. Output is buffered: thousands of lines are common; whoever waits in between flushes.</summary>
    public static Surroundings Process() => new(
        Console.In,
        new StreamWriter(StandardOutput.Open(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 16 * 1024),
        Console.Error,
        Environment.GetEnvironmentVariable,
        TimeProvider.System)
    {
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
    };
}
