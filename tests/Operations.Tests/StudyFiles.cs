namespace ArchOpt.Operations.Tests;

/// <summary>Study files for tests.</summary>
internal static class StudyFiles
{
    /// <summary>One parameter, no groups; some of its trials may fail.</summary>
    public static string Plain(string name, int trials, double failRate = 0) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, fail_rate: {{failRate}} } }
        space: { x0: { type: float, low: -5, high: 5 } }
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: 2 }
        seed: 3
        """;

    /// <summary>Everything that a dashboard can show: groups, modes, grades, early stopping.</summary>
    public static string Rich(string name, int trials, int delayMs) => $$"""
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
}
