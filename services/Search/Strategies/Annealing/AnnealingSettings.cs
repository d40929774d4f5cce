using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Annealing;

/// <summary>The settings that annealing has under every cooling schedule, read from a study's.</summary>
/// <remarks>
/// Where the defaults come from: warm-ups of 4 to 10 samples, initial temperatures of 0.02 to 0.5 and 0 to 8 extra edits were compared, 30 to 50
/// seeds each, on the ads architecture benchmark (listed and random modifiers, both ladders, 20 and 40 trials) and on Branin,
/// Hartmann 6, Rastrigin, Rosenbrock, Levy, Ackley, a mixed and a conditional space at 25 and 100 trials. Colder was better nearly everywhere,
/// and large first steps better than small ones; no default is the best of any single problem. Steps that shrink, and a return to the best when reheating, gave nothing.
/// </remarks>
internal sealed record AnnealingSettings(
    double InitialTemperature,
    double MinTemperature,
    bool RelativeTemperature,
    int WarmUp,
    int ReheatAfter,
    double ReheatFactor,
    double ExtraEdits,
    bool FeasibilityFirst,
    MoveSettings Moves)
{
    private const double MostWeight = 1_000;
    private const double DefaultInitialTemperature = 0.05;

    /// <param name="seedTemperature">Where the seed's annealing starts, in units of the objective.</param>
    /// <param name="seedFurther">What else the preset says.</param>
    /// <param name="further">Settings of one schedule alone.</param>
    public static ImmutableArray<SettingDescription> Describe(
        double seedTemperature, IEnumerable<KeyValuePair<string, double>> seedFurther, params ReadOnlySpan<SettingDescription> further) =>
    [
        SettingDescription.OneOf("preset", "where the other settings' defaults come from",
            new("default", "what does well on many problems with 20 to 100 trials"),
            new("seed", "annealing as the ads architecture benchmark published it: from its starting point, small steps, infeasible ones all equally bad")
            {
                Defaults = Seed(seedTemperature).AddRange(seedFurther),
            }),
        new("initial_temperature", DefaultInitialTemperature, 1e-9, 1e6, Meaning:
            "in units of the spread of the warm-up's losses: at 1, what is worse by that spread is accepted with probability 1/e"),
        new("min_temperature", 0.001, 0, 1e6, Meaning: "the temperature falls no further"),
        SettingDescription.Flag("relative_temperature", true, "false: temperatures are in units of the objective"),
        .. further,
        new("warm_up", 8, 0, 100_000, WholeNumber: true, Meaning: "random samples before the first neighbour"),
        new("reheat_after", 30, 0, 1_000_000, WholeNumber: true, Meaning:
            "observations without a new best after which the temperature rises; 0: never"),
        new("reheat_factor", 5, 1, 1e6, Meaning: "how much it rises then, up to initial_temperature"),
        new("extra_edits", 4, 0, 20, Meaning:
            "how many more edits than one a step has on average at initial_temperature; they become fewer in proportion to the temperature"),
        SettingDescription.Flag("feasibility_first", true,
            "while nothing feasible is known, walk to where hard constraints are violated less; false: all that is infeasible is equally bad"),
        new("move_ordinal", MoveSettings.Default.MoveOrdinal, 0, MostWeight, Meaning: "weight of moving an ordinal by one rung"),
        new("move_int", MoveSettings.Default.MoveInt, 0, MostWeight, Meaning: "weight of moving an int"),
        new("move_float", MoveSettings.Default.MoveFloat, 0, MostWeight, Meaning: "weight of moving a float"),
        new("move_categorical", MoveSettings.Default.MoveCategorical, 0, MostWeight, Meaning: "weight of another choice"),
        new("list_add", MoveSettings.Default.ListAdd, 0, MostWeight, Meaning: "weight of appending an element to a list"),
        new("list_remove", MoveSettings.Default.ListRemove, 0, MostWeight, Meaning: "weight of removing an element from a list"),
        new("step_size", MoveSettings.Default.StepSize, 1e-6, 1, Meaning: "standard deviation of a float's step, as a fraction of its range"),
    ];

    public static AnnealingSettings Of(StrategySettings settings) => new(
        settings["initial_temperature"],
        settings["min_temperature"],
        settings.Flag("relative_temperature"),
        (int)settings["warm_up"],
        (int)settings["reheat_after"],
        settings["reheat_factor"],
        settings["extra_edits"],
        settings.Flag("feasibility_first"),
        new MoveSettings(settings["move_ordinal"], settings["move_int"], settings["move_float"], settings["move_categorical"],
            settings["list_add"], settings["list_remove"], settings["step_size"]));

    /// <summary>What only the whole problem shows to be wrong; null when fine.</summary>
    public static string? Problem(string strategy, StrategyProblem problem)
    {
        if (problem.Objectives != 1)
            return $"{strategy} optimises one objective (the study has {problem.Objectives})";
        var settings = Of(problem.Settings);
        if (settings.MinTemperature > settings.InitialTemperature)
            return $"min_temperature must be <= initial_temperature (was {settings.MinTemperature} > {settings.InitialTemperature})";
        return Weights(problem.Space, settings.Moves).ToArray() is { Length: > 0 } weights && weights.All(weight => weight == 0)
            ? "at least one move that this space has must have a weight above 0"
            : null;
    }

    /// <summary>The weights of moves are not among it: the defaults are the published ones.</summary>
    /// <remarks>
    /// Moves are published, temperatures are not: about ten for the geometric schedule and three for the logarithmic one were tried, and those kept whose mean
    /// on the 20-trial task matches the published table. The match is therefore a calibration and no evidence.
    /// </remarks>
    private static ImmutableSortedDictionary<string, double> Seed(double temperature) => ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
        new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["initial_temperature"] = temperature,
            ["min_temperature"] = 1e-6,
            ["relative_temperature"] = 0,
            ["warm_up"] = 0,
            ["reheat_after"] = 0,
            ["extra_edits"] = 0,
            ["feasibility_first"] = 0,
        });

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
