using System.Collections.Immutable;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition.Evaluators;

namespace ArchOpt.Evaluation.Evaluators.Settings;

/// <summary>
/// Settings that let a simulator behave like a training job: <c>delay_ms</c>, the milliseconds a run takes, and
/// <c>fail_rate</c>, the share of runs that fail. Whether a run fails follows from seed, trial and attempt, so the
/// same attempt always fails again while a replay, being a new attempt, may succeed.
/// </summary>
internal sealed record Imitation(TimeSpan Delay, double FailRate)
{
    private const int MaxSteps = 100_000;
    private const int MaxDelay = 24 * 60 * 60 * 1000;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private const long FailureStream = 0x6661696C; // keeps failures independent of whatever else is drawn from the seed

    public static Imitation Read(SettingsReader settings) => new(
        TimeSpan.FromMilliseconds(settings.Number("delay_ms", 0, value => value is >= 0 and <= MaxDelay, $"must be in [0, {MaxDelay}] milliseconds")),
        settings.Number("fail_rate", 0, value => value is >= 0 and <= 1, "must be in [0, 1]"));

    /// <summary><c>steps</c>: how many steps an imitated training has; null when it is not given.</summary>
    public static int? ReadSteps(SettingsReader settings) =>
        (int?)settings.OptionalNumber("steps", value => value is >= 1 and <= MaxSteps && value == Math.Truncate(value), $"must be a whole number in [1, {MaxSteps}]");

    /// <summary>Waits out the delay, then says how the run ends: the given result, or an imitated failure.</summary>
    public Task<EvaluationResult> ApplyAsync(EvaluationRequest request, EvaluationResult result, TimeProvider time, CancellationToken cancellationToken)
    {
        result = EndOf(request, result);
        return Delay == TimeSpan.Zero ? Task.FromResult(result) : DelayedAsync(result, time, cancellationToken);
    }

    /// <summary>
    /// How many steps an imitated training has: as many as the settings say, else as the study's stopping policy allows, else a
    /// usual number.
    /// </summary>
    /// <param name="given">What the settings say.</param>
    public static int StepsOf(EvaluationRequest request, int? given) =>
        given ?? (int)Math.Min(request.MaxResource ?? EvaluatorCatalogue.DefaultSteps, MaxSteps);

    /// <summary>
    /// Reports the steps 1 to <paramref name="count"/>, or to the most that may be spent, with the delay spread over them, and ends
    /// like <see cref="ApplyAsync"/>.
    /// </summary>
    /// <param name="result">The result after all steps.</param>
    /// <param name="count">The steps of the whole training.</param>
    /// <param name="at">The metrics of a step; those of the last are the result's.</param>
    public async Task<EvaluationResult> TrainAsync(
        EvaluationRequest request,
        EvaluationResult result,
        int count,
        Func<int, ImmutableSortedDictionary<string, double>> at,
        IStepReporter steps,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var begun = time.GetTimestamp();
        var last = (int)Math.Min(count, request.MaxResource ?? count);
        for (var step = 1; step <= last; step++)
        {
            // Against the clock, so that the pauses of many short steps do not add up to more than was asked for.
            var rest = (Delay * step / count) - time.GetElapsedTime(begun);
            if (rest >= ShortestPause || (step == last && rest > TimeSpan.Zero)) await Task.Delay(rest, time, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            await steps.ReportAsync(step, at(step), cancellationToken);
        }

        return EndOf(request, last == count ? result : EvaluationResult.Completed(at(last)));
    }

    private EvaluationResult EndOf(EvaluationRequest request, EvaluationResult result) =>
        FailRate > 0 && RandomStream.For(request.Seed, FailureStream, request.Number, request.Attempt).NextBoolean(FailRate)
            ? EvaluationResult.Failed($"An imitated failure (fail_rate {FailRate}).")
            : result;

    private async Task<EvaluationResult> DelayedAsync(EvaluationResult result, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, time, cancellationToken);
        return result;
    }
}
