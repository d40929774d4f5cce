using ArchOpt.Insight.Importance;
using ArchOpt.Insight.Supplement;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Supplement;

/// <summary>A study like the one of the seed document: 250 trials on a grid of transformers, best at dropout 0.5 and lr 1e-4, with a lucky champion elsewhere.</summary>
internal static class SeedStudy
{
    private static readonly double[] Dropouts = [0.1, 0.3, 0.5, 0.7], Rates = [1e-5, 5e-5, 1e-4, 5e-4], Decays = [1e-5, 1e-4, 1e-3];
    private static readonly double[] Widths = [48, 96, 128, 192], Layers = [2, 4, 6, 8], Heads = [4, 8];

    public static SearchSpace Space { get; } = new(
        [
            new FloatParameter("dropout", 0.1, 0.7), new FloatParameter("lr", 1e-5, 5e-4, Log: true), new FloatParameter("weight_decay", 1e-6, 1e-2, Log: true),
            new OrdinalParameter("d_model", [48, 64, 80, 96, 112, 128, 144, 192]), new IntParameter("n_layers", 2, 8), new OrdinalParameter("n_heads", [4, 5, 8]),
        ],
        [new Rule("d_model % n_heads == 0")]);

    public static double Auc(Configuration c) => 0.72
        - 0.04 * Math.Abs(c["dropout"].Number - 0.47)
        - 0.004 * Math.Abs(Math.Log(c["lr"].Number / 9e-5))
        - 0.002 * Math.Abs(Math.Log(c["weight_decay"].Number / 6e-4))
        - 0.00006 * Math.Abs(c["d_model"].Number - 128)
        - 0.002 * Math.Min(Math.Abs(c["n_layers"].Number - 2), Math.Abs(c["n_layers"].Number - 6));

    public static InsightData Data { get; } = new(Space, new("auc", Maximize: true), Enumerable.Range(0, 250).Select(i =>
    {
        var stream = RandomStream.For(8, i);
        double Any(double[] values) => values[stream.NextInt32(values.Length)];
        var configuration = i == 5
            ? Of(0.3, 5e-5, 1e-4, 128, 6, 8)
            : Of(Any(Dropouts), Any(Rates), Any(Decays), Any(Widths), Any(Layers), Any(Heads));
        return SampleTrials.Completed(i, configuration, i == 5 ? 0.7315 : Auc(configuration) + 0.002 * stream.NextNormal()) with { DurationSeconds = 30 + 30 * stream.NextDouble() };
    }));

    public static SupplementPlan Plan(InsightData data, SupplementSettings? settings = null) =>
        SupplementProposal.Of(data, TrendTables.Of(data, Math.Min(60, Math.Max(1, data.Measured.Length))), FunctionalAnova.Of(data), settings);

    private static Configuration Of(double dropout, double lr, double decay, double width, double layers, double heads) => Configuration.Of(
        ("dropout", dropout), ("lr", lr), ("weight_decay", decay), ("d_model", width), ("n_layers", layers), ("n_heads", heads));
}
