namespace ArchOpt.Cli.Tests;

/// <summary>What one call of the command left behind.</summary>
public sealed record CliResult(int ExitCode, string Output, string Error)
{
    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Calls the command in this process.</summary>
public static class Archopt
{
    public static Task<CliResult> RunAsync(params string[] args) => RunAsync(args, "", null, TestContext.Current.CancellationToken);

    public static Task<CliResult> OnAsync(StubServer server, params string[] args) => RunAsync([.. args, "--server", server.Url]);

    /// <param name="variables">The environment; nothing of the real one is seen.</param>
    /// <param name="terminal">Standard error is a terminal.</param>
    /// <param name="outputTerminal">Standard output is one.</param>
    public static async Task<CliResult> RunAsync(
        string[] args, string input, IReadOnlyDictionary<string, string>? variables, CancellationToken cancellationToken, bool terminal = false, bool outputTerminal = false)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var surroundings = new Surroundings(
            new StringReader(input),
            output,
            TextWriter.Synchronized(error),
            name => variables?.GetValueOrDefault(name),
            TimeProvider.System) { ErrorIsTerminal = terminal, OutputIsTerminal = outputTerminal };
        var exitCode = await CliProgram.RunAsync(args, surroundings, cancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
