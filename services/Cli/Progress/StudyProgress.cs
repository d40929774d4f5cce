using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Progress;

/// <summary>One look at a running study.</summary>
/// <param name="Study">As the server showed it last.</param>
/// <param name="Rate">Trials that end per second, lately.</param>
/// <param name="Trouble">Why nothing newer is known; null when all is well.</param>
internal sealed record StudyProgress(StudyView Study, double Rate, string? Trouble)
{
    /// <summary>Trials that have ended and use the budget.</summary>
    public long Ended => TrialCountText.Used(Study.Trials);

    /// <summary>In [0, 1]; null without a budget of trials.</summary>
    public double? Share => Study.Budget.Trials is > 0 and var limit ? Math.Clamp((double)Ended / limit, 0, 1) : null;

    /// <summary>How long it takes at this rate; null when nobody can tell.</summary>
    public TimeSpan? Remaining => Study.Status == StudyStatus.Running && Rate > 0 && Study.Budget.Trials is { } limit && limit >= Ended
        ? TimeSpan.FromSeconds(Math.Min((limit - Ended) / Rate, 1e8))
        : null;

    public string Count => Study.Budget.Trials is { } limit ? $"{Ended}/{limit}" : $"{Ended}";

    /// <summary>The facts, most important first.</summary>
    public IEnumerable<string> Facts()
    {
        if (Study.Status == StudyStatus.Paused) yield return $"paused (archopt resume {Study.Name})";
        if (Study.Trouble is { } waits) yield return waits;
        if (Study.Best is { } best) yield return $"best {Show.Mean(best)} (trial {best.Number})";
        if (Study.Trials.Running + Study.Trials.Proposed is > 0 and var flying) yield return $"{flying} running";
        if (Rate > 0) yield return Show.Rate(Rate);
        if (Study.Trials.Imported > 0) yield return $"{Study.Trials.Imported} imported";
        if (Study.Trials.Pruned > 0) yield return $"{Study.Trials.Pruned} pruned";
        if (Study.Trials.Failed > 0) yield return $"{Study.Trials.Failed} failed";
        if (Study.Trials.Infeasible > 0) yield return $"{Study.Trials.Infeasible} infeasible";
        if (Remaining is { } remaining) yield return $"{Show.Duration(remaining)} left";
        if (Trouble is not null) yield return Trouble;
    }
}
