using System.Collections.Immutable;

namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>What the simulator simulates: one instance of the benchmark.</summary>
public sealed record AdsArchProblem
{
    /// <summary>The widest layer of the benchmark's first ladder.</summary>
    public const int StandardWidth = 2048;

    /// <summary>The widest layer of the wide variant.</summary>
    public const int WideWidth = 4096;

    /// <summary>Days of training; beyond 60 nothing changes.</summary>
    public double Days { get; init; } = LearningCurves.FullTrainingDays;

    /// <summary>The widest layer of the ladder, a multiple of 64: 2048, or 4096 in the wide variant.</summary>
    public int MaxWidth { get; init; } = StandardWidth;

    /// <summary>Layers of each sub-architecture in the anchor of the large learning curve.</summary>
    public int LargeDepth { get; init; } = 2;

    public Modifiers Modifiers { get; init; } = Modifiers.Default;

    /// <summary>The architecture that scores 0.</summary>
    public ImmutableArray<SubArchitecture> Baseline { get; init; } = [new(256, 2), new(512, 2), new(256, 2), new(64, 1), new(64, 1)];

    /// <summary>The benchmark on the first ladder.</summary>
    public static AdsArchProblem Standard { get; } = new();

    /// <summary>The wide variant: layers up to 4096, a deeper large anchor, a larger baseline.</summary>
    public static AdsArchProblem Wide { get; } = new()
    {
        MaxWidth = WideWidth,
        LargeDepth = 4,
        Baseline = [new(1024, 2), new(512, 2), new(1024, 2), new(1024, 1), new(1024, 1)],
    };
}
