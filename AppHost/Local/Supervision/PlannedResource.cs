using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>One line of the resource table.</summary>
/// <param name="Name">The resource's name in the topology.</param>
/// <param name="Kind">What it is here: the program, or where it lives.</param>
/// <param name="Url">For people; null if there is nothing to open.</param>
/// <param name="Launch">How to run it; null when there is nothing to start, and then <paramref name="Fixed"/> says why.</param>
/// <param name="Fixed">The state of a resource without a process.</param>
internal sealed record PlannedResource(string Name, string Kind, string? Url, Launch? Launch, ResourceState Fixed = ResourceState.Embedded)
{
    /// <summary>Part of another resource, and not worth a line of its own.</summary>
    internal bool IsHidden { get; init; }
}

/// <summary>How to run a resource.</summary>
/// <param name="Process">The program, prepared once: ports and environment stay the same over restarts.</param>
/// <param name="Probe">Says when it is healthy.</param>
/// <param name="WaitsFor">Names of resources that must be healthy first and that stop later.</param>
/// <param name="IsOurs">Our own programs answer exit code 2 with "the call or a file is wrong": a restart cannot help.</param>
internal sealed record Launch(ProcessSpec Process, IHealthProbe Probe, IReadOnlyList<string> WaitsFor, bool IsOurs);
