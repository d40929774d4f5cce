using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies;

/// <summary>The settings of <see cref="SimulatedAnnealing"/>, read from a study's.</summary>
internal sealed record AnnealingSettings(
    double InitialTemperature, double MinTemperature, double Cooling, int WarmUp, int ReheatAfter, double ReheatFactor, MoveSettings Moves)
{
    private const double CoolingWithoutBudget = 0.98;
    private const double MostWeight = 1_000;

    public static ImmutableArray<SettingDescription> Descriptions { get; } =
    [
        new("initial_temperature", 0.5, 1e-9, 1e6, Meaning:
            "in units of the spread of the warm-up's losses: at 1, what is worse by that spread is accepted with probability 1/e"),
        new("min_temperature", 0.005, 0, 1e6, Meaning: "the temperature falls no further"),
        new("cooling", null, 0.01, 1, Meaning:
            "the temperature's factor per observation; by default min_temperature is reached when the budget ends (0.98 without a budget)"),
        new("warm_up", 10, 1, 100_000, WholeNumber: true, Meaning: "random samples before the first neighbour"),
        new("reheat_after", 30, 0, 1_000_000, WholeNumber: true, Meaning:
            "observations without a new best after which the temperature rises; 0: never"),
        new("reheat_factor", 5, 1, 1e6, Meaning: "how much it rises then, up to initial_temperature"),
        new("move_ordinal", MoveSettings.Default.MoveOrdinal, 0, MostWeight, Meaning: "weight of moving an ordinal by one rung"),
        new("move_int", MoveSettings.Default.MoveInt, 0, MostWeight, Meaning: "weight of moving an int"),
        new("move_float", MoveSettings.Default.MoveFloat, 0, MostWeight, Meaning: "weight of moving a float"),
        new("move_categorical", MoveSettings.Default.MoveCategorical, 0, MostWeight, Meaning: "weight of another choice"),
        new("list_add", MoveSettings.Default.ListAdd, 0, MostWeight, Meaning: "weight of appending an element to a list"),
        new("list_remove", MoveSettings.Default.ListRemove, 0, MostWeight, Meaning: "weight of removing an element from a list"),
        new("step_size", MoveSettings.Default.StepSize, 1e-6, 1, Meaning: "standard deviation of a float's step, as a fraction of its range"),
    ];

    public static AnnealingSettings Of(StrategyProblem problem)
    {
        double initial = Get("initial_temperature"), minimum = Get("min_temperature");
        var warmUp = (int)Get("warm_up");
        return new(
            initial,
            minimum,
            problem.Settings.Numbers.TryGetValue("cooling", out var cooling) ? cooling : DerivedCooling(initial, minimum, problem.Budget - warmUp),
            warmUp,
            (int)Get("reheat_after"),
            Get("reheat_factor"),
            new MoveSettings(Get("move_ordinal"), Get("move_int"), Get("move_float"), Get("move_categorical"),
                Get("list_add"), Get("list_remove"), Get("step_size")));

        double Get(string name) => problem.Settings.Numbers.TryGetValue(name, out var value)
            ? value
            : Descriptions.First(d => d.Name == name).Default!.Value;
    }

    /// <summary>What only the whole problem shows to be wrong; null when fine.</summary>
    public static string? Problem(StrategyProblem problem)
    {
        if (problem.Objectives != 1)
            return $"{SimulatedAnnealing.Name} optimises one objective (the study has {problem.Objectives})";
        var settings = Of(problem);
        if (settings.MinTemperature > settings.InitialTemperature)
            return $"min_temperature must be <= initial_temperature (was {settings.MinTemperature} > {settings.InitialTemperature})";
        return Weights(problem.Space, settings.Moves).ToArray() is { Length: > 0 } weights && weights.All(weight => weight == 0)
            ? "at least one move that this space has must have a weight above 0"
            : null;
    }

    private static double DerivedCooling(double initial, double minimum, long? steps) =>
        steps is not > 0 || minimum <= 0 || minimum >= initial ? CoolingWithoutBudget : Math.Pow(minimum / initial, 1.0 / steps.Value);

    private static IEnumerable<double> Weights(SearchSpace space, MoveSettings moves) => space.Parameters.SelectMany(p => p switch
    {
        OrdinalParameter => [moves.MoveOrdinal],
        IntParameter => [moves.MoveInt],
        FloatParameter => [moves.MoveFloat],
        CategoricalParameter => [moves.MoveCategorical],
        ListParameter list => [moves.ListAdd, moves.ListRemove, .. Weights(list.Element, moves)],
        _ => Enumerable.Empty<double>(),
    });
}
