using System.CommandLine;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt drain WORKER</c>: a worker finishes what it runs and takes no more.</summary>
internal static class DrainCommand
{
    public static Command Create(CommandScope scope)
    {
        var worker = new Argument<string>("WORKER") { Description = "The worker's name, as archopt workers lists it" };
        return scope.Do(new("drain", "Have a worker finish what it runs and take no more, until it is started anew") { worker }, async (call, cancellationToken) =>
        {
            var name = call.Get(worker);
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            await connection.Client.DrainAsync(name, cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(new DrainedWorker(name, true));
            else await call.Results.LineAsync($"{name}: finishes what it runs and takes no more");
            return ExitCode.Done;
        });
    }

    private sealed record DrainedWorker(string Worker, bool Draining);
}
