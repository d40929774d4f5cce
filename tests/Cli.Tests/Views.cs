using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

/// <summary>Answers of a server, ready-made.</summary>
public static class Views
{
    public static readonly Configuration Nested = Configuration.Parse("""{"arch":[{"width":256,"depth":2},{"width":64,"depth":1}],"lr":0.001}""");

    public static StudyView Study(StudyStatus status, long completed, long running = 0, long failed = 0, string? definition = null) => new()
    {
        Id = "id-1",
        Name = "demo",
        Status = status,
        Reason = status == StudyStatus.Completed ? "all 10 trials have ended" : "",
        Strategy = "random",
        Evaluator = "function",
        Objectives = [new("score", Goal.Maximize)],
        Budget = new(10, 4, null, null),
        Trials = new(completed + running + failed, 0, running, completed, 0, 0, failed, 0),
        Best = completed == 0 ? null : new(3, 0.0712, Nested, Metrics(("score", 0.0712), ("qps", 4100))),
        Created = DateTimeOffset.UnixEpoch,
        ElapsedSeconds = 12.5,
        Definition = definition is null ? null : JsonElement.Parse(definition),
    };

    public static TrialView Trial(long number, TrialState state = TrialState.Completed, double value = 0.5, string configuration = """{"lr":0.1}""") => new()
    {
        Number = number,
        State = state,
        Attempt = 1,
        Origin = TrialOrigin.Strategy,
        Reason = "sample",
        Configuration = Configuration.Parse(configuration),
        Seed = 7,
        Values = [value],
        Metrics = Metrics(("score", value)),
        Worker = "w1",
        Started = DateTimeOffset.UnixEpoch,
        DurationSeconds = 0.25,
    };

    public static ImmutableSortedDictionary<string, double> Metrics(params (string Name, double Value)[] metrics) =>
        metrics.ToImmutableSortedDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal);
}
