using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Tests.Strategies.GaussianProcess;

public class branches_of_a_conditional_space
{
    private static readonly SearchSpace Models = new(
    [
        new CategoricalParameter("model", SampleSpaces.Values("plain", "flat", "deep")),
        new CategoricalParameter("kernel", SampleSpaces.Values("lin", "rbf"), Where("model", "deep")),
        new FloatParameter("width", 0, 1, When: Where("kernel", "rbf")),
        new FloatParameter("rate", 0, 1, When: Where("model", "flat")),
    ]);

    [Fact]
    public void Only_values_that_bring_parameters_with_them_are_branches() =>
        Branch.Of(Space()).Select(branch => branch.ToString()).ShouldBe(["model is \"flat\"", "model is \"deep\"", "kernel is \"rbf\""]);

    [Fact]
    public void Entering_a_branch_makes_it_and_what_it_depends_on_active()
    {
        var space = Space();
        var stream = RandomStream.For(3);
        foreach (var branch in Branch.Of(space))
        {
            for (var i = 0; i < 20; i++) branch.Contains(space.At(branch.Enter(space.Sample(stream), stream))!.Value.Point).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_branch_that_looks_bad_is_still_looked_into_now_and_then()
    {
        var problem = Simulation.Problem("gp", Models);
        var run = new Simulation(StrategyCatalogue.Create("gp", problem)) { Evaluate = (number, c) => Simulation.Completed(number, c, Loss(c)) }.Run(64);

        run.Proposed.Count(c => c["model"].Text == "deep" && c["kernel"].Text == "rbf").ShouldBeInRange(7, 16); // the root of 64 is 8
    }

    [Fact]
    public void A_branch_of_which_everything_was_tried_is_left_for_others()
    {
        var space = new SearchSpace(
        [
            new CategoricalParameter("model", SampleSpaces.Values("tiny", "large")),
            new IntParameter("n", 1, 2, When: Where("model", "tiny")),
            new FloatParameter("x", 0, 1, When: Where("model", "large")),
        ]);
        var run = new Simulation(StrategyCatalogue.Create("gp", Simulation.Problem("gp", space)))
        {
            Evaluate = (number, c) => Simulation.Completed(number, c, c["model"].Text == "tiny" ? c["n"].Number : c["x"].Number),
        }.Run(30);

        run.Proposed.Select(c => c.Hash).Distinct().Count().ShouldBe(30);
        run.Observations.Min(o => o.Loss).ShouldBeLessThan(0.01);
    }

    [Fact]
    public void A_space_without_conditions_has_no_branches() =>
        Branch.Of(Space(new([new CategoricalParameter("c", SampleSpaces.Values("a", "b")), new FloatParameter("x", 0, 1)]))).ShouldBeEmpty();

    private static double Loss(Configuration c) => c["model"].Text switch
    {
        "plain" => 0.5,
        "flat" => 0.1 + Math.Pow(c["rate"].Number - 0.3, 2),
        _ => 1,
    };

    private static CandidateSpace Space(SearchSpace? space = null) => new(space ?? Models, SpaceEncoding.Of(space ?? Models));

    private static Condition Where(string parameter, string value) => new([new(parameter, SampleSpaces.Values(value))]);
}
