using MassTransit;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// A message that could not be handled because this process stops, or because its channel is gone, is no bad message: it
/// goes back to its queue, for the next process, instead of to the error queue, where nobody would count it.
/// </summary>
internal sealed class RequeueFilter(CancellationToken stopping) : IFilter<ExceptionReceiveContext>
{
    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next) =>
        stopping.IsCancellationRequested || context.Exception.GetBaseException() is OperationCanceledException
            ? Task.FromException(context.Exception)
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("requeue");
}
