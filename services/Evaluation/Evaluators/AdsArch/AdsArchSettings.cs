using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.Settings;

namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>The settings of the <c>ads-arch</c> evaluator, and the simulator they make.</summary>
internal sealed record AdsArchSettings
{
    /// <summary>GPUs that one run occupies for its days.</summary>
    public const int GpusPerRun = 8;

    private const double MaxDays = 36_500;
    private const int MaxLadder = 65_536;

    /// <summary>As a rule for one number of steps; studies that differ in nothing but their stopping policy share these settings.</summary>
    private readonly ConcurrentDictionary<int, ImmutableArray<AdsArchSimulator>> stages = new();

    private AdsArchSettings()
    {
    }

    public required AdsArchProblem Problem { get; init; }

    public required AdsArchSimulator Simulator { get; init; }

    public required bool Noise { get; init; }

    /// <summary>The study's budget in GPU-days; null for none. A study that wants one says so: 8,000 is the benchmark's.</summary>
    public required double? GpuDays { get; init; }

    /// <summary>Whether every step of training is reported; null when the study's pruner and stopping policy decide.</summary>
    public required bool? Curve { get; init; }

    /// <summary>The steps of a curve; null when the study decides. After step t of n the model has been trained for t/n of the days.</summary>
    public required int? Steps { get; init; }

    public required Imitation Imitation { get; init; }

    /// <summary>The model at every step before the last; made when the first curve of so many steps is asked for.</summary>
    public ImmutableArray<AdsArchSimulator> StagesOf(int steps) => stages.GetOrAdd(
        steps, static (count, problem) => [.. Enumerable.Range(1, count - 1).Select(step => new AdsArchSimulator(problem with { Days = problem.Days * step / count }))], Problem);

    /// <summary>GPU-days of one run.</summary>
    public double Cost => GpusPerRun * Problem.Days;

    /// <exception cref="EvaluatorSettingsException">The settings are wrong.</exception>
    public static AdsArchSettings Parse(string json) => SettingsReader.Read(json, settings =>
    {
        var maxWidth = settings.Integer("max_width", AdsArchProblem.StandardWidth, IsLadder, $"must be a multiple of 64 in [128, {MaxLadder}]; 2048, or 4096 for the wide variant");
        var variant = maxWidth == AdsArchProblem.WideWidth ? AdsArchProblem.Wide : AdsArchProblem.Standard;
        var modifiers = settings.Rows("modifiers", AreModifiers, "must be five rows [a, b, f, x, d] of numbers >= 0, with a positive a and a positive b among them");
        var baseline = settings.Rows("baseline", rows => IsArchitecture(rows, maxWidth), $"must be 1 to 5 lists of 1 to 5 equal widths, multiples of 64 up to {maxWidth}");
        var problem = variant with
        {
            MaxWidth = maxWidth,
            Days = settings.Number("days", variant.Days, value => value is > 0 and <= MaxDays, $"must be in (0, {MaxDays}]"),
            LargeDepth = settings.Integer("large_depth", variant.LargeDepth, value => value is >= 1 and <= SubArchitecture.MaxDepth, "must be 1 to 5"),
            Modifiers = modifiers is null ? variant.Modifiers : Modifiers.FromRows(modifiers),
            Baseline = baseline is null ? variant.Baseline : [.. baseline.Select(row => new SubArchitecture((int)row[0], row.Length))],
        };
        return new AdsArchSettings
        {
            Problem = problem,
            Simulator = Simulate(settings, problem),
            Noise = settings.Flag("noise", false),
            GpuDays = settings.OptionalNumber("gpu_days", value => value > 0, "must be > 0"),
            Curve = settings.OptionalFlag("curve"),
            Steps = Imitation.ReadSteps(settings),
            Imitation = Imitation.Read(settings),
        };
    });

    private static AdsArchSimulator Simulate(SettingsReader settings, AdsArchProblem problem)
    {
        try
        {
            return new(problem);
        }
        catch (ArgumentException)
        {
            settings.Reject("modifiers", $"must let the NE complexity rise from the small over the medium to the large anchor (with max_width {problem.MaxWidth} and large_depth {problem.LargeDepth}).");
            return new(AdsArchProblem.Standard);
        }
    }

    private static bool IsLadder(int maxWidth) => maxWidth is >= 2 * SubArchitecture.MinWidth and <= MaxLadder && maxWidth % SubArchitecture.MinWidth == 0;

    private static bool AreModifiers(double[][] rows) => rows.Length == SubArchitecture.MaxPositions && rows.All(row => row.Length == 5 && row.All(number => number >= 0))
        && rows.Any(row => row[0] > 0) && rows.Any(row => row[1] > 0);

    private static bool IsArchitecture(double[][] rows, int maxWidth) => rows.Length is >= 1 and <= SubArchitecture.MaxPositions
        && rows.All(row => row.Length is >= 1 and <= SubArchitecture.MaxDepth && row.All(width => width == row[0])
            && row[0] >= SubArchitecture.MinWidth && row[0] <= maxWidth && row[0] % SubArchitecture.MinWidth == 0);
}
