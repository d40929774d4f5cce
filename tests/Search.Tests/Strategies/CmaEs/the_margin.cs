using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.CmaEs;
using MathNet.Numerics.Distributions;

namespace ArchOpt.Search.Tests.Strategies.CmaEs;

public class the_margin
{
    private const double Alpha = 0.05;

    private static readonly NumericCube Cube = new(new(
    [
        new IntParameter("n", 1, 10),
        new FloatParameter("x", 0, 1),
        new IntParameter("batch", 1, 256, Log: true),
        new OrdinalParameter("width", SampleSpaces.Values(64, 128)),
    ]));

    [Fact]
    public void Both_neighbouring_levels_keep_their_probability()
    {
        var kept = Margin.Keep(SearchDistribution.Isotropic([0.43, 0.5, 0.52, 0.9], 1e-6), Cube, Alpha);
        for (var i = 0; i < 4; i++)
        {
            if (!Cube.IsDiscrete[i]) continue;
            var (low, high) = Cube.Level(i, kept.Mean[i]);
            if (double.IsFinite(low)) Normal.CDF(kept.Mean[i], kept.Deviation(i), low).ShouldBeGreaterThanOrEqualTo(Alpha / 2 - 1e-9);
            if (double.IsFinite(high)) (1 - Normal.CDF(kept.Mean[i], kept.Deviation(i), high)).ShouldBeGreaterThanOrEqualTo(Alpha / 2 - 1e-9);
        }

        Cube.Level(0, kept.Mean[0]).ShouldBe(Cube.Level(0, 0.43)); // the mean stays in its level
        kept.Deviation(1).ShouldBe(1e-6, tolerance: 1e-15); // continuous: free to converge
        kept.Mean[1].ShouldBe(0.5);
    }

    [Fact]
    public void A_mean_far_beyond_the_last_level_comes_back_to_its_threshold()
    {
        var kept = Margin.Keep(SearchDistribution.Isotropic([1.8, 0.5, -3, 7], 0.01), Cube, Alpha);
        kept.Mean[0].ShouldBe(0.9 + 1.6449 * 0.01, tolerance: 1e-4);
        kept.Mean[3].ShouldBe(0.5 + 1.6449 * 0.01, tolerance: 1e-4);
        Normal.CDF(kept.Mean[2], 0.01, Cube.Level(2, 0).High).ShouldBe(1 - Alpha, tolerance: 1e-6);
    }

    [Fact]
    public void A_continuous_mean_goes_no_farther_out_than_leaves_some_draws_inside()
    {
        Margin.Keep(SearchDistribution.Isotropic([0.5, -0.3, 0.5, 0.5], 0.1), Cube, Alpha).Mean[1].ShouldBe(-1.6449 * 0.1, tolerance: 1e-4);
        Margin.Keep(SearchDistribution.Isotropic([0.5, 1.1, 0.5, 0.5], 0.1), Cube, Alpha).Mean[1].ShouldBe(1.1);
    }

    [Fact]
    public void Draws_are_reflected_at_an_end_that_the_mean_is_far_from_and_stay_outside_one_that_it_is_near()
    {
        double[] far = [0.5, -0.2, 0.5, 0.5], near = [0.5, -0.2, 0.5, 0.5], level = [0.5, 0.5, 1.2, 0.5];
        Cube.Reflect(far, SearchDistribution.Isotropic([0.5, 0.5, 0.5, 0.5], 0.1)).ShouldBeTrue();
        far[1].ShouldBe(0.2, tolerance: 1e-12);
        Cube.Reflect(near, SearchDistribution.Isotropic([0.5, 0.05, 0.5, 0.5], 0.1)).ShouldBeFalse();
        Cube.Decode(near)["x"].Number.ShouldBe(0);
        Cube.Reflect(level, SearchDistribution.Isotropic([0.5, 0.5, 0.5, 0.5], 0.1)).ShouldBeFalse();
        Cube.Decode(level)["batch"].Number.ShouldBe(256);
    }

    [Fact]
    public void A_wide_distribution_is_left_alone()
    {
        var wide = SearchDistribution.Isotropic([0.5, 0.5, 0.5, 0.5], 0.3);
        Margin.Keep(wide, Cube, Alpha).ShouldBeSameAs(wide);
    }

    [Fact]
    public void Levels_have_the_ends_at_which_decoding_changes()
    {
        double[] point = [0.5, 0.5, 0.5, 0.5];
        for (var i = 0; i < 4; i++)
        {
            if (!Cube.IsDiscrete[i]) continue;
            for (var u = 0.013; u < 1; u += 0.05)
            {
                var (low, high) = Cube.Level(i, u);
                string At(double at) => Cube.Decode([.. point.Select((p, k) => k == i ? at : p)]).ToString();
                if (double.IsFinite(high))
                {
                    At(high - 1e-9).ShouldBe(At(u));
                    At(high + 1e-9).ShouldNotBe(At(u));
                }

                if (double.IsFinite(low)) At(low - 1e-9).ShouldNotBe(At(u));
            }
        }
    }
}
