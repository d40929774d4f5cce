namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>Where a resource is in its life.</summary>
internal enum ResourceState
{
    /// <summary>For what it depends on.</summary>
    Waiting,

    /// <summary>The process runs and is not healthy yet.</summary>
    Starting,

    /// <summary>Healthy.</summary>
    Running,

    /// <summary>It was healthy; the process runs but no longer answers as it should.</summary>
    Unhealthy,

    /// <summary>The process ended unasked and is started again after a pause.</summary>
    Restarting,

    /// <summary>Stopped because it was asked to.</summary>
    Finished,

    /// <summary>It cannot run, and trying again would not help.</summary>
    Failed,

    /// <summary>It lives inside another resource: nothing to start.</summary>
    Embedded,

    /// <summary>A server of the user's own: nothing to start.</summary>
    Configured,

    /// <summary>The program is not on this machine. Everything else works without it.</summary>
    NotInstalled,
}
