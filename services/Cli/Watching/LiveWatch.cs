using ArchOpt.Cli.Output;
using ArchOpt.Cli.Progress;
using ArchOpt.Cli.Showing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ArchOpt.Cli.Watching;

/// <summary>A study's page that is drawn anew in place on standard output, and stays when the study has ended; the lines of its trials scroll by above.</summary>
internal sealed class LiveWatch(Surroundings surroundings) : IProgressDisplay
{
    public Task<T> ShowAsync<T>(Func<IProgressView, Task<T>> work)
    {
        var console = Terminal.Create(surroundings.Output, surroundings.OutputIsTerminal, surroundings.Colours);
        return console.Live(new Text("...")).StartAsync(context => work(new LiveView(console, context, Draw)));
    }

    private static IRenderable Draw(StudyProgress progress)
    {
        var page = StudyPage.Of(progress.Study);
        if (progress.Trouble is { } trouble) page.Add("").Add(trouble, Page.Warning);
        return page.Render();
    }
}
