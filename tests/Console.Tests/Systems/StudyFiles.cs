namespace ArchOpt.Console.Tests.Systems;

/// <summary>Study files for tests.</summary>
internal static class StudyFiles
{
    /// <summary>Driven by ask and tell: the test decides what comes of each trial, and when.</summary>
    public static string Asked(string name, int trials = 100) => $$"""
        study: {{name}}
        objectives: [{ metric: val_cost, goal: minimize, thresholds: { good: 0.55, excellent: 0.51, breakthrough: 0.50 } }]
        evaluator: { name: external }
        space:
          lr: { type: float, low: 1e-5, high: 1e-2, log: true }
          width: { type: ordinal, values: [64, 128, 256, 512] }
          model: { type: categorical, values: [gat, gt] }
        constraints: [{ metric: qps, min: 100, mode: hard }]
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: 4 }
        seed: 1
        """;

    /// <summary>Run by the worker, with groups, grades, modes, early stopping and learning curves.</summary>
    public static string Rich(string name, int trials, int delayMs = 0) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize, thresholds: { good: 20, excellent: 5 } }]
        evaluator: { name: function, settings: { function: sphere, delay_ms: {{delayMs}} } }
        space:
          x2: { type: categorical, values: [0, 1] }
          x0: { type: float, low: -5, high: 5 }
          x1: { type: float, low: -5, high: 5 }
        groups:
          parameter: x2
          plan:
            - { group: 0, trials: {{trials / 2}} }
            - { group: 1, trials: {{trials - (trials / 2)}}, from: [0] }
        strategy: { name: resilient, settings: { stagnation_limit: 3, local_iterations: 3 } }
        stopping: { patience: 3, min_epochs: 2, max_epochs: 8, min_delta: 2 }
        budget: { trials: {{trials}}, parallelism: 4 }
        seed: 5
        """;

    /// <summary>Run by the worker; some of its trials fail, and fail again: which ones follows from their seeds.</summary>
    public static string Failing(string name, int trials, double rate) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, fail_rate: {{rate}} } }
        space: { x0: { type: float, low: -5, high: 5 } }
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: 2 }
        seed: 3
        """;
}
