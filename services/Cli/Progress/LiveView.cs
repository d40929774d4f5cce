using Spectre.Console;
using Spectre.Console.Rendering;

namespace ArchOpt.Cli.Progress;

/// <summary>A part of a terminal that is drawn anew in place; lines that stay scroll by above it.</summary>
internal sealed class LiveView(IAnsiConsole console, LiveDisplayContext context, Func<StudyProgress, IRenderable> draw) : IProgressView
{
    public void Show(StudyProgress progress)
    {
        context.UpdateTarget(draw(progress));
        context.Refresh();
    }

    public void Log(string line) => console.Write(new Text(line + "\n"));
}
