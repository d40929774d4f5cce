using MassTransit;

namespace ArchOpt.Analysis.Console.Operator;

/// <summary>Whether this service's own connection to the broker stands; what it cannot reach nobody's messages go through.</summary>
internal sealed class BrokerHealth(IBusControl bus)
{
    /// <summary>One sentence; null when all is well.</summary>
    public string? Trouble() => bus.CheckHealth().Status == BusHealthStatus.Healthy
        ? null
        : "The message broker cannot be reached from here: trials are neither handed out nor reported until it is back. Nothing is lost.";
}
