using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Tests.Supplement;

/// <summary>A finished search over a grid of small networks in two tiers, best at dropout 0.5 and lr 1e-4.</summary>
internal static class GridStudy
{
    public const string Text = """
        study: grid
        objectives: [{ metric: auc, goal: maximize }]
        constraints: [{ metric: qps, min: 100 }]
        evaluator: { name: external }
        space:
          tier: { type: categorical, values: [a50, a100] }
          dropout: { type: float, low: 0.1, high: 0.7, step: 0.2 }
          lr: { type: float, low: 1e-5, high: 1e-3, log: true }
          weight_decay: { type: ordinal, values: [0, 1e-5, 1e-4, 1e-3] }
          d_model: { type: ordinal, values: [48, 96, 128] }
          n_layers: { type: int, low: 2, high: 8 }
          version: { type: constant, value: 7 }
        rules: ["d_model % 16 == 0"]
        groups: { parameter: tier }
        stopping: { patience: 3, min_epochs: 1, max_epochs: 9 }
        budget: { trials: 200, parallelism: 4, failures: 9 }
        seed: 3
        """;

    public static StudyDefinition Definition(string text = Text)
    {
        var read = StudyFile.Read(text, "grid.yaml");
        read.Lines.ShouldBeEmpty();
        return read.Definition!;
    }

    public static double Auc(Configuration c) => 0.72
        - 0.04 * Math.Abs(c["dropout"].Number - 0.47)
        - 0.004 * Math.Abs(Math.Log(c["lr"].Number / 9e-5))
        - 0.002 * Math.Abs(Math.Log10(c["weight_decay"].Number + 1e-6) + 3.2)
        - 0.00006 * Math.Abs(c["d_model"].Number - 120)
        - 0.002 * Math.Min(Math.Abs(c["n_layers"].Number - 2), Math.Abs(c["n_layers"].Number - 6));

    public static async Task<TestStudy> StoreAsync(IStudyStore store, CancellationToken cancellationToken, int trials = 150, string text = Text)
    {
        var definition = Definition(text);
        var study = await TestStudy.CreateAsync(store, definition.Name, cancellationToken, StudyFileWriter.Write(definition));
        for (var i = 0; i < trials; i++)
        {
            var stream = RandomStream.For(4, i);
            var configuration = definition.Space.Sample(stream);
            var auc = Auc(configuration) + 0.002 * stream.NextNormal();
            await study.ObserveAsync(configuration, [auc], TestStudy.Metrics(auc, 200), cancellationToken);
        }

        return study;
    }
}
