using System.CommandLine;
using ArchOpt.Cli.Hosting;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt serve [--port P] [--data DIR]</c>: all three services in one process, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Create(CommandScope scope)
    {
        var port = Numbers.Range(
            new Option<int>("--port") { Description = "Port of loopback to listen on; 0 chooses one", HelpName = "P", DefaultValueFactory = _ => 5080 }, 0, 65_535);
        return scope.Do(new("serve", "Host Proposal, Evaluation and Analysis in this process") { port }, async (call, cancellationToken) =>
        {
            var hosting = new HostingOptions(call.Options.Data, call.Surroundings.Error)
            {
                Evaluate = true,
                Commands = call.Options.Commands,
                Verbose = call.Options.Verbose,
                Port = call.Get(port),
                Supervised = call.Surroundings.Variable("ARCHOPT_SUPERVISED") == "1",
            };
            await using var host = await EmbeddedHost.StartAsync(hosting, cancellationToken);
            await call.Results.LineAsync($"ArchOpt listens on {host.Address}");
            await call.Results.FlushAsync(cancellationToken);
            await call.SayAsync($"The console is at {new Uri(host.Address, "console")}");
            await WaitForTheEndAsync(host, cancellationToken);
            await call.SayAsync("Stopping.");
            return ExitCode.Done;
        });
    }

    /// <summary>Being asked to stop is how serving ends; it is no interruption.</summary>
    private static async Task WaitForTheEndAsync(EmbeddedHost host, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, host.Stopping);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = either.Token.Register(end.SetResult);
        await end.Task;
    }
}
