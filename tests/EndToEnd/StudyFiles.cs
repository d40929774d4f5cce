namespace ArchOpt.EndToEnd;

/// <summary>Study files for tests.</summary>
internal static class StudyFiles
{
    /// <summary>A three-dimensional sphere, each evaluation taking its time.</summary>
    public static string Sphere(string name, int trials, int parallelism, int delayMs, string strategy = "random") => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, delay_ms: {{delayMs}} } }
        space:
          x0: { type: float, low: -5, high: 5 }
          x1: { type: float, low: -5, high: 5 }
          x2: { type: float, low: -5, high: 5 }
        strategy: { name: {{strategy}} }
        budget: { trials: {{trials}}, parallelism: {{parallelism}} }
        seed: 7
        """;

    /// <summary>A finite space that every strategy can search, grid and explicit too.</summary>
    public static string Finite(string name, int trials, string strategy) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere } }
        space:
          x0: { type: float, low: -5, high: 5, step: 0.5 }
          x1: { type: int, low: -9, high: 9 }
        strategy: {{strategy}}
        budget: { trials: {{trials}}, parallelism: 1 }
        seed: 11
        """;
}
