using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>A formula as an evaluator; the metric is <c>value</c>, to be minimised.</summary>
internal sealed class FormulaEvaluator(string name, Func<Configuration, double> formula) : IEvaluator
{
    public const string Metric = "value";

    public string Name => name;

    public Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken) =>
        Task.FromResult(EvaluationResult.Completed(ImmutableSortedDictionary<string, double>.Empty.Add(Metric, formula(request.Configuration))));
}
