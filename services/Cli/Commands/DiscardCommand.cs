using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary>
/// <c>archopt discard STUDY --trial N ... | --all --reason TEXT</c>: failed trials are given up. Without a study,
/// <c>archopt discard [--message ID ...] --reason TEXT</c>: messages that nobody could handle are removed for good.
/// </summary>
internal static class DiscardCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = new Argument<string?>("STUDY")
        {
            Description = "Whose failed trials to give up; messages that nobody could handle when left out",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var trials = Numbers.Each(new("--trial") { Description = "This failed trial; again for more", HelpName = "N", AllowMultipleArgumentsPerToken = true }, 0);
        var all = new Option<bool>("--all") { Description = "All failed trials of the study" };
        var messages = new Option<string[]>("--message") { Description = "Only this message; may be given several times", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
        var reason = new Option<string>("--reason") { Description = "Why; it is kept with each trial, and logged with each message", HelpName = "TEXT", Required = true };
        var command = new Command("discard", "Give failed trials up: they stay failed, and wait for no replay any more; or remove messages that nobody could handle")
        {
            study, trials, all, messages, reason,
        };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var name = call.Get(study);
            var request = Request(name, call.Get(trials) ?? [], call.Get(all), call.Get(messages) ?? [], call.Get(reason));
            var discarded = await call.AskAsync(client => client.DiscardAsync(request, cancellationToken), cancellationToken);
            if (call.Options.Json) await JsonAsync(call, name, discarded);
            else if (name is null) await call.Results.LineAsync(discarded.Discarded.Length == 1 ? "1 message is discarded" : $"{discarded.Discarded.Length} messages are discarded");
            else await SayAsync(call, name, discarded);
            return ExitCode.Done;
        });
    }

    /// <exception cref="CliException">The call does not say what to discard.</exception>
    private static DiscardRequest Request(string? study, long[] trials, bool all, string[] messages, string reason)
    {
        if (study is null)
        {
            if (trials.Length > 0 || all) throw CliException.Wrong("--trial, --all: need a STUDY, because trials are each study's own.");
            return new(messages.Length > 0 ? [.. messages] : null, reason);
        }

        if (messages.Length > 0) throw CliException.Wrong("--message: is for messages that belong to no study; leave STUDY out.");
        if (trials.Length > 0 == all) throw CliException.Wrong($"discard {study}: needs --trial N (again for more) or --all.");
        return new(null, reason, study, all ? null : [.. trials]);
    }

    /// <summary>Of messages the list alone: what scripts have read since there were no trials to discard.</summary>
    private static Task JsonAsync(Call call, string? study, DiscardView discarded) =>
        study is null ? call.Results.JsonAsync(discarded.Discarded) : call.Results.JsonAsync(new DiscardedTrials(study, [.. discarded.Trials], [.. discarded.Skipped]));

    private static async Task SayAsync(Call call, string study, DiscardView discarded)
    {
        foreach (var skipped in discarded.Skipped) await call.SayAsync(Show.Line($"{study}: trial {skipped.Number} is left as it is: {skipped.Reason}"));
        await call.Results.LineAsync(discarded.Trials.Length switch
        {
            0 => $"{study}: no trial is discarded",
            1 => $"{study}: trial {discarded.Trials[0]} is discarded",
            var count => $"{study}: {count} trials are discarded ({NumberRanges.Text(discarded.Trials, most: 10)})",
        });
    }

    private sealed record DiscardedTrials(string Study, long[] Trials, SkippedReplayView[] Skipped);
}
