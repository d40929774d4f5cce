using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Strategies.Tpe;

public class kernels_have_their_densities
{
    private const double Precision = 1e-6;

    [Theory]
    [InlineData(5, 1.168737)] // phi(0) / 0.5 / (Phi(1) - Phi(-1)) = 0.797885 / 0.682689
    [InlineData(10, 0.708875)] // the same times exp(-1/2)
    [InlineData(0, 0.708875)]
    public void A_float_is_a_normal_truncated_to_its_range(double at, double density) =>
        Parzen.Kernel(new FloatParameter("x", 0, 10), 5, 0.5, at).ShouldBe(density, Precision);

    [Fact]
    public void A_float_at_the_end_of_its_range_keeps_its_mass_inside() =>
        Parzen.Kernel(new FloatParameter("x", 0, 10), 0, 0.1, 0).ShouldBe(2 * 3.989423, 1e-5); // half of phi(0) / 0.1 lies outside

    [Theory]
    [InlineData(1e-2, 1.168737)] // the middle of the logarithmic range
    [InlineData(1, 0.708875)]
    [InlineData(1e-4, 0.708875)]
    [InlineData(1e-1, 1.031407)] // 1.168737 exp(-(1/4)^2 / (2 (1/2)^2)) = 1.168737 x 0.882497
    public void A_logarithmic_float_is_one_of_its_logarithm(double at, double density) =>
        Parzen.Kernel(new FloatParameter("lr", 1e-4, 1, Log: true), 1e-2, 0.5, at).ShouldBe(density, Precision);

    // Four rungs share [0, 1]; the second's middle is 0.375. With h = 1/4 the borders are at -1.5, -0.5, 0.5, 1.5, 2.5 deviations:
    // masses 0.241730, 0.382925, 0.241730, 0.060598, in all 0.926983.
    [Theory]
    [InlineData(64, 0.260771)]
    [InlineData(128, 0.413087)]
    [InlineData(256, 0.260771)]
    [InlineData(512, 0.065371)]
    public void An_ordinal_is_the_mass_of_the_normal_over_each_rung(double at, double mass) =>
        Parzen.Kernel(new OrdinalParameter("width", SampleSpaces.Values(64, 128, 256, 512)), 128, 0.25, at).ShouldBe(mass, Precision);

    [Theory]
    [InlineData(1, 0.260771)]
    [InlineData(2, 0.413087)]
    [InlineData(4, 0.065371)]
    public void An_int_is_an_ordinal(double at, double mass) =>
        Parzen.Kernel(new IntParameter("n", 1, 4), 2, 0.25, at).ShouldBe(mass, Precision);

    // Borders ln(1/2), ln(3/2), ln(5/2), ln(7/2) scaled to 0, 0.564575, 0.827087, 1; n = 2 is at ln 4 / ln 7 = 0.712414. With h = 0.2:
    // masses 0.229710, 0.486908, 0.207971, in all 0.924589.
    [Theory]
    [InlineData(1, 0.248445)]
    [InlineData(2, 0.526621)]
    [InlineData(3, 0.224934)]
    public void A_logarithmic_int_has_logarithmic_shares(double at, double mass) =>
        Parzen.Kernel(new IntParameter("n", 1, 3, Log: true), 2, 0.2, at).ShouldBe(mass, Precision);

    [Theory]
    [InlineData("b", 0.7)]
    [InlineData("a", 0.1)] // 0.3 shared by three others
    [InlineData("d", 0.1)]
    public void A_categorical_keeps_its_choice_or_takes_any_other(string at, double mass) =>
        Parzen.Kernel(new CategoricalParameter("c", SampleSpaces.Values("a", "b", "c", "d")), "b", 0.3, at).ShouldBe(mass, Precision);

    [Fact]
    public void A_single_choice_is_certain() =>
        Parzen.Kernel(new CategoricalParameter("c", SampleSpaces.Values("a")), "a", 0, "a").ShouldBe(1, Precision);

    // Weights 1, 2 and a prior of 1: quarters 1/4, 1/2, 1/4. Kernels of bandwidth 1/4 on the rungs 64 and 256, at 64.
    // From 64 (middle 0.125): borders at -0.5, 0.5, 1.5, 2.5, 3.5: 0.382925 of 0.691230. From 256 (0.625), mirrored to 128: 0.065371 is the
    // far end's, so rung 64 has that. Prior 1/4.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_mixture_is_the_weighted_sum_of_its_kernels_and_the_prior(bool joint)
    {
        var space = new SearchSpace([new OrdinalParameter("width", SampleSpaces.Values(64, 128, 256, 512))]);
        var mixture = Parzen.Mixture(space, joint, 0.25, Configuration.Of(("width", 64)), Configuration.Of(("width", 256)));

        mixture.Density(space, Configuration.Of(("width", 64))).ShouldBe(0.25 * 0.382925 / 0.691230 + 0.5 * 0.065371 + 0.25 * 0.25, Precision);
    }
}
