using System.Diagnostics;
using ArchOpt.Contracts;
using ArchOpt.ServiceDefaults.Logging;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// A trial's trace, from its dispatch to its result. Between the two, MassTransit carries it in the headers of the
/// messages: through the broker, into the worker, and back.
/// </summary>
internal static class TrialTraces
{
    private static readonly ActivitySource Source = new("ArchOpt.Proposal");

    /// <summary>Begins the trace of one attempt.</summary>
    public static Activity? Dispatch(EvaluateTrial message)
    {
        var span = Source.StartActivity("dispatch trial", ActivityKind.Producer);
        span?.SetTrial(message.Study, message.Number, message.Attempt);
        return span;
    }

    /// <summary>Within the message's own span: from its arrival until it is durable.</summary>
    public static Activity? Result() => Source.StartActivity("record result");
}
