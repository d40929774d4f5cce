using ArchOpt.Cli.Output;
using ArchOpt.Cli.Progress;
using ArchOpt.Cli.Showing;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Watching;

/// <summary>
/// A study's page on standard output whenever something in it changed: for pipes and files. The lines of its trials,
/// and why nothing new comes, are on standard error.
/// </summary>
/// <param name="json">One JSON document on a line instead of a page.</param>
internal sealed class PlainWatch(Surroundings surroundings, bool json) : IProgressDisplay, IProgressView
{
    private string? before;
    private bool isInTrouble;

    public Task<T> ShowAsync<T>(Func<IProgressView, Task<T>> work) => work(this);

    public void Show(StudyProgress progress)
    {
        // Said once: the seconds that pass in silence are no news.
        if (progress.Trouble is { } trouble && !isInTrouble) surroundings.Error.WriteLine($"{progress.Study.Name}: {trouble}");
        isInTrouble = progress.Trouble is not null;
        var text = Text(progress.Study with { ElapsedSeconds = 0 }); // time alone changes nothing
        if (text == before) return;
        if (before is not null && !json) surroundings.Output.WriteLine();
        before = text;
        surroundings.Output.WriteLine(Text(progress.Study));
        surroundings.Output.Flush();
    }

    public void Log(string line) => surroundings.Error.WriteLine(line);

    private string Text(StudyView study) => json ? ResultWriter.Compact(study) : StudyPage.Of(study).ToString();
}
