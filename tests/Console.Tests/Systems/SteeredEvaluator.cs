using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;

namespace ArchOpt.Console.Tests.Systems;

/// <summary>An evaluator whose trials end when the test says so, and as it says. Thread-safe.</summary>
internal sealed class SteeredEvaluator : IEvaluator
{
    private readonly Channel<bool> permits = Channel.CreateUnbounded<bool>();
    private volatile Func<EvaluationRequest, EvaluationResult> answer = static request => Completed(request.Number);

    public string Name => "steered";

    /// <summary>What a trial that may end comes to.</summary>
    public Func<EvaluationRequest, EvaluationResult> Answer
    {
        set => answer = value;
    }

    /// <summary>The steps that every trial reports while it runs.</summary>
    public int Steps { get; init; }

    /// <summary>Numbers of the trials that began, in that order.</summary>
    public ConcurrentQueue<long> Begun { get; } = new();

    /// <summary>Lets so many trials end.</summary>
    public void Release(int trials = 1)
    {
        for (var i = 0; i < trials; i++) permits.Writer.TryWrite(true);
    }

    /// <summary>Lets all trials end, now and later.</summary>
    public void ReleaseAll() => permits.Writer.TryComplete();

    public async Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken)
    {
        Begun.Enqueue(request.Number);
        for (var step = 1; step <= Steps; step++)
            await steps.ReportAsync(step, Metrics(("value", 1.0 / step), ("loss", 2.0 / step)), cancellationToken);
        while (await permits.Reader.WaitToReadAsync(cancellationToken) && !permits.Reader.TryRead(out _)) continue;
        return answer(request);
    }

    public static EvaluationResult Completed(double value, params ReadOnlySpan<(string Name, double Value)> more) =>
        new(EvaluationOutcome.Completed, Metrics([("value", value), .. more]));

    public static EvaluationResult Failed(string error) => new(EvaluationOutcome.Failed, ImmutableSortedDictionary<string, double>.Empty, error);

    private static ImmutableSortedDictionary<string, double> Metrics(params ReadOnlySpan<(string Name, double Value)> metrics)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (name, value) in metrics) all[name] = value;
        return all.ToImmutable();
    }
}
