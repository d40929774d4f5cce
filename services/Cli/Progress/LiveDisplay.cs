using ArchOpt.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ArchOpt.Cli.Progress;

/// <summary>A bar that is redrawn in place: for a person at a terminal.</summary>
internal sealed class LiveDisplay(Surroundings surroundings) : IProgressDisplay
{
    private const int BarWidth = 30;

    public Task<T> ShowAsync<T>(Func<IProgressView, Task<T>> work)
    {
        var console = Terminal.Create(surroundings.Error, surroundings.ErrorIsTerminal, surroundings.Colours);
        return console.Live(new Text("starting ...")).AutoClear(true).StartAsync(context => work(new LiveView(console, context, Draw)));
    }

    private static Rows Draw(StudyProgress progress)
    {
        List<IRenderable> lines = [Bar(progress)];
        if (progress.Study.Best is { } best) lines.Add(new Text($"  {best.Configuration}", new Style(Color.Grey)) { Overflow = Overflow.Ellipsis });
        return new(lines);
    }

    private static Paragraph Bar(StudyProgress progress)
    {
        var line = new Paragraph { Overflow = Overflow.Ellipsis };
        line.Append(progress.Study.Name, new Style(decoration: Decoration.Bold));
        if (progress.Share is { } share)
        {
            var full = (int)(share * BarWidth);
            line.Append(" ");
            line.Append(new string('━', full), new Style(Color.Green));
            line.Append(new string('─', BarWidth - full), new Style(Color.Grey));
        }

        line.Append($" {progress.Count}  {string.Join("  ", progress.Facts())}", (progress.Trouble ?? progress.Study.Trouble) is null ? Style.Plain : new Style(Color.Yellow));
        return line;
    }
}
