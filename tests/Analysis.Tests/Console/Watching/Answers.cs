using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Console.Watching;

/// <summary>What Proposal says.</summary>
internal static class Answers
{
    public static StudyView Study(string name, string? trouble = null) => new()
    {
        Id = "id",
        Name = name,
        Status = StudyStatus.Running,
        Reason = "started",
        Strategy = "random",
        Evaluator = "external",
        Objectives = [new("score", Goal.Maximize)],
        Budget = new(1_000, 4, null, null),
        Trials = new(0, 0, 0, 0, 0, 0, 0, 0),
        Trouble = trouble,
        Created = DateTimeOffset.UnixEpoch,
        ElapsedSeconds = 12,
    };
}
