namespace ArchOpt.Benchmarks;

internal static class StudyFiles
{
    /// <summary>An evaluator that costs nothing and a strategy that costs next to nothing: what is left is the system.</summary>
    public static string Null(string name, int trials, int parallelism) => $$"""
        study: {{name}}
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere } }
        space:
          x0: { type: float, low: -5, high: 5 }
          x1: { type: float, low: -5, high: 5 }
          x2: { type: float, low: -5, high: 5 }
        strategy: { name: random }
        budget: { trials: {{trials}}, parallelism: {{parallelism}} }
        """;
}
