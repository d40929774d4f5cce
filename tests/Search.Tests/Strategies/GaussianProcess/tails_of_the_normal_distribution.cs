using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Tests.Strategies.GaussianProcess;

public class tails_of_the_normal_distribution
{
    public static TheoryData<double> Near() => [-6, -4, -2.6, -2.5, -2.4, -1, -0.1, 0, 0.5, 2, 5, 9];

    [Theory]
    [MemberData(nameof(Near))]
    public void Expected_improvement_is_its_integral(double z)
    {
        var expected = Integral(x => x * Density(x - z));
        NormalTail.LogImprovement(z, out _).ShouldBe(Math.Log(expected), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Near))]
    public void Probability_is_its_integral(double z) =>
        NormalTail.LogProbability(z, out _).ShouldBe(Math.Log(Integral(x => Density(x - z))), 1e-9);

    [Theory]
    [InlineData(-1e1)]
    [InlineData(-1e3)]
    [InlineData(-1e6)]
    [InlineData(-1e100)]
    public void Far_out_they_follow_their_asymptotes(double z)
    {
        var t = -z;
        NormalTail.LogImprovement(z, out var slope).ShouldBe(-0.5 * t * t - 0.5 * Math.Log(2 * Math.PI) - 2 * Math.Log(t), Math.Max(1, t * t) * 1e-3);
        slope.ShouldBe(t, t * 0.05);
        NormalTail.LogProbability(z, out slope).ShouldBe(-0.5 * t * t - 0.5 * Math.Log(2 * Math.PI) - Math.Log(t), Math.Max(1, t * t) * 1e-3);
        slope.ShouldBe(t, t * 0.05);
    }

    [Fact]
    public void Both_rise_and_their_slopes_are_those_of_their_values()
    {
        for (var z = -40.0; z < 9; z += 0.37)
        {
            Check(NormalTail.LogImprovement(z, out var slope), NormalTail.LogImprovement(z + 1e-6, out _), slope);
            Check(NormalTail.LogProbability(z, out slope), NormalTail.LogProbability(z + 1e-6, out _), slope);
        }

        static void Check(double at, double next, double slope)
        {
            next.ShouldBeGreaterThan(at - 1e-13 * (1 + Math.Abs(at)));
            ((next - at) / 1e-6).ShouldBe(slope, 1e-4 * (1 + slope));
        }
    }

    private static double Density(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);

    /// <summary>Simpson's rule over the positive numbers, as far as a normal density reaches.</summary>
    private static double Integral(Func<double, double> function)
    {
        const int Steps = 200_000;
        const double To = 24.0, Width = To / Steps;
        var sum = function(0) + function(To);
        for (var i = 1; i < Steps; i++) sum += (i % 2 == 0 ? 2 : 4) * function(i * Width);
        return sum * Width / 3;
    }
}
