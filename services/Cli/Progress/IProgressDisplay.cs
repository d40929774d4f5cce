namespace ArchOpt.Cli.Progress;

/// <summary>Shows progress while some work runs.</summary>
internal interface IProgressDisplay
{
    /// <param name="work">Gets what it shows its progress to.</param>
    Task<T> ShowAsync<T>(Func<IProgressView, Task<T>> work);
}

/// <summary>Where a followed study is shown.</summary>
internal interface IProgressView
{
    /// <summary>The study as it is now, in place of what was shown before.</summary>
    void Show(StudyProgress progress);

    /// <summary>A line that stays.</summary>
    void Log(string line);
}
