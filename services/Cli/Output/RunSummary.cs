using System.Text.Json.Serialization;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Output;

/// <summary>How a study ended: the document that <c>archopt run --json</c> prints.</summary>
/// <param name="Best">Null when no trial completed and is feasible.</param>
internal sealed record RunSummary(
    string Study,
    StudyStatus Status,
    string Reason,
    TrialCounts Trials,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] BestView? Best,
    double ElapsedSeconds,
    string Strategy)
{
    public static RunSummary Of(StudyView study) =>
        new(study.Name, study.Status, study.Reason, study.Trials, study.Best, study.ElapsedSeconds, study.Strategy);
}
