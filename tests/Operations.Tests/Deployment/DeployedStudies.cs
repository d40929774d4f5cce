namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>Studies that have services say all they can say to each other.</summary>
internal static class DeployedStudies
{
    /// <summary>Half of its trials fail.</summary>
    public static string Failing(string name, int trials) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, fail_rate: 0.5 } }
        space: { x0: { type: float, low: -5, high: 5 } }
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: 4, failures: {{trials}} }
        seed: 3
        """;

    /// <summary>Each trial takes its time and reports steps meanwhile.</summary>
    public static string Slow(string name, int trials, int milliseconds) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, delay_ms: {{milliseconds}} } }
        space: { x0: { type: float, low: -5, high: 5 } }
        strategy: { name: random }
        stopping: { patience: 100, min_epochs: 1, max_epochs: 4 }
        budget: { trials: {{trials}}, parallelism: {{trials}} }
        seed: 3
        """;
}
