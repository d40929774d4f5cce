using ArchOpt.Search.Randomness;

namespace ArchOpt.Evaluation.Evaluators.Settings;

/// <summary>
/// Settings that let a simulator behave like a training job: <c>delay_ms</c>, the milliseconds a run takes, and
/// <c>fail_rate</c>, the share of runs that fail. Whether a run fails follows from seed, trial and attempt, so the
/// same attempt always fails again while a replay, being a new attempt, may succeed.
/// </summary>
internal sealed record Imitation(TimeSpan Delay, double FailRate)
{
    private const int MaxDelay = 24 * 60 * 60 * 1000;
    private const long FailureStream = 0x6661696C; // keeps failures independent of whatever else is drawn from the seed

    public static Imitation Read(SettingsReader settings) => new(
        TimeSpan.FromMilliseconds(settings.Number("delay_ms", 0, value => value is >= 0 and <= MaxDelay, $"must be in [0, {MaxDelay}] milliseconds")),
        settings.Number("fail_rate", 0, value => value is >= 0 and <= 1, "must be in [0, 1]"));

    /// <summary>Waits out the delay, then says how the run ends: the given result, or an imitated failure.</summary>
    public Task<EvaluationResult> ApplyAsync(EvaluationRequest request, EvaluationResult result, TimeProvider time, CancellationToken cancellationToken)
    {
        if (FailRate > 0 && RandomStream.For(request.Seed, FailureStream, request.Number, request.Attempt).NextBoolean(FailRate))
            result = EvaluationResult.Failed($"An imitated failure (fail_rate {FailRate}).");
        return Delay == TimeSpan.Zero ? Task.FromResult(result) : DelayedAsync(result, time, cancellationToken);
    }

    private async Task<EvaluationResult> DelayedAsync(EvaluationResult result, TimeProvider time, CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, time, cancellationToken);
        return result;
    }
}
