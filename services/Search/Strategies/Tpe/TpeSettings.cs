using System.Collections.Immutable;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>The settings of <see cref="TreeParzenEstimator"/>, read from a study's. Its documentation says where the defaults come from.</summary>
internal sealed record TpeSettings(double Multivariate, int StartUp, double Gamma, int Candidates, double Bandwidth, double Prior, double Branches)
{
    public static ImmutableArray<SettingDescription> Descriptions { get; } =
    [
        new("multivariate", 0.5, 0, 1, Meaning:
            "share of the proposals that model parameters jointly (1: all); the others model each parameter on its own (0: all); in turn when between"),
        new("start_up", 8, 1, 100_000, WholeNumber: true, Meaning: "points of a Latin hypercube before the first model"),
        new("gamma", 0.15, 0.01, 0.9, Meaning: "share of the observations that count as good, 25 of them at most"),
        new("candidates", 24, 1, 10_000, WholeNumber: true, Meaning: "draws from the good density of which the best becomes the proposal: more exploit more"),
        new("bandwidth", 0.7, 0.05, 10, Meaning: "width of the kernels, relative to Scott's rule"),
        new("prior", 1, 0.01, 100, Meaning: "weight of the uniform prior, in trials"),
        new("branches", 0.1, 0, 0.9, Meaning:
            "share of the proposals that look at one other branch of a conditional space alone, where the best trial's branch might hide it"),
    ];

    public static TpeSettings Of(StrategyProblem problem)
    {
        return new(Get("multivariate"), (int)Get("start_up"), Get("gamma"), (int)Get("candidates"), Get("bandwidth"), Get("prior"), Get("branches"));

        double Get(string name) => problem.Settings.Numbers.TryGetValue(name, out var value)
            ? value
            : Descriptions.First(d => d.Name == name).Default!.Value;
    }

    /// <summary>Whether the proposal of this number models jointly: the numbers that do are spread evenly.</summary>
    public bool IsJoint(long number) => Math.Floor((number + 1) * Multivariate) > Math.Floor(number * Multivariate);
}
