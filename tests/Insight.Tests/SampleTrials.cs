using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Insight.Tests;

/// <summary>Trials to analyse, made from functions and from published tables.</summary>
internal static class SampleTrials
{
    public static InsightTrial Completed(long number, Configuration configuration, double value, long seed = 0) =>
        new(number, configuration, ObservedOutcome.Completed, value, seed);

    /// <summary>Random configurations of a space with the value that a function gives them.</summary>
    public static InsightData Sampled(SearchSpace space, int count, Func<Configuration, RandomStream, double> value, bool maximize = false, long seed = 1) =>
        new(space, new("loss", maximize), Enumerable.Range(0, count).Select(i =>
        {
            var stream = RandomStream.For(seed, i);
            var configuration = space.Sample(stream);
            return Completed(i, configuration, value(configuration, stream));
        }));

    /// <summary>One parameter's row of a published table.</summary>
    /// <param name="N">How many of the 250 trials.</param>
    /// <param name="InTop">How many of them are in the top 60.</param>
    internal sealed record Row(ParameterValue Value, int N, int InTop, double Mean, double Max);

    /// <summary>
    /// Maximised trials that have exactly these figures: the top ones lie above 0.72, the others below, and the last of the others carries what the mean lacks.
    /// </summary>
    public static InsightData Published(Parameter parameter, params Row[] rows)
    {
        var trials = new List<InsightTrial>();
        foreach (var row in rows)
        {
            var values = new List<double> { row.Max };
            for (var i = 1; i < row.InTop; i++) values.Add(0.7205 + 0.0015 * i / row.InTop);
            var rest = (row.N * row.Mean - values.Sum()) / (row.N - values.Count);
            for (var i = 0; values.Count < row.N; i++) values.Add(rest + (i % 2 == 0 && values.Count < row.N - 1 ? 0.002 : i % 2 == 0 ? 0 : -0.002));
            foreach (var value in values) trials.Add(Completed(trials.Count, Configuration.Of((parameter.Name, row.Value)), value));
        }

        return new(new([parameter]), new("auc", Maximize: true), trials);
    }

    public static InsightData Mirrored(InsightData data) => new(
        data.Space, data.Objective with { Maximize = !data.Objective.Maximize }, data.Trials.Select(trial => trial with { Value = -trial.Value }));

    public static InsightData Shuffled(InsightData data, long seed)
    {
        var stream = RandomStream.For(seed, 99);
        return new(data.Space, data.Objective, data.Trials.Select(trial => (trial, stream.NextUInt64())).OrderBy(pair => pair.Item2).Select(pair => pair.trial).ToList());
    }
}
