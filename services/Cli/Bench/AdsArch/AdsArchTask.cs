using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.AdsArch;

namespace ArchOpt.Cli.Bench.AdsArch;

/// <summary>One of the three tasks of the ads architecture benchmark.</summary>
/// <param name="Name">As <c>--task</c> names it.</param>
/// <param name="Trials">Tries of each run; the baseline comes on top.</param>
/// <param name="Seeds">Runs on each modifier set.</param>
/// <param name="QpsMin">Queries per second that an architecture must serve.</param>
/// <param name="Widths">The ladder.</param>
/// <param name="Problem">The simulator's variant.</param>
/// <param name="Optima">The best scores on the listed sets at that QPS, in their order; empty where sets are always random.</param>
internal sealed record AdsArchTask(
    string Name, int Trials, int Seeds, double QpsMin, ImmutableArray<int> Widths, AdsArchProblem Problem, ImmutableArray<double> Optima)
{
    /// <summary>How many random sets the task takes when nobody says.</summary>
    public int RandomSets => Optima.IsEmpty ? 100 : Optima.Length;

    private static ImmutableArray<int> Powers { get; } = [64, 128, 256, 512, 1024, 2048];

    private static ImmutableArray<int> Steps { get; } = [.. Enumerable.Range(1, AdsArchProblem.WideWidth / SubArchitecture.MinWidth).Select(i => i * SubArchitecture.MinWidth)];

    public static ImmutableArray<AdsArchTask> All { get; } =
    [
        new("10x100", 10, 1, 3500, Powers, AdsArchProblem.Standard, []),
        // By enumeration of all 25 million architectures of the ladder.
        new("20x5", 20, 10, 6000, Powers, AdsArchProblem.Standard, [0.124445, 0.142398, 0.136563, 0.160031, 0.131642]),
        // The best known: by long annealing with full knowledge of the simulator.
        new("40x5wide", 40, 10, 6000, Steps, AdsArchProblem.Wide, [0.0049, 0.0275, 0.0440, 0.0575, 0.0105]),
    ];

    /// <summary>The five listed sets: the benchmark's default, and four that favour certain positions.</summary>
    public static ImmutableArray<ModifierSet> ListedSets { get; } =
    [
        new(Modifiers.Default, null),
        Listed([.05, .23, 1, .1, .1], [.15, .2, 1, .2, .1], [.6, .01, 1, .2, .1], [.15, .23, 1, .2, .1], [.05, .23, 1, .1, .1]),
        Listed([.05, .25, 1, .1, .1], [.15, .3, 1, .2, .1], [.4, .1, 1, .2, .2], [.4, .1, 1, .2, .2], [.05, .25, 1, .1, .1]),
        Listed([.05, .5, 1, .2, .1], [.1, .2, 1, .2, .1], [.15, .15, 1, .2, .1], [.2, .1, 1, .2, .1], [.5, .05, 1, .2, .1]),
        Listed([.4, .1, 1, .2, .2], [.05, .25, 1, .1, .1], [.15, .3, 1, .2, .1], [.05, .25, 1, .1, .1], [.4, .1, 1, .2, .2]),
    ];

    /// <summary>The simulator under some modifiers; null where they leave it without learning curves.</summary>
    public AdsArchSimulator? Simulate(Modifiers modifiers)
    {
        try
        {
            return new(Problem with { Modifiers = modifiers });
        }
        catch (ArgumentException)
        {
            return null; // the simulator is the one who knows which sets it cannot simulate
        }
    }

    /// <summary>Why a set is no instance of the task, in words; null when it is one.</summary>
    public string? Mistake(ModifierSet set)
    {
        var baseline = set.Baseline ?? Problem.Baseline;
        if (baseline.Length > SubArchitecture.MaxPositions) return $"baseline: must have at most {SubArchitecture.MaxPositions} sub-architectures (has {baseline.Length})";
        var ladder = Widths.Length <= 8 ? string.Join(", ", Widths) : $"{Widths[0]}, {Widths[1]}, ..., {Widths[^1]}";
        foreach (var sub in baseline)
        {
            if (!Widths.Contains(sub.Width)) return $"baseline: must have widths on the ladder of {Name}: {ladder} (was {sub.Width}x{sub.Depth})";
        }

        return Simulate(set.Modifiers) is null ? $"under its modifiers larger architectures are not better on {Name}, so that there are no learning curves" : null;
    }

    private static ModifierSet Listed(params double[][] rows) => new(Modifiers.FromRows(rows), null);
}
