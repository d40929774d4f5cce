using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Console.Actions;

/// <summary>What an operator can do to a study.</summary>
/// <param name="Name">In addresses, and Proposal's word for it.</param>
/// <param name="Done">What has happened then.</param>
/// <param name="Undone">And if it did not.</param>
internal sealed record StudyAction(string Name, string Done, string Undone)
{
    public static StudyAction Pause { get; } = new("pause", "The study is paused: nothing new is handed out, and what runs may finish.", "The study was not paused.");

    public static StudyAction Resume { get; } = new("resume", "The study goes on.", "The study was not resumed.");

    public static StudyAction Cancel { get; } = new("cancel", "The study was cancelled: what ran is stopped, and its results so far remain.", "The study was not cancelled.");

    public static ImmutableArray<StudyAction> All { get; } = [Pause, Resume, Cancel];

    /// <summary>Whether it makes sense in this status.</summary>
    public bool Fits(StudyStatus status) => status switch
    {
        StudyStatus.Running => this == Pause || this == Cancel,
        StudyStatus.Paused => this == Resume || this == Cancel,
        _ => false,
    };

    /// <summary>Where the form is sent to.</summary>
    public string Url(string study) => $"{ConsoleUrls.Study(study)}/actions/{Name}";

    /// <summary>Where one is asked whether to cancel.</summary>
    public static string CancelUrl(string study) => ConsoleUrls.Study(study) + "/cancel";
}
