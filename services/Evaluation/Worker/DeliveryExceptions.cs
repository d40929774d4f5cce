using MassTransit;

namespace ArchOpt.Evaluation.Worker;

/// <summary>An attempt failed and its result is published. It sends the message to the error queue, from where it can be replayed.</summary>
public sealed class EvaluationFailedException(string message) : Exception(message);

/// <summary>The worker leaves before the attempt has ended. It sends the message back to its queue, for another worker.</summary>
public sealed class DeliveryHandedBackException(string message) : Exception(message);

/// <summary>
/// Lets a handed-back delivery fail in the transport itself, which answers the broker with "not acknowledged, requeue",
/// instead of moving it to the error queue.
/// </summary>
internal sealed class HandBackFilter : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        context.Exception.GetBaseException() is DeliveryHandedBackException handedBack ? Task.FromException(handedBack) : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("handBack");
}
