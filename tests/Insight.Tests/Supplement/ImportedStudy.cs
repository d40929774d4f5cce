using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Supplement;

/// <summary>The grid of the seed document as an import infers it: nothing but the values that were tried, in two tiers and with two budgets.</summary>
internal static class ImportedStudy
{
    public static SearchSpace Space { get; } = new(
    [
        new CategoricalParameter("tier", ["a50", "a100"]), new CategoricalParameter("budget", ["2M", "20M"]),
        new FloatParameter("dropout", 0.1, 0.7, Step: 0.2), new OrdinalParameter("learning_rate", [1e-5, 5e-5, 1e-4, 5e-4]), new OrdinalParameter("weight_decay", [0, 1e-5, 1e-4, 1e-3]),
        new OrdinalParameter("d_model", [48, 96, 128]), new IntParameter("n_layers", 2, 7), new OrdinalParameter("n_heads", [4, 8]), new OrdinalParameter("d_ff_ratio", [2, 4]),
    ]);

    public static InsightData Data { get; } = new(Space, new("auc", Maximize: true), Enumerable.Range(0, 250).Select(i =>
    {
        var stream = RandomStream.For(11, i);
        double[] layers = [2, 4, 6, 7];
        var configuration = Space.Sample(stream).With("n_layers", layers[stream.NextInt32(4)]);
        if (i == 5)
        {
            configuration = Configuration.Of(
                ("tier", "a50"), ("budget", "20M"), ("dropout", 0.3), ("learning_rate", 5e-5), ("weight_decay", 1e-4), ("d_model", 128), ("n_layers", 6), ("n_heads", 8), ("d_ff_ratio", 4));
        }

        var value = 0.72
            - 0.04 * Math.Abs(configuration["dropout"].Number - 0.47)
            - 0.004 * Math.Abs(Math.Log(configuration["learning_rate"].Number / 9e-5))
            - 0.002 * Math.Abs(Math.Log((configuration["weight_decay"].Number + 1e-6) / 6e-4))
            - 0.00006 * Math.Abs(configuration["d_model"].Number - 128)
            - 0.002 * Math.Min(Math.Abs(configuration["n_layers"].Number - 2), Math.Abs(configuration["n_layers"].Number - 6));
        return SampleTrials.Completed(i, configuration, i == 5 ? 0.7315 : value + 0.002 * stream.NextNormal()) with
        {
            DurationSeconds = 30 + 30 * stream.NextDouble(), Group = configuration["tier"].Text,
        };
    }));
}
