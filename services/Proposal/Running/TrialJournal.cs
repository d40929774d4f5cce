using System.Collections.Concurrent;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// A line in the log for every trial that ends, as long as a person could read them: of a study whose trials end faster,
/// only that they do.
/// </summary>
internal sealed class TrialJournal(StudyDefinitions definitions, TimeProvider clock, ILogger<TrialJournal> log)
{
    /// <summary>Lines per second in the long run, and at once.</summary>
    private const double Rate = 5;
    private const double Burst = 20;

    private readonly ConcurrentDictionary<string, Pace> paces = new();

    public void Ended(StudyRecord study, Trial trial)
    {
        var pace = paces.GetOrAdd(study.Id, static (_, now) => new Pace { At = now }, clock.GetTimestamp());
        var wasSilent = pace.IsSilent;
        if (!pace.Allows(clock))
        {
            if (!wasSilent) log.LogInformation("Study {Study}: its trials end too fast to be logged one by one", study.Name);
            return;
        }

        var attempt = trial.Current;
        log.LogInformation(
            "Study {Study}: trial {Trial}, attempt {Attempt}, group {Group}: {State} with {Value} after {Seconds} s {Reason}",
            study.Name,
            trial.Number,
            attempt.Number,
            definitions.Read(study).Groups?.Of(trial.Configuration)?.Name ?? "-",
            trial.State,
            attempt.Values.IsDefaultOrEmpty ? null : attempt.Values[0],
            attempt.DurationSeconds,
            attempt.Reason ?? "");
    }

    /// <summary>The study has ended or is gone.</summary>
    public void Forget(string studyId) => paces.TryRemove(studyId, out _);

    /// <summary>A bucket of lines: silent once it is empty, and until it is full again. Used by the study's own loop alone.</summary>
    private sealed class Pace
    {
        private double left = Burst;

        public long At { get; set; }

        public bool IsSilent { get; private set; }

        public bool Allows(TimeProvider clock)
        {
            var now = clock.GetTimestamp();
            left = Math.Min(Burst, left + (clock.GetElapsedTime(At, now).TotalSeconds * Rate));
            At = now;
            if (left >= Burst) IsSilent = false;
            if (left < 1) IsSilent = true;
            else left--;
            return !IsSilent;
        }
    }
}
