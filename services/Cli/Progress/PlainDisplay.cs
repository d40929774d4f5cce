namespace ArchOpt.Cli.Progress;

/// <summary>A line whenever something changed, at most one a second: for logs and pipes.</summary>
internal sealed class PlainDisplay(Surroundings surroundings) : IProgressDisplay, IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private long? written;
    private (long, long?, string?)? before;

    public Task<T> ShowAsync<T>(Func<IProgressView, Task<T>> work) => work(this);

    public void Show(StudyProgress progress)
    {
        if (written is { } time && surroundings.Clock.GetElapsedTime(time) < Interval) return;
        var state = (progress.Ended, progress.Study.Best?.Number, progress.Trouble ?? progress.Study.Trouble ?? progress.Study.Status.ToString());
        if (state == before) return;
        before = state;
        written = surroundings.Clock.GetTimestamp();
        surroundings.Error.WriteLine($"{progress.Study.Name}: {progress.Count} trials, {string.Join(", ", progress.Facts())}".TrimEnd(',', ' '));
    }

    public void Log(string line) => surroundings.Error.WriteLine(line);
}
