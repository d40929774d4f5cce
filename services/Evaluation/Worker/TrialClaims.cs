using ArchOpt.Contracts;
using MassTransit;

namespace ArchOpt.Evaluation.Worker;

/// <summary>Asks Proposal who may run a redelivered trial, until it answers: only its answer keeps a trial from running twice.</summary>
internal sealed class TrialClaims(IServiceProvider services, EvaluationOptions options, TimeProvider time, ILogger<TrialClaims> log)
{
    private static readonly Uri Address = new($"queue:{Queues.Claims}");
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private IRequestClient<ClaimTrial> Client => field ??=
        services.GetRequiredService<IBus>().CreateRequestClient<ClaimTrial>(Address, options.ClaimTimeout);

    /// <summary>The attempt number to run under; null when the delivery is to be dropped.</summary>
    /// <exception cref="OperationCanceledException">The worker leaves, or the trial was stopped.</exception>
    public async Task<int?> ClaimAsync(AttemptKey key, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var claim = new ClaimTrial { StudyId = key.StudyId, Number = key.Number, Attempt = key.Attempt, Worker = options.Worker };
                var response = await Client.GetResponse<TrialClaimed, ClaimRefused>(claim, cancellationToken);
                if (response.Is(out Response<TrialClaimed>? claimed)) return claimed.Message.Attempt;
                response.Is(out Response<ClaimRefused>? refused);
                log.LogInformation("{Trial} is not ours to run: {Reason}", key, refused?.Message.Reason);
                return null;
            }
            catch (Exception e) when (e is RequestException or MassTransitException && !cancellationToken.IsCancellationRequested)
            {
                log.LogWarning("No answer to the claim of {Trial} ({Error}); asking again", key, e.Message);
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }
}
