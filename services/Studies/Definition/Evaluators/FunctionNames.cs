using System.Collections.Immutable;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>A classic test function that the evaluator <c>function</c> knows by name; all are minimised.</summary>
/// <param name="Dimensions">How many coordinates it takes; null when any number from <paramref name="FewestDimensions"/> on.</param>
/// <remarks>Source: Surjanovic and Bingham, Virtual Library of Simulation Experiments: Test Functions and Datasets.</remarks>
public sealed record TestFunction(string Name, int? Dimensions, int FewestDimensions = 1);

/// <summary>The test functions of the evaluator <c>function</c>: the names that a study file may use.</summary>
public static class FunctionNames
{
    public static ImmutableArray<TestFunction> All { get; } =
    [
        new("ackley", null),
        new("beale", 2),
        new("booth", 2),
        new("branin", 2),
        new("dixon-price", null, 2),
        new("eggholder", 2),
        new("forrester", 1),
        new("goldstein-price", 2),
        new("griewank", null),
        new("hartmann3", 3),
        new("hartmann6", 6),
        new("levy", null),
        new("michalewicz", null),
        new("rastrigin", null),
        new("rosenbrock", null, 2),
        new("schwefel", null),
        new("six-hump-camel", 2),
        new("sphere", null),
        new("styblinski-tang", null),
        new("zakharov", null),
    ];

    public static TestFunction? Find(string name) => All.FirstOrDefault(function => function.Name == name);
}
