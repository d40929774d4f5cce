namespace ArchOpt.Cli.Progress;

/// <summary>A line whenever something changed, at most one a second: for logs and pipes.</summary>
internal sealed class PlainDisplay(Surroundings surroundings) : IProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public Task<T> ShowAsync<T>(Func<Action<StudyProgress>, Task<T>> work)
    {
        long? written = null;
        (long, long?, string?)? before = null;
        return work(Show);

        void Show(StudyProgress progress)
        {
            if (written is { } time && surroundings.Clock.GetElapsedTime(time) < Interval) return;
            var state = (progress.Ended, progress.Study.Best?.Number, progress.Trouble ?? progress.Study.Trouble ?? progress.Study.Status.ToString());
            if (state == before) return;
            before = state;
            written = surroundings.Clock.GetTimestamp();
            surroundings.Error.WriteLine($"{progress.Study.Name}: {progress.Count} trials, {string.Join(", ", progress.Facts())}".TrimEnd(',', ' '));
        }
    }
}
