using System.Collections.Immutable;

namespace ArchOpt.Cli;

/// <summary>The command ends here: these lines go to standard error, one for each mistake, and this is the exit code.</summary>
internal sealed class CliException(int exitCode, ImmutableArray<string> lines, Exception? innerException = null)
    : Exception(string.Join(Environment.NewLine, lines), innerException)
{
    public CliException(int exitCode, string line, Exception? innerException = null)
        : this(exitCode, [line], innerException)
    {
    }

    public int ExitCode { get; } = exitCode;

    public ImmutableArray<string> Lines { get; } = lines;

    public static CliException Wrong(string line, Exception? innerException = null) => new(Cli.ExitCode.Wrong, line, innerException);
}
