using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Spaces;

public class a_neighbour_is_one_small_edit_away
{
    [Fact]
    public void It_is_valid_and_different() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed);
        var stream = RandomStream.For(seed);
        var configuration = space.Sample(stream);

        var neighbour = space.Neighbour(configuration, MoveSettings.Default, stream);

        ConfigurationValidation.Check(space, neighbour).ShouldBeEmpty();
        if (SpaceSize.Of(space) is not { IsFinite: true, Combinations.IsOne: true }) neighbour.ShouldNotBe(configuration);
    }, tests: 500);

    [Fact]
    public void It_obeys_rules_and_conditions() => Property.Holds(seed =>
    {
        var stream = RandomStream.For(seed);
        var configuration = SampleSpaces.Everything.Sample(stream);
        for (var step = 0; step < 20; step++)
        {
            var neighbour = SampleSpaces.Everything.Neighbour(configuration, MoveSettings.Default, stream);
            ConfigurationValidation.Check(SampleSpaces.Everything, neighbour).ShouldBeEmpty();
            neighbour.ShouldNotBe(configuration);
            configuration = neighbour;
        }
    });

    [Fact]
    public void In_the_ads_space_the_moves_are_40_35_15_10()
    {
        // In the middle of every range no move is a no-op, so what is seen is what was drawn.
        var middle = Configuration.Parse("""{"arch":[{"width":256,"depth":3},{"width":512,"depth":3},{"width":128,"depth":3}]}""");
        const int moves = 20_000;
        var stream = RandomStream.For(11);
        int width = 0, depth = 0, add = 0, remove = 0, widerRungs = 0, deeper = 0;
        for (var i = 0; i < moves; i++)
        {
            var before = middle["arch"].List;
            var after = SampleSpaces.Ads.Neighbour(middle, MoveSettings.Default, stream)["arch"].List;
            if (after.Length > before.Length) add++;
            else if (after.Length < before.Length) remove++;
            else
            {
                var changed = Enumerable.Range(0, 3).Single(j => !after[j].Equals(before[j]));
                var ratio = after[changed]["width"].Number / before[changed]["width"].Number;
                var step = after[changed]["depth"].Number - before[changed]["depth"].Number;
                if (ratio != 1)
                {
                    step.ShouldBe(0);
                    ratio.ShouldBeOneOf(0.5, 2);
                    width++;
                    if (ratio == 2) widerRungs++;
                }
                else
                {
                    step.ShouldBeOneOf(-1, 1);
                    depth++;
                    if (step == 1) deeper++;
                }
            }
        }

        var chiSquare = new[] { (width, 0.40), (depth, 0.35), (add, 0.15), (remove, 0.10) }
            .Sum(pair => Math.Pow(pair.Item1 - pair.Item2 * moves, 2) / (pair.Item2 * moves));
        chiSquare.ShouldBeLessThan(16.3); // 3 degrees of freedom: exceeded with probability 0.001
        ((double)widerRungs / width).ShouldBe(0.5, 4 * 0.5 / Math.Sqrt(width));
        ((double)deeper / depth).ShouldBe(0.5, 4 * 0.5 / Math.Sqrt(depth));
    }

    [Fact]
    public void At_its_bounds_the_ads_space_clamps_as_the_document_says()
    {
        // One element at depth 1 and the lowest width: removing is impossible, width can only rise, depth can only rise.
        var corner = Configuration.Parse("""{"arch":[{"width":64,"depth":1}]}""");
        const int moves = 20_000;
        var stream = RandomStream.For(12);
        int width = 0, depth = 0, add = 0;
        for (var i = 0; i < moves; i++)
        {
            var after = SampleSpaces.Ads.Neighbour(corner, MoveSettings.Default, stream)["arch"].List;
            if (after.Length == 2) add++;
            else if (after[0].Equals(Configuration.Parse("""{"width":128,"depth":1}"""))) width++;
            else if (after[0].Equals(Configuration.Parse("""{"width":64,"depth":2}"""))) depth++;
        }

        (width + depth + add).ShouldBe(moves);
        // Half of the width moves run into the bound and are drawn again; at depth 1 the coin that says 'remove' adds instead.
        const double effective = 0.20 + 0.35 + 0.15;
        ((double)width / moves).ShouldBe(0.20 / effective, 0.015);
        ((double)depth / moves).ShouldBe(0.35 / effective, 0.015);
        ((double)add / moves).ShouldBe(0.15 / effective, 0.015);
    }

    [Fact]
    public void At_the_greatest_depth_half_of_the_depth_moves_are_drawn_again()
    {
        var deep = Configuration.Parse("""{"arch":[{"width":256,"depth":5},{"width":256,"depth":5}]}""");
        const int moves = 20_000;
        var stream = RandomStream.For(13);
        var shallower = 0;
        for (var i = 0; i < moves; i++)
        {
            var after = SampleSpaces.Ads.Neighbour(deep, MoveSettings.Default, stream)["arch"].List;
            if (after.Length == 2 && after.Any(a => a["depth"].Number == 4)) shallower++;
        }

        ((double)shallower / moves).ShouldBe(0.175 / (1 - 0.175), 0.015);
    }

    [Fact]
    public void Kinds_that_are_not_there_drop_out_of_the_table()
    {
        var space = new SearchSpace([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1), new IntParameter("n", 0, 10)]);
        var configuration = Configuration.Parse("""{"x":0.5,"y":0.5,"n":5}""");
        var stream = RandomStream.For(14);
        var ints = Enumerable.Range(0, 20_000).Count(_ => space.Neighbour(configuration, MoveSettings.Default, stream)["n"].Number != 5);

        (ints / 20_000.0).ShouldBe(0.35 / (0.40 + 0.40 + 0.35), 0.015);
    }

    [Fact]
    public void A_float_steps_normally_on_its_scale()
    {
        var space = new SearchSpace([new FloatParameter("lr", 1e-6, 1e-2, Log: true)]);
        var stream = RandomStream.For(15);
        var steps = Enumerable.Range(0, 20_000)
            .Select(_ => Math.Log10(space.Neighbour(Configuration.Of(("lr", 1e-4)), new MoveSettings(StepSize: 0.05), stream)["lr"].Number) + 4)
            .ToArray();

        steps.Average().ShouldBe(0, 0.01);
        Math.Sqrt(steps.Average(step => step * step)).ShouldBe(0.05 * 4, 0.005); // four decades
    }

    [Fact]
    public void A_wide_int_crosses_its_range_and_a_small_one_walks()
    {
        var wide = new SearchSpace([new IntParameter("n", 1, 100_000)]);
        var stream = RandomStream.For(16);
        var far = Enumerable.Range(0, 100).Average(_ => Math.Abs(wide.Neighbour(Configuration.Of(("n", 50_000)), MoveSettings.Default, stream)["n"].Number - 50_000));

        far.ShouldBeInRange(5_000, 11_000); // the mean of |N(0, 0.1)| is 0.08 of the range
    }

    [Fact]
    public void What_becomes_active_is_sampled_and_what_does_not_is_dropped()
    {
        var space = new SearchSpace([
            new CategoricalParameter("model", SampleSpaces.Values("gat", "gt")),
            new IntParameter("heads", 1, 4, When: SampleSpaces.When("model", "gt")),
            new IntParameter("layers", 1, 4, When: SampleSpaces.When("model", "gat")),
        ]);
        var stream = RandomStream.For(17);
        var neighbour = space.Neighbour(Configuration.Parse("""{"model":"gat","layers":2}"""), new MoveSettings(MoveInt: 0), stream);

        neighbour["model"].Text.ShouldBe("gt");
        neighbour.TryGet("heads", out _).ShouldBeTrue();
        neighbour.TryGet("layers", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_space_of_one_configuration_has_no_other_neighbour()
    {
        var space = new SearchSpace([new ConstantParameter("seed", 7)]);
        var only = Configuration.Of(("seed", 7));

        space.Neighbour(only, MoveSettings.Default, RandomStream.For(1)).ShouldBe(only);
    }

    [Fact]
    public void When_sixteen_retries_find_nothing_a_random_configuration_is_the_answer()
    {
        // No single edit obeys the rule, but other configurations do.
        var space = new SearchSpace([new IntParameter("a", 1, 9), new IntParameter("b", 1, 9)], [new Rule("a == b")]);

        var neighbour = space.Neighbour(Configuration.Parse("""{"a":4,"b":4}"""), MoveSettings.Default, RandomStream.For(18));

        neighbour["a"].ShouldBe(neighbour["b"]);
        neighbour["a"].ShouldNotBe((ParameterValue)4);
    }
}
