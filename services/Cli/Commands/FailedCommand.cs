using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt failed [STUDY]</c>: what failed and why.</summary>
internal static class FailedCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = OptionalStudy();
        return scope.Do(new("failed", "List failed trials by cause, and messages that nobody could handle") { study }, async (call, cancellationToken) =>
        {
            var failed = await call.AskAsync(client => client.GetFailedAsync(call.Get(study), cancellationToken), cancellationToken);
            if (call.Options.Json)
            {
                await call.Results.JsonAsync(failed);
                return ExitCode.Done;
            }

            if (!failed.Groups.IsEmpty) Table(failed.Groups).WriteTo(call.Results);
            if (!failed.Messages.IsDefaultOrEmpty) Table(failed.Messages).WriteTo(call.Results);
            if (failed.Discarded > 0) await call.SayAsync($"{failed.Discarded} failed {(failed.Discarded == 1 ? "trial is" : "trials are")} discarded and not listed; archopt trials STUDY --state failed shows them.");
            if (failed.MessagesUnread is { } trouble) await call.SayAsync(Show.Line(trouble));
            else if (failed.Groups.IsEmpty && failed.Messages.IsDefaultOrEmpty && failed.Discarded == 0) await call.SayAsync("Nothing has failed.");
            return ExitCode.Done;
        });
    }

    /// <summary>The argument of what may concern all studies.</summary>
    public static Argument<string?> OptionalStudy() => new("STUDY")
    {
        Description = "The study's name; all studies when left out",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static TextTable Table(IEnumerable<FailedGroupView> groups)
    {
        var table = new TextTable("STUDY", "#FAILED", "#AGAIN", "#ATTEMPTS", "LAST", "TRIALS", "NOTE");
        foreach (var group in groups)
        {
            table.Row(
                group.Study,
                $"{group.Count}",
                $"{group.FailedAgain}",
                $"{group.Attempts}",
                group.Last is { } last ? Show.Time(last) : "-",
                NumberRanges.Text(group.Trials, most: 6),
                Show.Line(group.Cause) + (group.Refusal is { } refusal ? $" (cannot be replayed: {refusal})" : ""));
        }

        return table;
    }

    private static TextTable Table(IEnumerable<RestingMessageView> messages)
    {
        var table = new TextTable("QUEUE", "MESSAGE", "TYPE", "TIME", "NOTE");
        foreach (var message in messages)
        {
            table.Row(
                message.Queue,
                Show.Line(message.Id),
                Show.Line(message.Type ?? "-"),
                message.Time is { } time ? Show.Time(time) : "-",
                Show.Line(message.Exception is { } exception ? $"{message.Reason}: {exception}" : message.Reason));
        }

        return table;
    }
}
