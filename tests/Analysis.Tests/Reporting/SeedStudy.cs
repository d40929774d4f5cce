using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>A study like the one of the document that supplementary trials come from: transformers in three budgets, some of which fail.</summary>
internal static class SeedStudy
{
    private const string Definition = """
        {"study":"phase6b-a50","objectives":[{"metric":"auc","goal":"maximize","thresholds":{"good":0.70,"excellent":0.72,"dream":0.8}}],
         "evaluator":{"name":"external"},
         "space":{"tier":{"type":"categorical","values":["2M","20M","200M"]},
                  "dropout":{"type":"ordinal","values":[0.1,0.3,0.5,0.7]},"lr":{"type":"ordinal","values":[1e-5,5e-5,1e-4,5e-4]},
                  "weight_decay":{"type":"ordinal","values":[0,1e-5,1e-4,1e-3]},"d_model":{"type":"ordinal","values":[48,96,128,192]},
                  "n_layers":{"type":"int","low":2,"high":8},"d_ff_ratio":{"type":"ordinal","values":[2,4]}},
         "groups":{"parameter":"tier"},
         "hypotheses":[],
         "budget":{"trials":250,"parallelism":4}}
        """;

    private static readonly double[] Dropouts = [0.1, 0.3, 0.5, 0.7], Rates = [1e-5, 5e-5, 1e-4, 5e-4], Decays = [0, 1e-5, 1e-4, 1e-3], Widths = [48, 96, 128, 192], Ratios = [2, 4];
    private static readonly string[] Tiers = ["2M", "20M", "200M"];

    public static SampleStudy Create(int trials = 250)
    {
        var study = new SampleStudy(Definition.Replace("\"hypotheses\":[],", "", StringComparison.Ordinal));
        for (var i = 0; i < trials; i++)
        {
            var stream = RandomStream.For(8, i);
            double Any(double[] values) => values[stream.NextInt32(values.Length)];
            var tier = Tiers[stream.NextInt32(3)];
            var configuration = Configuration.Of(
                ("tier", tier), ("dropout", Any(Dropouts)), ("lr", Any(Rates)), ("weight_decay", Any(Decays)), ("d_model", Any(Widths)), ("n_layers", (double)(2 + stream.NextInt32(7))), ("d_ff_ratio", Any(Ratios)));
            if (tier == "200M" && configuration["d_model"].Number == 192) study.Failed(configuration, $"CUDA out of memory: tried to allocate {stream.NextInt32(900)} MiB");
            else if (i % 61 == 60) study.Failed(configuration, $"loss is NaN at step {stream.NextInt32(900)}");
            else study.Completed(configuration, Auc(configuration) + 0.002 * stream.NextNormal(), seed: i, duration: 30 + 30 * stream.NextDouble());
        }

        return study;
    }

    private static double Auc(Configuration c) => 0.72
        - 0.04 * Math.Abs(c["dropout"].Number - 0.47)
        - 0.004 * Math.Abs(Math.Log(c["lr"].Number / 9e-5))
        - 0.002 * Math.Abs(Math.Log((c["weight_decay"].Number + 1e-6) / 6e-4))
        - 0.00006 * Math.Abs(c["d_model"].Number - 128)
        - 0.002 * Math.Min(Math.Abs(c["n_layers"].Number - 2), Math.Abs(c["n_layers"].Number - 6))
        - (c["tier"].Text == "2M" ? 0.004 : 0);
}
