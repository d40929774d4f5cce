using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.Settings;
using ArchOpt.Contracts;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Evaluation.Evaluators.AdsArch;

/// <summary>
/// <c>ads-arch</c>: the simulator of the ads architecture benchmark. Reads a list parameter <c>arch</c> of
/// <c>{width, depth}</c>; other parameters are not its business. Metrics: <c>score</c>, <c>ne</c>, <c>qps</c>,
/// <c>parameters</c> (millions), <c>cost</c> (GPU-days). An architecture off the ladder is Infeasible. A study with
/// <c>gpu_days</c> has a budget: trial n runs when the runs 0..n fit into it, and is Failed with that reason otherwise.
/// </summary>
public sealed class AdsArchEvaluator(TimeProvider time) : IEvaluator
{
    public const string EvaluatorName = "ads-arch";

    private const long StepStream = 0x73746570; // keeps the noise of steps apart from that of the result

    private static readonly ImmutableSortedDictionary<string, double> Template = ImmutableSortedDictionary<string, double>.Empty
        .Add("cost", 0).Add("ne", 0).Add("parameters", 0).Add("qps", 0).Add("score", 0);

    private readonly SettingsCache<AdsArchSettings> settings = new(AdsArchSettings.Parse);

    public string Name => EvaluatorName;

    public Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        AdsArchSettings given;
        try
        {
            given = settings.Get(request.Settings);
        }
        catch (EvaluatorSettingsException e)
        {
            return Task.FromResult(EvaluationResult.Failed(e.Message));
        }

        var result = Evaluate(given, request);
        if (!(given.Curve ?? (request.WantsCurve || request.Stopping is not null)) || result.Outcome != EvaluationOutcome.Completed)
            return given.Imitation.ApplyAsync(request, result, time, cancellationToken);
        SubArchitecture[] architecture = [.. request.Configuration["arch"].List.Select(sub => new SubArchitecture((int)sub["width"].Number, (int)sub["depth"].Number))];
        var stages = given.StagesOf(Imitation.StepsOf(request, given.Steps));
        return given.Imitation.TrainAsync(
            request, result, stages.Length + 1, step => At(given, request, result, architecture, stages, step), steps, time, cancellationToken);
    }

    /// <summary>
    /// The metrics after t of n steps: NE and score as after t/n of the days, the baseline being trained as long, and the cost so
    /// far. Speed and size do not depend on training. Noise is drawn anew at every step.
    /// </summary>
    private static ImmutableSortedDictionary<string, double> At(
        AdsArchSettings settings, EvaluationRequest request, EvaluationResult result, SubArchitecture[] architecture, ImmutableArray<AdsArchSimulator> stages, int step)
    {
        var count = stages.Length + 1;
        if (step == count) return result.Metrics;
        var stage = stages[step - 1];
        var outcome = settings.Noise ? stage.Measure(architecture, RandomStream.Derive(request.Seed, StepStream, step)) : stage.Evaluate(architecture);
        return Metrics(settings.Cost * step / count, outcome);
    }

    private static EvaluationResult Evaluate(AdsArchSettings settings, EvaluationRequest request)
    {
        if (settings.GpuDays is { } budget && (request.Number + 1) * settings.Cost > budget)
        {
            return EvaluationResult.Failed(
                $"The GPU-day budget is exhausted: trial {request.Number} would bring the study to {(request.Number + 1) * settings.Cost} of {budget} GPU-days.");
        }

        Span<SubArchitecture> buffer = stackalloc SubArchitecture[SubArchitecture.MaxPositions];
        if (!request.Configuration.TryGet("arch", out var arch) || arch.Kind != ParameterValueKind.List)
            return EvaluationResult.Failed("arch: must be a list of {width, depth} objects; the study's space has to have such a parameter.");
        var list = arch.List;
        if (list.Length is < 1 or > SubArchitecture.MaxPositions)
            return EvaluationResult.Infeasible($"arch: must have 1 to {SubArchitecture.MaxPositions} sub-architectures (has {list.Length}).");
        for (var i = 0; i < list.Length; i++)
        {
            if (Violation(list[i], i, settings.Problem.MaxWidth) is { } violation) return EvaluationResult.Infeasible(violation);
            buffer[i] = new((int)list[i]["width"].Number, (int)list[i]["depth"].Number);
        }

        var architecture = buffer[..list.Length];
        return EvaluationResult.Completed(Metrics(settings.Cost, settings.Noise ? settings.Simulator.Measure(architecture, request.Seed) : settings.Simulator.Evaluate(architecture)));
    }

    private static string? Violation(Configuration sub, int position, int maxWidth)
    {
        if (!Is(sub, "width", out var width) || width < SubArchitecture.MinWidth || width > maxWidth || width % SubArchitecture.MinWidth != 0)
            return $"arch[{position}].width: must be a multiple of 64 in [64, {maxWidth}] (was {Shown(sub, "width")}).";
        if (!Is(sub, "depth", out var depth) || depth < 1 || depth > SubArchitecture.MaxDepth || depth != Math.Truncate(depth))
            return $"arch[{position}].depth: must be 1 to {SubArchitecture.MaxDepth} (was {Shown(sub, "depth")}).";
        return null;
    }

    private static bool Is(Configuration sub, string name, out double number)
    {
        var found = sub.TryGet(name, out var value) && value.Kind == ParameterValueKind.Number;
        number = found ? value.Number : 0;
        return found;
    }

    private static string Shown(Configuration sub, string name) => sub.TryGet(name, out var value) ? value.ToString() : "absent";

    private static ImmutableSortedDictionary<string, double> Metrics(double cost, AdsArchOutcome outcome)
    {
        var metrics = Template.ToBuilder();
        metrics["cost"] = cost;
        metrics["ne"] = outcome.Ne;
        metrics["parameters"] = outcome.Parameters;
        metrics["qps"] = outcome.Qps;
        metrics["score"] = outcome.Score;
        return metrics.ToImmutable();
    }
}
