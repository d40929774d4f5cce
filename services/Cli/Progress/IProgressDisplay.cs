namespace ArchOpt.Cli.Progress;

/// <summary>Shows progress on standard error while some work runs.</summary>
internal interface IProgressDisplay
{
    /// <param name="work">Gets the function that shows the next state.</param>
    Task<T> ShowAsync<T>(Func<Action<StudyProgress>, Task<T>> work);
}
