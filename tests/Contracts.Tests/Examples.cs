using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Contracts.Tests;

/// <summary>Messages as awkward as they may legally be: at least one of every type.</summary>
internal static class Examples
{
    /// <summary>Emoji beyond the basic plane, right-to-left text, combining marks, quotes, control characters.</summary>
    public const string AwkwardText = "söder \U0001F9EC\U0001F468‍\U0001F469‍\U0001F467 بحث חיפוש é \"q\" \\ <&> \t\n\u0001 end";

    private static readonly DateTimeOffset Moment = new(2031, 2, 28, 23, 59, 59, 123, 456, TimeSpan.FromHours(-9.5));

    private static readonly ImmutableSortedDictionary<string, double> AwkwardMetrics = ImmutableSortedDictionary<string, double>.Empty
        .Add("nan", double.NaN).Add("up", double.PositiveInfinity).Add("down", double.NegativeInfinity)
        .Add("tiny", double.Epsilon).Add("huge", double.MaxValue).Add("third", 1.0 / 3).Add("minus zero", -0.0).Add(AwkwardText, 1);

    public static ImmutableArray<object> All { get; } =
    [
        Evaluate(Nested()),
        Evaluate(Configuration.Empty) with { Stopping = null, MaxResource = null, Settings = "{}", Seed = 0 },
        Evaluate(OfOneMebibyte()),
        new ClaimTrial { StudyId = AwkwardText, Number = long.MaxValue, Attempt = int.MaxValue, Worker = AwkwardText },
        new TrialClaimed { Attempt = 3 },
        new ClaimRefused { Reason = AwkwardText },
        new ClaimRefused { Reason = "" },
        new StopTrial { StudyId = "s", Number = 0, Attempt = 1, Reason = StopReason.Superseded },
        new StopTrial { StudyId = "s", Number = 1, Attempt = 2, Reason = StopReason.Pruned, Explanation = AwkwardText },
        new DrainWorker { Worker = AwkwardText },
        Evaluate(Nested()) with { Curve = new() { Metrics = ["score", AwkwardText], Steps = [1, 3, 1L << 53] } },
        new CurveRequest { Metrics = ["score"] },
        new WatchedObjective(AwkwardText, Goal.Maximize),
        Finished() with { Training = new TrainingSummary(0, 1L << 53, 128) },
        Finished() with { Curve = [new(0, AwkwardMetrics), new(1L << 53, ImmutableSortedDictionary<string, double>.Empty)] },
        new StudyChanged { StudyId = "s", Study = AwkwardText, Status = StudyStatus.Failed, Sequence = 1L << 60, Deleted = true },
        new StudyChanged { StudyId = "s", Study = "s", Status = StudyStatus.Running, Sequence = 0 },
        new TrialStarted { StudyId = "s", Number = 4, Attempt = 2, Worker = AwkwardText, Started = Moment },
        new TrialProgressed { StudyId = "s", Number = 4, Attempt = 2, Step = 1L << 53, Metrics = AwkwardMetrics },
        new TrialProgressed { StudyId = "s", Number = 4, Attempt = 2, Step = 0, Metrics = ImmutableSortedDictionary<string, double>.Empty },
        Finished(),
        Finished() with { Metrics = ImmutableSortedDictionary<string, double>.Empty, Error = null, Steps = 0, DurationSeconds = 0 },
        Finished() with { Outcome = EvaluationOutcome.Infeasible, DurationSeconds = double.NaN },
        Heartbeat(),
        Heartbeat() with { Evaluators = [], Holding = [], Leaving = true, Interval = TimeSpan.FromTicks(1) },
        new HeldAttempt(AwkwardText, long.MaxValue, 7),
    ];

    public static Configuration Nested() => Configuration.Of(
        (AwkwardText, AwkwardText),
        ("flag", true),
        ("lr", 1e-5),
        ("third", 1.0 / 3),
        ("big", 9007199254740992.0),
        ("none", ParameterValue.Of(ImmutableArray<Configuration>.Empty)),
        ("arch", ParameterValue.Of(
        [
            Configuration.Of(("width", 256.0), ("depth", 2.0)),
            Configuration.Empty,
            Configuration.Of(("inner", ParameterValue.Of([Configuration.Of(("model", "gat"))]))),
        ])));

    public static Configuration OfOneMebibyte()
    {
        var items = Enumerable.Range(0, 20_000).Select(i => Configuration.Of(("depth", i / 7.0), ("model", "\U0001F9EC" + i))).ToImmutableArray();
        var configuration = Configuration.Of(("arch", ParameterValue.Of(items)));
        return configuration.With("padding", new string('x', Math.Max(0, (1 << 20) - configuration.ToString().Length)));
    }

    private static EvaluateTrial Evaluate(Configuration configuration) => new()
    {
        StudyId = Guid.Empty.ToString(),
        Study = AwkwardText,
        Number = 99_999,
        Attempt = 2,
        Configuration = configuration,
        Seed = (1L << 53) - 1,
        Evaluator = "ads-arch",
        Settings = """{"days":60,"text":"\" \\ \u00e9"}""",
        Stopping = new StoppingPolicy(36, 16, 128, 1e-9),
        Objective = new WatchedObjective("score", Goal.Maximize),
        MaxResource = 128,
    };

    private static TrialFinished Finished() => new()
    {
        StudyId = "s",
        Number = 12,
        Attempt = 3,
        Outcome = EvaluationOutcome.Completed,
        Metrics = AwkwardMetrics,
        Worker = "w",
        Started = Moment,
        DurationSeconds = 0.1 + 0.2,
        Steps = 128,
        Error = AwkwardText,
    };

    private static WorkerHeartbeat Heartbeat() => new()
    {
        Worker = AwkwardText,
        Machine = "m",
        Version = "0.1.0",
        Sent = Moment,
        Interval = TimeSpan.FromSeconds(2.5),
        Slots = 8,
        Evaluators = ["ads-arch", AwkwardText],
        ResourceClasses = ["gpu", "cpu"],
        Holding = [new("s", 0, 1), new(AwkwardText, 1, 2)],
    };
}
