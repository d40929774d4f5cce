using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Tests.Strategies.GaussianProcess;

/// <summary>The textbook's formulas with full matrices and Gauss' elimination, written without looking at the packed ones.</summary>
public class the_posterior_is_that_of_a_dense_reference
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Mean_and_variance(bool additive)
    {
        var model = new SampleModel(SampleSpaces.Everything, additive, count: 21, seed: 8);
        var posterior = model.Posterior();
        var inverse = Inverse(Covariance(model));
        var (mean, variance) = Fit(model, inverse);

        for (var i = 0; i < 20; i++)
        {
            var point = model.Encode(SampleSpaces.Everything.Sample(RandomStream.For(8, 500 + i)));
            double[] k = [.. model.Points.Select(other => Kernel(model, point, other))];
            var expected = mean + Product(k, inverse, [.. model.Targets.Select(y => y - mean)]);
            var spread = variance * (Kernel(model, point, point) - Product(k, inverse, k));

            var (actual, actualSpread) = posterior.At(point.Coordinates, point.Active);
            actual.ShouldBe(expected, 1e-9);
            actualSpread.ShouldBe(spread, 1e-9);
        }
    }

    [Fact]
    public void Marginal_likelihood()
    {
        var model = new SampleModel(SampleSpaces.Everything, additive: true, count: 17, seed: 9);
        var covariance = Covariance(model);
        var (_, variance) = Fit(model, Inverse(covariance));
        var prior = new HyperparameterPrior(model.Structure).Penalty(model.Hyperparameters, new double[model.Structure.Size]);

        model.Likelihood().Evaluate(model.Hyperparameters, new double[model.Structure.Size])
            .ShouldBe(0.5 * 17 * Math.Log(variance) + 0.5 * LogDeterminant(covariance) + prior, 1e-9);
    }

    [Fact]
    public void Targets_without_noise_are_met()
    {
        var model = new SampleModel(SampleSpaces.Everything, additive: true, count: 12, seed: 10);
        model.Hyperparameters[model.Structure.Noise] = -20;
        var posterior = Search.Strategies.GaussianProcess.Posterior.Of(model.Structure, model.Hyperparameters, model.ModelPoints, model.Targets, new double[12]);

        for (var i = 0; i < 12; i++)
        {
            var (mean, variance) = posterior.At(model.Points[i].Coordinates, model.Points[i].Active);
            mean.ShouldBe(model.Targets[i], 1e-4);
            variance.ShouldBeLessThan(1e-5);
        }
    }

    private static double[,] Covariance(SampleModel model)
    {
        var n = model.Points.Length;
        var matrix = new double[n, n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++) matrix[i, j] = Kernel(model, model.Points[i], model.Points[j]);
            matrix[i, i] += Math.Exp(model.Hyperparameters[model.Structure.Noise]) + model.Noise[i];
        }

        return matrix;
    }

    private static double Kernel(SampleModel model, EncodedPoint a, EncodedPoint b)
    {
        var sum = 0.0;
        for (var t = 0; t < model.Structure.Terms.Length; t++)
        {
            var square = 0.0;
            for (var i = 0; i < model.Structure.Terms[t].Length; i++)
            {
                var d = model.Structure.Terms[t][i];
                square += Math.Exp(model.Hyperparameters[model.Structure.Length(t, i)]) * Separation(model.Encoding.Dimensions[d], a, b, d);
            }

            var r = Math.Sqrt(square);
            sum += model.Structure.Weight(model.Hyperparameters, t) * (1 + Math.Sqrt(5) * r + 5 * square / 3) * Math.Exp(-Math.Sqrt(5) * r);
        }

        return sum;
    }

    private static double Separation(EncodedDimension dimension, EncodedPoint a, EncodedPoint b, int d)
    {
        if (!a.Active[d] && !b.Active[d]) return 0;
        var isMismatch = a.Active[d] != b.Active[d];
        return dimension.Kind == DimensionKind.Categorical
            ? isMismatch || a.Coordinates[d] != b.Coordinates[d] ? 1 : 0
            : Math.Pow(a.Coordinates[d] - b.Coordinates[d], 2) + (isMismatch ? (dimension.Slot < 0 ? 1 : 0.25) : 0);
    }

    private static (double Mean, double Variance) Fit(SampleModel model, double[,] inverse)
    {
        double[] ones = [.. model.Targets.Select(_ => 1.0)];
        var mean = Product(ones, inverse, model.Targets) / Product(ones, inverse, ones);
        double[] centred = [.. model.Targets.Select(y => y - mean)];
        return (mean, Product(centred, inverse, centred) / centred.Length);
    }

    private static double Product(double[] left, double[,] matrix, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++) sum += left[i] * matrix[i, j] * right[j];
        }

        return sum;
    }

    private static double LogDeterminant(double[,] matrix)
    {
        var (_, pivots) = Eliminate(matrix);
        return pivots.Sum(Math.Log);
    }

    private static double[,] Inverse(double[,] matrix) => Eliminate(matrix).Inverse;

    private static (double[,] Inverse, double[] Pivots) Eliminate(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var left = (double[,])matrix.Clone();
        var right = new double[n, n];
        for (var i = 0; i < n; i++) right[i, i] = 1;
        var pivots = new double[n];
        for (var i = 0; i < n; i++)
        {
            pivots[i] = left[i, i];
            for (var j = 0; j < n; j++) (left[i, j], right[i, j]) = (left[i, j] / pivots[i], right[i, j] / pivots[i]);
            for (var row = 0; row < n; row++)
            {
                var factor = left[row, i];
                if (row == i || factor == 0) continue;
                for (var j = 0; j < n; j++)
                {
                    left[row, j] -= factor * left[i, j];
                    right[row, j] -= factor * right[i, j];
                }
            }
        }

        return (right, pivots);
    }
}
