using System.Globalization;
using Spectre.Console;

namespace ArchOpt.AppHost.Local.Output;

/// <summary>
/// Everything this program prints. On a terminal the progress of the studies is one line that is overwritten;
/// elsewhere it is a line for each change.
/// </summary>
internal sealed class Terminal(TextWriter output, bool isInteractive)
{
    private static readonly string[] Colours = ["36", "32", "33", "35", "34", "96", "92", "93"];

    private readonly Lock _gate = new();
    private string _status = string.Empty;
    private string _shown = string.Empty;

    internal static Terminal Default() => new(Console.Out, !Console.IsOutputRedirected);

    internal void Line(string text)
    {
        lock (_gate)
        {
            Erase();
            output.WriteLine(text);
            output.Write(_status);
            output.Flush();
        }
    }

    /// <summary>A line of a service's log, after its coloured name.</summary>
    internal void Log(string resource, string text)
    {
        var colour = Colours[(int)((uint)string.GetHashCode(resource, StringComparison.Ordinal) % Colours.Length)];
        Line(isInteractive ? $"\e[{colour}m{resource}\e[0m | {text}" : $"{resource} | {text}");
    }

    internal void Table(IEnumerable<TableRow> rows)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!isInteractive)
            console.Profile.Width = 200;
        var table = new Table().Border(TableBorder.Simple).AddColumns("Resource", "State", "Program", "URL");
        foreach (var row in rows)
            table.AddRow(new Text(row.Name), new Text(row.State, Style(row.State)), new Text(row.Kind), new Text(row.Url ?? string.Empty));
        lock (_gate)
        {
            Erase();
            console.Write(table);
            output.Write(_status);
            output.Flush();
        }
    }

    /// <summary>Shows the progress, if it is different from what was shown last.</summary>
    internal void Progress(string text)
    {
        lock (_gate)
        {
            if (text == _shown)
                return;
            _shown = text;
            if (!isInteractive)
            {
                output.WriteLine(text);
            }
            else
            {
                Erase();
                _status = Fit(text);
                output.Write(_status);
            }

            output.Flush();
        }
    }

    /// <summary>Leaves the progress where it is and continues below it.</summary>
    internal void EndProgress()
    {
        lock (_gate)
        {
            if (_status.Length > 0)
                output.WriteLine();
            _status = string.Empty;
        }
    }

    internal static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private void Erase()
    {
        if (_status.Length > 0)
            output.Write("\r\e[2K");
    }

    private static string Fit(string text)
    {
        var width = Console.WindowWidth > 0 ? Console.WindowWidth - 1 : 79;
        return text.Length <= width ? text : text[..width];
    }

    private static Style Style(string state) => new(state switch
    {
        "Running" or "Embedded" => Color.Green,
        "Failed" or "Unhealthy" => Color.Red,
        "Restarting" or "Starting" or "Waiting" => Color.Yellow,
        _ => Color.Grey,
    });
}

/// <summary>One resource, in words.</summary>
internal sealed record TableRow(string Name, string State, string Kind, string? Url);
