using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

/// <summary>A small valid study file whose lines the tests replace, so that each test shows one mistake and the line it is on.</summary>
internal static class SampleStudy
{
    public const string Text = """
        study: sample
        objectives:
          - { metric: accuracy, goal: maximize, thresholds: { good: 0.8, excellent: 0.9 } }
        evaluator: { name: external }
        space:
          lr: { type: float, low: 1e-5, high: 1e-2, log: true }
          dropout: { type: float, low: 0.1, high: 0.7, step: 0.1 }
          model: { type: categorical, values: [gat, gt, dgt] }
          n_heads: { type: ordinal, values: [2, 4, 8], when: { model: [gt, dgt] } }
          d_model: { type: int, low: 64, high: 512, step: 64 }
          arch:
            type: list
            min: 1
            max: 5
            of: { width: { type: ordinal, values: [64, 128] }, depth: { type: int, low: 1, high: 5 } }
        rules: ["d_model % n_heads == 0"]
        constraints:
          - { metric: qps, min: 3500, mode: hard }
        strategy: { name: simulated-annealing, settings: { initial_temperature: 0.5 } }
        initial:
          - { lr: 1e-3, dropout: 0.3, model: gat, d_model: 64, arch: [{ width: 64, depth: 2 }] }
        stopping: { patience: 36, min_epochs: 16, max_epochs: 128, min_delta: 0.0 }
        replicates: [1, 2, 3]
        budget: { trials: 99, parallelism: 4, time: 2h, failures: 20 }
        seed: 0
        """;

    /// <summary>The lines of the error report for the sample with one line (counted from 1) replaced, or removed when null.</summary>
    public static IReadOnlyList<string> ErrorsWith(params ReadOnlySpan<(int Line, string? Replacement)> changes) =>
        StudyFile.Read(With(changes), "s.yaml").Lines;

    public static string With(params ReadOnlySpan<(int Line, string? Replacement)> changes)
    {
        List<string?> lines = [.. Text.Split('\n')];
        foreach (var (line, replacement) in changes) lines[line - 1] = replacement;
        return string.Join('\n', lines.Where(line => line is not null));
    }

    public static StudyDefinition Read(string text)
    {
        var result = StudyFile.Read(text, "s.yaml");
        result.Lines.ShouldBeEmpty();
        return result.Definition.ShouldNotBeNull();
    }
}
