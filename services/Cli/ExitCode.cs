namespace ArchOpt.Cli;

/// <summary>What the process ends with; scripts are written against these numbers.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The work failed: a study without a completed trial, a refusal of the server.</summary>
    public const int Failed = 1;

    /// <summary>The call or a file is wrong.</summary>
    public const int Wrong = 2;

    /// <summary>The server cannot be reached.</summary>
    public const int Unreachable = 3;

    public const int Interrupted = 130;
}
