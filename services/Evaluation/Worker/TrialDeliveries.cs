using ArchOpt.Contracts;
using ArchOpt.ServiceDefaults.Logging;
using MassTransit;

namespace ArchOpt.Evaluation.Worker;

/// <summary>
/// Receives EvaluateTrial. A delivery ends (and is acknowledged) only when the result is with the broker; so a trial
/// is either finished or still in the queue, whatever dies in between. Deliveries of an attempt that runs here already
/// wait for that run.
/// </summary>
internal sealed class TrialDeliveries(
    HeldRuns held,
    FinishedResults finished,
    StoppedAttempts stopped,
    TrialClaims claims,
    TrialExecution execution,
    WorkerMessages messages,
    WorkerLifetime worker,
    WorkerSlots slots,
    EvaluationOptions options,
    TimeProvider time,
    ILogger<TrialDeliveries> log)
{
    /// <exception cref="EvaluationFailedException">The result Failed was published; the message belongs in the error queue.</exception>
    /// <exception cref="DeliveryHandedBackException">The worker leaves; the message belongs back in its queue.</exception>
    public async Task ConsumeAsync(ConsumeContext<EvaluateTrial> context)
    {
        var message = context.Message;
        using var scope = log.BeginTrial(message.Study, message.Number, message.Attempt);
        switch (await ReceiveAsync(message, context.ReceiveContext.Redelivered, context.CancellationToken))
        {
            case RunEnd.Failed:
                throw new EvaluationFailedException($"{AttemptKey.Of(message)} of {message.Study} failed: {finished.Find(AttemptKey.Of(message))?.Error}");
            case RunEnd.HandedBack:
                throw new DeliveryHandedBackException($"{AttemptKey.Of(message)} of {message.Study} goes back to its queue.");
            default:
                return;
        }
    }

    /// <param name="lost">Cancelled when the channel of this delivery is gone, and with it the means to acknowledge it.</param>
    private async ValueTask<RunEnd> ReceiveAsync(EvaluateTrial message, bool redelivered, CancellationToken lost)
    {
        var run = new TrialRun(message, time);
        if (held.AddOrGet(AttemptKey.Of(message), run) is { } other)
        {
            run.Dispose();
            return ForRepeated(await UnlessLostAsync(other.End, null, lost), redelivered);
        }

        var work = RunAsync(run, redelivered);
        if (work.IsCompletedSuccessfully) return work.Result;
        // An evaluator that ignores cancellation must not keep a leaving worker from handing its delivery back.
        return await UnlessLostAsync(Task.WhenAny(work.AsTask(), run.End).Unwrap(), run, lost);
    }

    /// <summary>
    /// A delivery without a channel ends at once: the transport reconnects only when all of them have. The run goes on
    /// and publishes its result; the broker delivers the message again, here (it then waits for this run) or elsewhere.
    /// </summary>
    /// <param name="own">The run that this delivery began; null when it waits for another's.</param>
    private static async ValueTask<RunEnd> UnlessLostAsync(Task<RunEnd> end, TrialRun? own, CancellationToken lost)
    {
        try
        {
            return await end.WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested && !end.IsCompleted)
        {
            if (own?.Phase <= RunPhase.Waiting) own.HandBack(); // nothing is lost that has not begun
            return RunEnd.HandedBack;
        }
    }

    private async ValueTask<RunEnd> RunAsync(TrialRun run, bool redelivered)
    {
        var end = RunEnd.HandedBack;
        try
        {
            end = await FinishAsync(run, redelivered);
        }
        catch (OperationCanceledException) when (worker.Leaving.IsCancellationRequested)
        {
            // The broker stayed away until the end: the delivery goes back, unless it is lost with the connection.
        }
        catch (Exception e)
        {
            log.LogError(e, "{Trial} could not be carried out", run.Key); // the delivery may be gone, so nobody else would say it
            throw;
        }
        finally
        {
            held.Remove(run);
            run.Complete(end);
            run.Dispose();
        }

        return end;
    }

    private async ValueTask<RunEnd> FinishAsync(TrialRun run, bool redelivered)
    {
        if (await EvaluateAsync(run, redelivered) is not var (end, result)) return RunEnd.HandedBack;
        if (result is null) return end;
        if (run.IsHandedBack) return RunEnd.HandedBack;
        run.Phase = RunPhase.Publishing;
        await messages.PublishResultAsync(result, worker.Leaving);
        finished.Add(run.Key, result);
        if (run.Attempt != run.Message.Attempt) finished.Add(AttemptKey.Of(run.Message), result);
        return end;
    }

    /// <summary>How the delivery ends, once the result (if there is one) is published; null when it goes back to its queue.</summary>
    private async ValueTask<(RunEnd End, TrialFinished? Result)?> EvaluateAsync(TrialRun run, bool redelivered)
    {
        try
        {
            if (worker.Stage != WorkerStage.Serving) return null;
            if (finished.Find(run.Key) is { } known) return (ForRepeated(EndOf(known), redelivered), known);
            if (stopped.Find(run.Key) is { } reason)
            {
                run.Stop(reason);
                return Ended(run, TrialExecution.Stopped(run));
            }

            if (redelivered && await ClaimAsync(run) is { } settled) return (settled, null);
            run.Phase = RunPhase.Waiting;
            var slot = await slots.TakeAsync(run.Stopping);
            try
            {
                run.Start(slot);
                return Ended(run, await execution.ExecuteAsync(run));
            }
            finally
            {
                slots.Release(slot);
            }
        }
        catch (OperationCanceledException) when (run.Stopping.IsCancellationRequested)
        {
            return Ended(run, TrialExecution.Stopped(run));
        }
    }

    /// <summary>Null when the run is now ours to do; else how the delivery ends without it.</summary>
    private async ValueTask<RunEnd?> ClaimAsync(TrialRun run)
    {
        if (await claims.ClaimAsync(run.Key, run.Stopping) is not { } attempt) return RunEnd.Done;
        if (attempt == run.Attempt) return null;
        run.Attempt = attempt;
        return held.AddOrGet(run.Key, run) is { } other ? await other.End : null;
    }

    private (RunEnd End, TrialFinished? Result)? Ended(TrialRun run, Evaluators.EvaluationResult? result)
    {
        if (result is null) return run.IsHandedBack ? null : (RunEnd.Done, null);
        var published = run.Finished(result, options.Worker);
        return (EndOf(published), published);
    }

    private static RunEnd EndOf(TrialFinished result) => result.Outcome == EvaluationOutcome.Failed ? RunEnd.Failed : RunEnd.Done;

    // A redelivered message is the only copy that the broker still has, so it goes to the error queue; a message that was
    // sent twice is there already.
    private static RunEnd ForRepeated(RunEnd end, bool redelivered) => end == RunEnd.Failed && !redelivered ? RunEnd.Done : end;
}
