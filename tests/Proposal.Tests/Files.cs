using System.Collections.Immutable;
using ArchOpt.Contracts;

namespace ArchOpt.Proposal.Tests;

/// <summary>Study files and messages that tests start from.</summary>
internal static class Files
{
    /// <summary>A name that no other test uses.</summary>
    public static string Name() => $"s-{Guid.NewGuid():n}";

    /// <summary>Driven by ask and tell: minimises <c>loss</c> over x in [0, 1], with a constant k = 7.</summary>
    public static string External(string name, int trials = 100, string goal = "minimize", string extra = "", int seed = 1) => $$"""
        study: {{name}}
        objectives: [{ metric: loss, goal: {{goal}} }]
        evaluator: { name: external }
        space:
          x: { type: float, low: 0, high: 1 }
          k: { type: constant, value: 7 }
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: 4 }
        seed: {{seed}}
        {{extra}}
        """;

    /// <summary>Run by workers: minimises <c>value</c> over two parameters.</summary>
    public static string Function(string name, int trials = 10, int parallelism = 2, string resource = "cpu", string extra = "") => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, resource: {{resource}}, settings: { function: branin } }
        space:
          x1: { type: float, low: -5, high: 10 }
          x2: { type: float, low: 0, high: 15 }
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: {{parallelism}} }
        seed: 1
        {{extra}}
        """;

    public static ImmutableSortedDictionary<string, double> Metrics(params (string Name, double Value)[] metrics) =>
        metrics.ToImmutableSortedDictionary(m => m.Name, m => m.Value);

    public static WorkerHeartbeat Heartbeat(string worker, params HeldAttempt[] holding) => new()
    {
        Worker = worker,
        Machine = "test",
        Version = "1.0.0",
        Sent = DateTimeOffset.UnixEpoch,
        Interval = TimeSpan.FromSeconds(1),
        Slots = 2,
        Evaluators = ["function"],
        Holding = [.. holding],
    };
}
