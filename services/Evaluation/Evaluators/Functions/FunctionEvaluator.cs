using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators.Settings;

namespace ArchOpt.Evaluation.Evaluators.Functions;

/// <summary>
/// <c>function</c>: a classic test function, chosen by the setting <c>function</c>. Metric: <c>value</c>, to be
/// minimised. The coordinates are the parameters x0, x1, ... where there are such, else all numbers by name.
/// </summary>
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
        var result = given.Function.Accepts(point.Length)
            ? EvaluationResult.Completed(Empty.Add("value", given.Function.Formula(point)))
            : EvaluationResult.Failed($"{given.Function.Name} takes {given.Function.Expectation} (the configuration has {point.Length}: {request.Configuration}).");
        return given.Imitation.ApplyAsync(request, result, time, cancellationToken);
    }

    private sealed record FunctionSettings(TestFunction Function, Imitation Imitation)
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

            return new FunctionSettings(function!, Imitation.Read(settings));
        });
    }
}
