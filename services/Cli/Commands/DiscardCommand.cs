using System.CommandLine;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt discard --reason TEXT [--message ID ...]</c>: messages that nobody could handle are removed for good.</summary>
internal static class DiscardCommand
{
    public static Command Create(CommandScope scope)
    {
        var messages = new Option<string[]>("--message") { Description = "Only this message; may be given several times", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var reason = new Option<string>("--reason") { Description = "Why; it is logged with each message", HelpName = "TEXT", Required = true };
        var command = new Command("discard", "Remove messages that nobody could handle, as archopt failed lists them") { messages, reason };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var ids = call.Get(messages) ?? [];
            var request = new DiscardRequest(ids.Length > 0 ? [.. ids] : null, call.Get(reason));
            var discarded = (await call.AskAsync(client => client.DiscardAsync(request, cancellationToken), cancellationToken)).Discarded;
            if (call.Options.Json) await call.Results.JsonAsync(discarded);
            else await call.Results.LineAsync(discarded.Length == 1 ? "1 message is discarded" : $"{discarded.Length} messages are discarded");
            return ExitCode.Done;
        });
    }
}
