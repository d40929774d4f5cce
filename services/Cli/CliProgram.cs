using System.CommandLine;
using System.Runtime.InteropServices;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Commands;
using ArchOpt.Cli.Connecting;
using ArchOpt.Cli.Output;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using Microsoft.Extensions.Options;

namespace ArchOpt.Cli;

/// <summary>The command <c>archopt</c>.</summary>
internal static class CliProgram
{
    public static async Task<int> Main(string[] args)
    {
        using var interruption = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        return await RunAsync(args, Surroundings.Process(), interruption.Token);

        void Cancel(PosixSignalContext signal)
        {
            // The first signal asks; a second one, when the first is not obeyed fast enough, has the system's usual effect.
            signal.Cancel = !interruption.IsCancellationRequested;
            interruption.Cancel();
        }
    }

    /// <summary>Runs one call and returns its exit code; never throws.</summary>
    public static async Task<int> RunAsync(string[] args, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var options = new GlobalOptions();
        var parsed = CommandTree.Create(new(options, surroundings)).Parse(args);
        try
        {
            if (parsed.Errors.Count > 0) return await RefuseAsync(parsed, surroundings);
            var invocation = new InvocationConfiguration
            {
                Output = surroundings.Output,
                Error = surroundings.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // signals are ours
            };
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (StandardOutput.IsClosed(e))
        {
            return ExitCode.Done; // archopt trials demo | head: the reader had enough
        }
        catch (Exception e)
        {
            var (code, lines) = Explain(e, () => options.Read(parsed, surroundings.Variable).Server);
            foreach (var line in lines) await surroundings.Error.WriteLineAsync(line);
            if (parsed.GetValue(options.Verbose)) await surroundings.Error.WriteLineAsync(e.ToString());
            return code;
        }
        finally
        {
            await FlushAsync(surroundings.Output);
        }
    }

    /// <summary>What a person is told, and what a script.</summary>
    private static (int ExitCode, IReadOnlyList<string> Lines) Explain(Exception e, Func<Uri> server) => e switch
    {
        CliException own => (own.ExitCode, own.Lines),
        ServerRefusedException refusal => (refusal.ExitCode, refusal.LinesForTerminal),
        HttpRequestException or TaskCanceledException { InnerException: TimeoutException } =>
            (ExitCode.Unreachable, Connector.Unreachable(server()).Lines),
        StoreUnusableException store => (ExitCode.Wrong, [OneLine(store.Message)]),
        OptionsValidationException options => (ExitCode.Wrong, [.. options.Failures.Select(OneLine)]),
        _ => (ExitCode.Failed, [$"archopt: {OneLine(e.Message)} (an unexpected {e.GetType().Name}; --verbose shows the details)"]),
    };

    private static async Task FlushAsync(TextWriter output)
    {
        try
        {
            await output.FlushAsync(CancellationToken.None);
        }
        catch (IOException e) when (StandardOutput.IsClosed(e))
        {
            // Nobody waits for the rest.
        }
    }

    private static async Task<int> RefuseAsync(ParseResult parsed, Surroundings surroundings)
    {
        foreach (var mistake in CallMistakes.Of(parsed)) await surroundings.Error.WriteLineAsync(mistake);
        return ExitCode.Wrong;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
