using System.Collections.Concurrent;
using MassTransit;

namespace ArchOpt.Evaluation.Worker;

/// <summary>The endpoints that bring work, so that shutdown can close them before everything else.</summary>
internal sealed class EvaluateEndpoints : IReceiveEndpointObserver
{
    private readonly ConcurrentDictionary<Uri, IReceiveEndpoint> endpoints = new();

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(endpoints.Values.Select(endpoint => endpoint.Stop(cancellationToken)));

    public Task Ready(ReceiveEndpointReady ready)
    {
        endpoints[ready.InputAddress] = ready.ReceiveEndpoint;
        return Task.CompletedTask;
    }

    public Task Stopping(ReceiveEndpointStopping stopping) => Task.CompletedTask;

    public Task Completed(ReceiveEndpointCompleted completed) => Task.CompletedTask;

    public Task Faulted(ReceiveEndpointFaulted faulted) => Task.CompletedTask;
}
