using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.Settings;

namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>
/// <c>function</c>: a classic test function, chosen by the setting <c>function</c>. Metric: <c>value</c>, to be
/// minimised. The coordinates are the parameters x0, x1, ... where there are such, else all numbers by name.
/// </summary>
/// <remarks>
/// With the setting <c>steps</c>, or in a study with a pruner or a stopping policy, it imitates training: of n steps, step t reports
/// f + (1 + |f|) / 2 x (exp(-5 t/n) - exp(-5)), which falls to the function's value f. At every step trials are ordered
/// as at the end, so a pruner that waits for nothing else never errs here.
/// </remarks>
public sealed class FunctionEvaluator(TimeProvider time) : IEvaluator
{
    public const string EvaluatorName = "function";

    private static readonly ImmutableSortedDictionary<string, double> Empty = ImmutableSortedDictionary<string, double>.Empty;
    private readonly SettingsCache<FunctionSettings> settings = new(FunctionSettings.Parse);

    public string Name => EvaluatorName;

    public Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        FunctionSettings given;
        try
        {
            given = settings.Get(request.Settings);
        }
        catch (EvaluatorSettingsException e)
        {
            return Task.FromResult(EvaluationResult.Failed(e.Message));
        }

        var point = PointOrder.Coordinates(request.Configuration);
        if (!given.Function.Accepts(point.Length))
            return Task.FromResult(EvaluationResult.Failed($"{given.Function.Name} takes {given.Function.Expectation} (the configuration has {point.Length}: {request.Configuration})."));
        var value = given.Function.Formula(point);
        var result = EvaluationResult.Completed(Empty.Add("value", value));
        if (given.Steps is null && !request.WantsCurve && request.Stopping is null) return given.Imitation.ApplyAsync(request, result, time, cancellationToken);
        var count = Imitation.StepsOf(request, given.Steps);
        return given.Imitation.TrainAsync(request, result, count, step => Empty.Add("value", After(step, count, value)), steps, time, cancellationToken);
    }

    private static double After(int step, int count, double value) => step == count
        ? value
        : value + ((1 + Math.Abs(value)) / 2 * (Math.Exp(-5.0 * step / count) - Math.Exp(-5)));

    private sealed record FunctionSettings(TestFunction Function, int? Steps, Imitation Imitation)
    {
        public static FunctionSettings Parse(string json) => SettingsReader.Read(json, settings =>
        {
            var expectation = $"must be one of {string.Join(", ", TestFunctions.Names)}";
            var name = settings.Text("function", expectation);
            if (!TestFunctions.TryGet(name, out var function))
            {
                if (name.Length > 0) settings.Reject("function", $"{expectation} (was '{name}').");
                TestFunctions.TryGet("sphere", out function);
            }

            return new FunctionSettings(function!, Imitation.ReadSteps(settings), Imitation.Read(settings));
        });
    }
}
