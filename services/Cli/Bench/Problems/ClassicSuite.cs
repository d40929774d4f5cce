using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>Eight problems with formulas and known optima: six continuous, one mixed, one conditional.</summary>
internal static class ClassicSuite
{
    public const string Name = "classic";

    /// <summary>Hartmann's minimum has no closed form; this is its value to double precision.</summary>
    private const double HartmannMinimum = -3.322368011415515;

    private const double BraninMinimum = 0.39788735772973816;

    public static ImmutableArray<BenchProblem> Create(int trials) =>
    [
        Of("branin", [new FloatParameter("x0", -5, 10), new FloatParameter("x1", 0, 15)], ClassicFunctions.Branin, BraninMinimum, trials),
        Of("hartmann6", Box(6, 0, 1), ClassicFunctions.Hartmann6, HartmannMinimum, trials),
        Of("ackley10", Box(10, -32.768, 32.768), ClassicFunctions.Ackley10, 0, trials),
        Of("rosenbrock5", Box(5, -5, 10), ClassicFunctions.Rosenbrock5, 0, trials),
        Of("rastrigin5", Box(5, -5.12, 5.12), ClassicFunctions.Rastrigin5, 0, trials),
        Of("levy8", Box(8, -10, 10), ClassicFunctions.Levy8, 0, trials),
        Of("mixed6", Mixed, ClassicFunctions.Mixed6, 0, trials),
        Of("cond8", Conditional, ClassicFunctions.Cond8, 0, trials),
    ];

    private static ImmutableArray<Parameter> Mixed =>
    [
        new FloatParameter("lr", 1e-5, 1, Log: true),
        new FloatParameter("wd", 1e-6, 1e-1, Log: true),
        new IntParameter("layers", 1, 10),
        new CategoricalParameter("opt", ["sgd", "adam", "rms"]),
        new CategoricalParameter("act", ["relu", "tanh", "gelu", "sig"]),
        new FloatParameter("drop", 0, 0.9),
    ];

    private static ImmutableArray<Parameter> Conditional =>
    [
        new CategoricalParameter("model", ["a", "b", "c"]),
        new FloatParameter("a_lr", 1e-5, 1, Log: true, When: If("model", "a")),
        new IntParameter("a_depth", 1, 12, When: If("model", "a")),
        new CategoricalParameter("b_kernel", ["lin", "rbf"], If("model", "b")),
        new FloatParameter("b_c", 1e-3, 1e3, Log: true, When: If("model", "b")),
        new FloatParameter("b_g", 1e-5, 10, Log: true, When: If("b_kernel", "rbf")),
        new FloatParameter("c_x", -3, 3, When: If("model", "c")),
        new FloatParameter("c_y", -2, 8, When: If("model", "c")),
    ];

    private static Condition If(string parameter, string value) => new([new(parameter, [value])]);

    private static ImmutableArray<Parameter> Box(int dimensions, double low, double high) =>
        [.. Enumerable.Range(0, dimensions).Select(i => new FloatParameter($"x{i}", low, high))];

    private static BenchProblem Of(string name, ImmutableArray<Parameter> parameters, Func<Configuration, double> formula, double optimum, int trials)
    {
        var evaluator = new FormulaEvaluator(name, formula);
        return new(Name, name, name, BenchStudy.Minimise(name, new(parameters), new(name, "{}"), trials), evaluator) { Optimum = optimum };
    }
}
