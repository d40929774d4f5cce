using ArchOpt.Insight.Importance;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Importance;

/// <summary>fANOVA against Sobol indices in closed form. What a forest of 3,000 trials can know of them is within a few hundredths.</summary>
public sealed class shares_of_functions_with_known_indices
{
    private const int Trials = 3_000;
    private const double Near = 0.05;

    [Fact]
    public void Ishigami() // Ishigami and Homma (1990), a = 7, b = 0.1: 0.3139, 0.4424, 0, and 0.2437 for the first and the third together
    {
        var report = FunctionalAnova.Of(SampleTrials.Sampled(Floats(3, -Math.PI, Math.PI), 10_000, (c, _) =>
            Math.Sin(X(c, 0)) + 7 * Math.Pow(Math.Sin(X(c, 1)), 2) + 0.1 * Math.Pow(X(c, 2), 4) * Math.Sin(X(c, 0))));
        Share(report, "x0").ShouldBe(0.3139, Near);
        Share(report, "x1").ShouldBe(0.4424, Near);
        Share(report, "x2").ShouldBe(0, Near);
        Share(report, "x0", "x2").ShouldBe(0.2437, Near);
        Share(report, "x0", "x1").ShouldBe(0, Near);
        Share(report, "x1", "x2").ShouldBe(0, Near);
        report.Parameters.Select(p => p.Parameter).ShouldBe(["x1", "x0", "x2"]);
        report.Interactions[0].ShouldSatisfyAllConditions(pair => pair.First.ShouldBe("x0"), pair => pair.Second.ShouldBe("x2"));
        report.Evidence.SupportsRanking.ShouldBeTrue();
    }

    [Fact]
    public void The_g_function_of_Sobol() // Sobol (1993): V_i = 1 / (3 (1 + a_i)^2), V = product of (1 + V_i) - 1
    {
        double[] a = [0, 1, 4.5, 9];
        var report = FunctionalAnova.Of(SampleTrials.Sampled(Floats(4), Trials, (c, _) =>
            a.Select((ai, i) => (Math.Abs(4 * X(c, i) - 2) + ai) / (1 + ai)).Aggregate(1.0, (product, factor) => product * factor)));
        double[] parts = [.. a.Select(ai => 1 / (3 * (1 + ai) * (1 + ai)))];
        var total = parts.Aggregate(1.0, (product, part) => product * (1 + part)) - 1;
        for (var i = 0; i < a.Length; i++) Share(report, $"x{i}").ShouldBe(parts[i] / total, Near);
        Share(report, "x0", "x1").ShouldBe(parts[0] * parts[1] / total, Near);
    }

    [Fact]
    public void A_sum_has_no_interactions_and_its_shares_are_squares() // variances 1 : 4 : 9
    {
        var report = FunctionalAnova.Of(SampleTrials.Sampled(Floats(3), Trials, (c, _) => X(c, 0) + 2 * X(c, 1) + 3 * X(c, 2)));
        for (var i = 0; i < 3; i++) Share(report, $"x{i}").ShouldBe((i + 1) * (i + 1) / 14.0, Near);
        report.Interactions.ShouldAllBe(pair => pair.Share < 0.03);
        report.Parameters.ShouldAllBe(p => p.IsAboveNoise && p.Deviation < 0.05);
    }

    [Fact]
    public void A_product_is_nothing_but_interaction()
    {
        var report = FunctionalAnova.Of(SampleTrials.Sampled(Floats(4), Trials, (c, _) => (X(c, 1) - 0.5) * (X(c, 3) - 0.5)));
        Share(report, "x1", "x3").ShouldBeGreaterThan(0.8);
        report.Parameters.ShouldAllBe(p => p.Share < 0.06);
        report.Evidence.SupportsRanking.ShouldBeTrue();
    }

    [Fact]
    public void Importance_is_over_the_space_and_not_over_where_was_searched()
    {
        var space = Floats(2);
        var uneven = SampleTrials.Sampled(space, 4_000, (c, _) => X(c, 0) + X(c, 1)); // every trial above 0.5 in x0 dropped but a few
        var data = new InsightData(space, uneven.Objective, uneven.Trials.Where(trial => X(trial.Configuration, 0) < 0.5 || trial.Number % 20 == 0));
        Share(FunctionalAnova.Of(data), "x0").ShouldBe(0.5, 0.07);
    }

    [Fact]
    public void Scales_and_kinds_do_not_matter_only_what_they_do()
    {
        var space = new SearchSpace([
            new FloatParameter("lr", 1e-6, 1, Log: true), new IntParameter("depth", 1, 10), new CategoricalParameter("model", ["a", "b", "c", "d"]), new CategoricalParameter("idle", [true, false]),
        ]);
        var report = FunctionalAnova.Of(SampleTrials.Sampled(space, Trials, (c, _) =>
            Math.Log10(c["lr"].Number) / 6 * Math.Sqrt(12)
            + c["depth"].Number / Math.Sqrt(8.25)
            + (c["model"].Text is "b" or "d" ? 2 : 0))); // each has variance 1
        foreach (var name in new[] { "lr", "depth", "model" }) Share(report, name).ShouldBe(1 / 3.0, Near);
        Share(report, "idle").ShouldBeLessThan(0.01);
        report.Parameters[^1].IsAboveNoise.ShouldBeFalse();
    }

    [Fact]
    public void A_conditional_parameter_has_the_share_of_a_function_that_is_constant_where_it_is_not_active()
    {
        var space = new SearchSpace([
            new CategoricalParameter("model", ["a", "b"]), new FloatParameter("beta", 0, 1, When: new([new("model", ["b"])])), new FloatParameter("other", 0, 1),
        ]);
        // f = [model = b] (beta - 1/2): its mean over the model is half of it, so the variance is halved between beta alone and beta with the model.
        var report = FunctionalAnova.Of(SampleTrials.Sampled(space, Trials, (c, _) => c.TryGet("beta", out var beta) ? beta.Number - 0.5 : 0));
        Share(report, "beta").ShouldBe(0.5, Near);
        Share(report, "model", "beta").ShouldBe(0.5, Near);
        Share(report, "model").ShouldBeLessThan(0.03);
        Share(report, "other").ShouldBeLessThan(0.02);
    }

    [Fact]
    public void The_places_of_a_list_are_parameters_too()
    {
        var space = new SearchSpace([new ListParameter("arch", 1, 3, new([new OrdinalParameter("width", [64, 128, 256, 512])]))]);
        var report = FunctionalAnova.Of(SampleTrials.Sampled(space, Trials, (c, _) => c["arch"].List.Length + Math.Log2(c["arch"].List[0]["width"].Number)));
        // Variances: 2/3 of three lengths, 5/4 of four widths.
        Share(report, "len(arch)").ShouldBe(2 / 3.0 / (2 / 3.0 + 1.25), Near);
        Share(report, "arch[0].width").ShouldBe(1.25 / (2 / 3.0 + 1.25), Near);
        Share(report, "arch[2].width").ShouldBeLessThan(0.02);
    }

    private static SearchSpace Floats(int count, double low = 0, double high = 1) => new([.. Enumerable.Range(0, count).Select(i => new FloatParameter($"x{i}", low, high))]);

    private static double X(Configuration configuration, int i) => configuration[$"x{i}"].Number;

    private static double Share(ImportanceReport report, string name) => report.Parameters.Single(p => p.Parameter == name).Share;

    private static double Share(ImportanceReport report, string first, string second) => report.Interactions.Single(pair => pair.First == first && pair.Second == second).Share;
}
