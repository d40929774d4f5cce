namespace ArchOpt.Cli.Hosting;

/// <summary>How the modules run in this process.</summary>
/// <param name="Data">The data directory.</param>
/// <param name="Log">Where log lines go.</param>
internal sealed record HostingOptions(string Data, TextWriter Log)
{
    /// <summary>Run trials too. A command that only asks needs no evaluator, and should start no work.</summary>
    public bool Evaluate { get; init; }

    /// <summary>The file of commands that trials may run; null for what is configured, else the usual file.</summary>
    public string? Commands { get; init; }

    /// <summary>Log what happens, not only warnings.</summary>
    public bool Verbose { get; init; }

    /// <summary>Of loopback; 0 lets the system choose.</summary>
    public int Port { get; init; }

    /// <summary>A supervisor started this process, and holds the data directory for it.</summary>
    public bool Supervised { get; init; }
}
