using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Strategies.GaussianProcess;

public class gradients_agree_with_finite_differences
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public void Of_the_marginal_likelihood(bool additive, long seed)
    {
        var model = new SampleModel(SampleSpaces.Everything, additive, count: 14, seed);
        var likelihood = model.Likelihood();
        var gradient = new double[model.Structure.Size];
        likelihood.Evaluate(model.Hyperparameters, gradient);

        for (var i = 0; i < gradient.Length; i++)
        {
            var index = i;
            gradient[i].ShouldBe(Slope(h => likelihood.Evaluate(h, new double[h.Length]), model.Hyperparameters, index), 1e-4);
        }
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public void Of_the_posterior_in_active_continuous_dimensions(bool additive, long seed)
    {
        var model = new SampleModel(SampleSpaces.Everything, additive, count: 14, seed);
        var posterior = model.Posterior();
        var point = model.Encode(SampleSpaces.Everything.Sample(RandomStream.For(seed, 1_000)));
        double[] mean = new double[point.Coordinates.Length], variance = new double[point.Coordinates.Length];
        posterior.At(point.Coordinates, point.Active, mean, variance);

        for (var d = 0; d < mean.Length; d++)
        {
            if (!point.Active[d] || model.Encoding.Dimensions[d].Kind != DimensionKind.Continuous)
            {
                mean[d].ShouldBe(0);
                continue;
            }

            mean[d].ShouldBe(Slope(x => posterior.At(x, point.Active).Mean, point.Coordinates, d), 1e-5);
            variance[d].ShouldBe(Slope(x => posterior.At(x, point.Active).Variance, point.Coordinates, d), 1e-5);
        }
    }

    private static double Slope(Func<double[], double> function, double[] at, int index)
    {
        const double Step = 1e-5;
        double[] up = [.. at], down = [.. at];
        up[index] += Step;
        down[index] -= Step;
        return (function(up) - function(down)) / (2 * Step);
    }
}
