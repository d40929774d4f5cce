using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>
/// The test functions by name. Formulas and usual domains follow S. Surjanovic and D. Bingham, Virtual Library of
/// Simulation Experiments: Test Functions and Datasets.
/// </summary>
public static class TestFunctions
{
    private static readonly FrozenDictionary<string, TestFunction> ByName = new TestFunction[]
    {
        new("sphere", null, -5.12, 5.12, AnyDimension.Sphere),
        new("rosenbrock", null, -5, 10, AnyDimension.Rosenbrock, MinDimensions: 2),
        new("rastrigin", null, -5.12, 5.12, AnyDimension.Rastrigin),
        new("ackley", null, -32.768, 32.768, AnyDimension.Ackley),
        new("griewank", null, -600, 600, AnyDimension.Griewank),
        new("levy", null, -10, 10, AnyDimension.Levy),
        new("styblinski-tang", null, -5, 5, AnyDimension.StyblinskiTang),
        new("michalewicz", null, 0, Math.PI, AnyDimension.Michalewicz),
        new("schwefel", null, -500, 500, AnyDimension.Schwefel),
        new("zakharov", null, -5, 10, AnyDimension.Zakharov),
        new("dixon-price", null, -10, 10, AnyDimension.DixonPrice),
        new("branin", 2, -5, 15, FixedDimension.Branin),
        new("hartmann3", 3, 0, 1, Hartmann.Three),
        new("hartmann6", 6, 0, 1, Hartmann.Six),
        new("six-hump-camel", 2, -3, 3, FixedDimension.SixHumpCamel),
        new("goldstein-price", 2, -2, 2, FixedDimension.GoldsteinPrice),
        new("eggholder", 2, -512, 512, FixedDimension.Eggholder),
        new("beale", 2, -4.5, 4.5, FixedDimension.Beale),
        new("booth", 2, -10, 10, FixedDimension.Booth),
        new("forrester", 1, 0, 1, FixedDimension.Forrester),
    }.ToFrozenDictionary(function => function.Name, StringComparer.Ordinal);

    /// <summary>In ordinal order.</summary>
    public static ImmutableArray<string> Names { get; } = [.. ByName.Keys.Order(StringComparer.Ordinal)];

    public static bool TryGet(string name, [MaybeNullWhen(false)] out TestFunction function) => ByName.TryGetValue(name, out function);
}
