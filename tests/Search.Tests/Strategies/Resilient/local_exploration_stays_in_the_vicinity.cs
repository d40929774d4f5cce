using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Resilient;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

public class local_exploration_stays_in_the_vicinity
{
    private static readonly LocalReach Reach = new(8, 2, 0.1, 0.2);

    [Fact]
    public void Two_units_a_tenth_and_never_beyond_a_fifth()
    {
        var centre = SeedSearch.Model("GAT+RL", dim: 120, layers: 12);
        foreach (var next in SeedSearch.Begin().Observe(centre, 0.5).Many(300))
        {
            var c = next.Configuration;
            next.Reason.ShouldStartWith("local exploration 1 of 8");
            c["learning_rate"].Number.ShouldBeInRange(0.9e-3, 1.1e-3);
            c["dropout"].Number.ShouldBeInRange(0.135, 0.165);
            c["n_layers"].Number.ShouldBeInRange(10, 14);
            c["embedding_dim"].Number.ShouldBeInRange(96, 144); // 118 to 122, and repairs for the heads within a fifth
            c["n_heads"].Number.ShouldBeInRange(7, 9); // a fifth of 8 is one head
            c["batch_size"].Number.ShouldBe(64); // the next power of two is too far
            c["model"].Text.ShouldBe("GAT+RL");
            c.ShouldNotBe(centre);
        }
    }

    [Fact]
    public void It_does_look_in_every_direction()
    {
        var many = SeedSearch.Begin().Observe(SeedSearch.Model("GAT+RL", dim: 120, layers: 12), 0.5).Many(300).Select(next => next.Configuration).ToArray();

        many.Select(c => c["n_layers"].Number).Distinct().Order().ShouldBe([10, 11, 12, 13, 14]);
        many.ShouldContain(c => c["learning_rate"].Number < 0.92e-3);
        many.ShouldContain(c => c["learning_rate"].Number > 1.08e-3);
        many.ShouldContain(c => c["embedding_dim"].Number < 120);
        many.ShouldContain(c => c["embedding_dim"].Number > 120);
    }

    [Theory]
    [InlineData(3, 2, 4)] // a fifth of 3 is less than a unit, which is always allowed
    [InlineData(10, 8, 12)]
    [InlineData(100, 98, 102)] // units, not the fifth
    [InlineData(2, 3, 3)] // the end of the range; never the centre itself
    public void Whole_numbers(int centre, int low, int high) => Drawn(new IntParameter("n", 2, 200), centre).ShouldBe((low, high));

    [Fact]
    public void Rungs_of_a_ladder()
    {
        Drawn(new OrdinalParameter("o", SampleSpaces.Values(8, 16, 32, 64)), 16).ShouldBe((8, 32)); // a fifth of four rungs is less than one
        Drawn(new OrdinalParameter("o", [.. Enumerable.Range(0, 20).Select(i => (ParameterValue)(10 * i))]), 100).ShouldBe((80, 120));
    }

    [Fact]
    public void Floats_on_a_grid_and_around_zero()
    {
        Drawn(new FloatParameter("x", 0, 1, Step: 0.125), 0.5).ShouldBe((0.375, 0.625)); // one level is always allowed
        Drawn(new FloatParameter("x", 0, 100, Step: 1), 50).ShouldBe((45, 55));
        var (low, high) = Drawn(new FloatParameter("x", -1, 1), 0);
        low.ShouldBeInRange(-0.2, -0.19); // of a zero a tenth would be nothing: it is the range's
        high.ShouldBeInRange(0.19, 0.2);
    }

    [Fact]
    public void Lists_keep_their_length()
    {
        var centre = Configuration.Parse("""{"arch":[{"width":256,"depth":3},{"width":64,"depth":1}]}""");
        var history = new History(SeedSearch.Problem(space: SampleSpaces.Ads)).Observe(centre, 0.5);

        foreach (var next in history.Many(5))
        {
            next.Reason.ShouldStartWith("local exploration");
            next.Configuration["arch"].List.Length.ShouldBe(2);
        }
    }

    [Fact]
    public void Where_all_of_it_was_tried_steps_go_on()
    {
        var space = new SearchSpace([new IntParameter("n", 0, 100)]);
        var history = new History(SeedSearch.Problem(space: space)).Observe(Configuration.Of(("n", 50)), 0.5);
        var proposed = new List<Proposal.Next>();
        for (var i = 0; i < 8; i++)
        {
            proposed.Add(history.Next());
            history.Observe(proposed[^1].Configuration, 0.9);
        }

        proposed.Take(4).Select(next => next.Configuration["n"].Number).Order().ShouldBe([48, 49, 51, 52]);
        proposed.Skip(4).ShouldAllBe(next => next.Reason == "normal step around trial 0");
    }

    private static (double Low, double High) Drawn(Parameter parameter, double centre)
    {
        var stream = RandomStream.For(3);
        var drawn = Enumerable.Range(0, 500).Select(_ => Reach.Draw(parameter, centre, stream)).ToArray();
        drawn.ShouldAllBe(value => Reach.Allows(parameter, value, centre));
        return (drawn.Min(value => value.Number), drawn.Max(value => value.Number));
    }
}
