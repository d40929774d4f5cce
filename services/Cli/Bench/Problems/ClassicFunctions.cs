using System.Globalization;
using ArchOpt.Evaluation.Evaluators.Functions;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>
/// The formulas of the suite <c>classic</c>. Continuous ones are the evaluator <c>function</c>'s, moved where the usual
/// optimum is the centre of the domain, which flatters whoever starts there. The mixed and the conditional one
/// imitate what tuning a network and choosing between models look like.
/// </summary>
internal static class ClassicFunctions
{
    private static readonly double[] AckleyShift = [14.2, -21.7, 9.4, -27.3, 3.7, -18.6, 24.9, -8.2, -12.5, 19.6];
    private static readonly double[] RastriginShift = [3.3, -1.7, 4.1, -2.9, 0.8];

    public static double Branin(Configuration c) => Standard("branin", c, 2);

    public static double Hartmann6(Configuration c) => Standard("hartmann6", c, 6);

    public static double Rosenbrock5(Configuration c) => Standard("rosenbrock", c, 5);

    public static double Levy8(Configuration c) => Standard("levy", c, 8);

    public static double Ackley10(Configuration c) => Standard("ackley", c, 10, AckleyShift);

    public static double Rastrigin5(Configuration c) => Standard("rastrigin", c, 5, RastriginShift);

    /// <summary>
    /// A network's tuning: learning rate and weight decay interact, the best learning rate depends on the optimiser, the best
    /// depth on the activation, the best dropout on the depth. Minimum 0.
    /// </summary>
    public static double Mixed6(Configuration c)
    {
        var (optimiser, activation) = (c["opt"].Text, c["act"].Text);
        var layers = c["layers"].Number;
        var u = Math.Log10(c["lr"].Number) - LearningRateOf(optimiser);
        var v = Math.Log10(c["wd"].Number) + 3 + 0.4 * u;
        var l = layers - LayersOf(activation);
        var d = c["drop"].Number - (0.1 + 0.05 * layers);
        return Base(optimiser, activation) + 0.35 * u * u + 0.1 * v * v + 0.02 * l * l + 1.5 * d * d
            + 0.05 * (1 - Math.Cos(2 * Math.PI * u));
    }

    /// <summary>A choice between three models with parameters of their own, one of them two levels deep. Minimum 0.</summary>
    public static double Cond8(Configuration c)
    {
        switch (c["model"].Text)
        {
            case "a":
                var rate = Math.Log10(c["a_lr"].Number) + 2;
                var depth = c["a_depth"].Number - 6;
                return 0.30 + 0.20 * rate * rate + 0.01 * depth * depth;
            case "b":
                var u = Math.Log10(c["b_c"].Number) - 1;
                if (c["b_kernel"].Text == "lin") return 0.25 + 0.10 * u * u;
                var g = Math.Log10(c["b_g"].Number) + 2 + 0.5 * u;
                return 1 - Math.Exp(-0.15 * u * u - 0.8 * g * g);
            default:
                var (x, y) = (c["c_x"].Number, c["c_y"].Number);
                return 0.10 + 0.5 * (y - x * x) * (y - x * x) + 0.05 * (1 - x) * (1 - x);
        }
    }

    private static double Standard(string name, Configuration configuration, int dimensions, double[]? shift = null)
    {
        Span<double> x = stackalloc double[dimensions];
        for (var i = 0; i < dimensions; i++)
            x[i] = configuration["x" + i.ToString(CultureInfo.InvariantCulture)].Number - (shift?[i] ?? 0);
        return TestFunctions.TryGet(name, out var function)
            ? function.At(x)
            : throw new InvalidOperationException($"There is no test function '{name}'.");
    }

    private static double Base(string optimiser, string activation) => (optimiser, activation) switch
    {
        ("sgd", "relu") => 0.30,
        ("sgd", "tanh") => 0.25,
        ("sgd", "gelu") => 0.10,
        ("sgd", _) => 0.90,
        ("adam", "relu") => 0.15,
        ("adam", "tanh") => 0.40,
        ("adam", "gelu") => 0.00,
        ("adam", _) => 0.60,
        (_, "relu") => 0.05,
        (_, "tanh") => 0.50,
        (_, "gelu") => 0.35,
        _ => 0.70,
    };

    private static double LearningRateOf(string optimiser) => optimiser switch { "sgd" => -1.0, "adam" => -3.0, _ => -2.5 };

    private static double LayersOf(string activation) => activation switch { "relu" => 4, "tanh" => 2, "gelu" => 7, _ => 1 };
}
