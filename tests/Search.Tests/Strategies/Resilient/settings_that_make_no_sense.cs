using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Resilient;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

public class settings_that_make_no_sense
{
    [Theory]
    [InlineData("local_radius", 0.05, "local_radius: must be >= local_step (was 0.05 < 0.1)")]
    [InlineData("step", 0.5, "step: must be <= max_step (was 0.5 > 0.3)")]
    [InlineData("excellent", 0.6, "excellent: must be better than the objective's threshold 'good' (was 0.6, 'good' is 0.55)")]
    public void Numbers_in_the_wrong_order(string name, double value, string expected)
    {
        var problem = SeedSearch.Problem(settings: (name, value));
        Check(problem with { Thresholds = problem.Thresholds.Add("good", 0.55) }).ShouldBe(expected);
    }

    [Fact]
    public void A_maximised_grade_in_the_wrong_order()
    {
        var problem = SeedSearch.Problem(settings: ("excellent", 0.8)) with { IsMaximized = true };
        Check(problem with { Thresholds = problem.Thresholds.Add("good", -0.9) }).ShouldBe("excellent: must be better than the objective's threshold 'good' (was 0.8, 'good' is 0.9)");
        Check(problem with { Thresholds = problem.Thresholds.Add("good", -0.7) }).ShouldBeNull();
    }

    [Theory]
    [InlineData("n_layer * 2", "complexity: column 1: unknown parameter 'n_layer', did you mean 'n_layers'? (was 'n_layer * 2')")]
    [InlineData("n_layers > 2", "complexity: column 1: the expression must be a number, such as 'n_layers * embedding_dim' (was 'n_layers > 2')")]
    [InlineData("n_layers *", "complexity: column 11: the rule ends where a number, a text, a parameter or '(' should stand (was 'n_layers *')")]
    [InlineData("model * 2", "complexity: column 1: '*' takes numbers, this is text (was 'model * 2')")]
    [InlineData("n_layers 2", "complexity: column 10: expected the end of the expression or an operator, found '2' (was 'n_layers 2')")]
    public void An_estimate_that_is_none(string text, string expected)
    {
        var problem = SeedSearch.Problem();
        Check(problem with { Settings = problem.Settings with { Choices = problem.Settings.Choices.Add("complexity", text) } }).ShouldBe(expected);
    }

    [Theory]
    [InlineData("embeding_dim", "factor", 0.5, "reduce.embeding_dim: the space has no parameter 'embeding_dim', did you mean 'embedding_dim'?")]
    [InlineData("model", "factor", 0.5, "reduce.model: only a numeric parameter can be reduced")]
    [InlineData("n_layers", "low", 3, "reduce.n_layers: must have a factor or high")]
    [InlineData("n_layers", "high", 1, "reduce.n_layers: no value of 'n_layers' is at most 1: it is an integer in [2, 16]")]
    public void A_reduction_of_nothing(string name, string column, double value, string expected) =>
        Check(With((name, new() { [column] = value }))).ShouldBe(expected);

    [Fact]
    public void Bounds_in_the_wrong_order() =>
        Check(With(("n_layers", new() { ["factor"] = 0.5, ["low"] = 8, ["high"] = 2 }))).ShouldBe("reduce.n_layers: low must be <= high (was 8 > 2)");

    [Fact]
    public void Several_objectives() =>
        Check(SeedSearch.Problem() with { Objectives = 2 }).ShouldBe("resilient optimises one objective (the study has 2); use nsga2");

    [Fact]
    public void The_seeds_settings_do() => Check(SeedSearch.Problem(SeedSearch.Plan())).ShouldBeNull();

    [Fact]
    public void What_is_derived_is_told()
    {
        Explain(SeedSearch.Problem(SeedSearch.Plan())).ShouldBe("excellent below 0.51; n_layers * embedding_dim * embedding_dim grows at most 2 times at once; "
            + "jumps reduce embedding_dim, n_layers, n_heads, learning_rate; 40 of GAT+RL, then 40 of GT+RL, then 40 of DGT+RL");
        Explain(SeedSearch.Problem(space: SampleSpaces.Ads) with { IsMaximized = true }).ShouldBe(
            "nothing counts as excellent: the objective has no such threshold; no estimate of complexity: models may grow by any step; nothing to reduce in a jump");

        static string Explain(StrategyProblem problem) => ResilientSearch.Description.Explain.ShouldNotBeNull()(problem);
    }

    private static StrategyProblem With(params (string Name, Dictionary<string, double> Row)[] rows)
    {
        var problem = SeedSearch.Problem();
        var table = new SettingTable(conservative_jumps_make_models_smaller.Rows(rows));
        return problem with { Settings = problem.Settings with { Tables = problem.Settings.Tables.Add("reduce", table) } };
    }

    private static string? Check(StrategyProblem problem) => ResilientSearch.Description.Check(problem);
}
