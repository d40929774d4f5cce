using System.Text;
using Spectre.Console;

namespace ArchOpt.Cli.Output;

/// <summary>Spectre's console over a given writer: colours and width of a terminal, or plain wide text for a pipe or file.</summary>
internal static class Terminal
{
    /// <summary>Wide enough that no cell is broken where a program reads.</summary>
    private const int PipeWidth = 32_000;

    private const int UsualWidth = 80;
    private const int UsualHeight = 24;

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

        public int Width => isTerminal ? Known(Console.WindowWidth, UsualWidth) : PipeWidth;

        public int Height => isTerminal ? Known(Console.WindowHeight, UsualHeight) : 1_000;

        /// <summary>A terminal that nobody gave a size (a serial line, a script's) says 0.</summary>
        private static int Known(int size, int usual) => size > 0 ? size : usual;

        public void SetEncoding(Encoding encoding)
        {
            // The writer's encoding is the caller's choice.
        }
    }
}
