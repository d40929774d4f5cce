using System.Text;
using Spectre.Console;

namespace ArchOpt.Cli.Output;

/// <summary>Spectre's console over a given writer: colours and width of a terminal, or plain wide text for a pipe or file.</summary>
internal static class Terminal
{
    /// <summary>Wide enough that no cell is broken where a program reads.</summary>
    private const int PipeWidth = 32_000;

    public static IAnsiConsole Create(TextWriter writer, bool isTerminal, bool colours)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new WriterOutput(writer, isTerminal),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal && colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Yes : InteractionSupport.No,
        });
        console.Profile.Capabilities.Unicode = isTerminal;
        return console;
    }

    private sealed class WriterOutput(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => isTerminal;

        public int Width => isTerminal ? Math.Max(40, Console.WindowWidth) : PipeWidth;

        public int Height => isTerminal ? Math.Max(10, Console.WindowHeight) : 1_000;

        public void SetEncoding(Encoding encoding)
        {
            // The writer's encoding is the caller's choice.
        }
    }
}
