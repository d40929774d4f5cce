using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArchOpt.Evaluation.Evaluators;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>An evaluator that does what the test says and remembers what it was asked.</summary>
internal sealed class ScriptedEvaluator(Func<EvaluationRequest, IStepReporter, CancellationToken, Task<EvaluationResult>> script) : IEvaluator
{
    public static readonly EvaluationResult Fine = EvaluationResult.Completed(ImmutableSortedDictionary<string, double>.Empty.Add("value", 1));

    /// <summary>Of its own, so that every test has queues of its own.</summary>
    public string Name { get; } = $"scripted-{Guid.NewGuid():n}";

    public ConcurrentQueue<EvaluationRequest> Asked { get; } = new();

    public static ScriptedEvaluator Answering(EvaluationResult result) => new((_, _, _) => Task.FromResult(result));

    /// <summary>Runs until the task completes or the trial is stopped.</summary>
    public static ScriptedEvaluator WaitingFor(Task gate) => new(async (_, _, stop) =>
    {
        await gate.WaitAsync(stop);
        return Fine;
    });

    public Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        Asked.Enqueue(request);
        return script(request, steps, cancellationToken);
    }
}
