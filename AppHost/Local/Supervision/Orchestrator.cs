using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>Starts all resources, each when what it waits for is healthy, and stops them the other way round.</summary>
internal sealed class Orchestrator : IDisposable
{
    private readonly List<Supervisor> _supervisors;

    internal Orchestrator(
        IReadOnlyList<PlannedResource> plan, DataDirectory data, TimeProvider time, Action<Supervisor, ResourceState, string?> changed, Action<string, string>? echo)
    {
        Plan = plan;
        _supervisors = [.. plan.Where(resource => resource.Launch is not null)
            .Select(resource => new Supervisor(resource, resource.Launch!, data, time, changed, echo))];
    }

    internal IReadOnlyList<PlannedResource> Plan { get; }

    internal IReadOnlyList<Supervisor> Supervisors => _supervisors;

    internal ResourceState StateOf(PlannedResource resource) =>
        _supervisors.Find(supervisor => supervisor.Resource == resource)?.State ?? resource.Fixed;

    internal void Start()
    {
        foreach (var supervisor in _supervisors)
            supervisor.Start([.. Dependencies(supervisor).Select(dependency => dependency.Healthy)]);
    }

    /// <summary>Stops everything; a resource is asked only after all that wait for it have ended.</summary>
    /// <param name="immediately">Cancelled to end the grace periods early.</param>
    internal async Task StopAsync(CancellationToken immediately)
    {
        var stopping = new Dictionary<Supervisor, Task>();
        // Dependents come later in the topology than what they depend on, so going backwards meets them first.
        foreach (var supervisor in Enumerable.Reverse(_supervisors))
        {
            var dependents = stopping.Where(other => Dependencies(other.Key).Contains(supervisor)).Select(other => other.Value).ToArray();
            stopping[supervisor] = StopAfterAsync(supervisor, dependents, immediately);
        }

        await Task.WhenAll(stopping.Values);
    }

    public void Dispose()
    {
        foreach (var supervisor in _supervisors)
            supervisor.Dispose();
    }

    private static async Task StopAfterAsync(Supervisor supervisor, Task[] dependents, CancellationToken immediately)
    {
        await Task.WhenAll(dependents);
        await supervisor.StopAsync(immediately);
    }

    private IEnumerable<Supervisor> Dependencies(Supervisor supervisor) =>
        _supervisors.Where(other => supervisor.Launch.WaitsFor.Contains(other.Resource.Name));
}
