using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt replay [STUDY] [--trial N ...] [--dry-run]</c>: failed trials run again.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = FailedCommand.OptionalStudy();
        var trials = Numbers.Each(
            new("--trial") { Description = "Only this trial; again for more [all that failed]", HelpName = "N", AllowMultipleArgumentsPerToken = true }, 0);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would run again, and change nothing" };
        var command = new Command("replay", "Run failed trials again: the same trials, their next attempts, no new budget") { study, trials, dryRun };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var numbers = call.Get(trials) ?? [];
            if (numbers.Length > 0 && call.Get(study) is null) throw CliException.Wrong("--trial: needs a STUDY, because numbers are each study's own.");
            var request = new ReplayRequest(call.Get(study), numbers.Length > 0 ? [.. numbers] : null, call.Get(dryRun));
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var replay = await connection.Client.ReplayAsync(request, cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(replay);
            else await SayAsync(call, replay, connection.IsEmbedded);
            return ExitCode.Done;
        });
    }

    private static async Task SayAsync(Call call, ReplayView replay, bool embedded)
    {
        foreach (var study in replay.Studies)
        {
            if (study.Refusal is { } refusal)
            {
                await call.SayAsync($"{study.Study}: nothing is replayed: {refusal}");
                continue;
            }

            foreach (var skipped in study.Skipped) await call.SayAsync($"{study.Study}: trial {skipped.Number} is left as it is: {skipped.Reason}");
            await call.Results.LineAsync($"{study.Study}: {What(study, replay.DryRun)}{(study.Paused && !study.Replayed.IsDefaultOrEmpty ? ", once the study is resumed" : "")}");
        }

        if (replay.Studies.All(study => study.Replayed.IsDefaultOrEmpty && study.Skipped.IsDefaultOrEmpty && study.Refusal is null)) await call.SayAsync("Nothing has failed.");
        else if (embedded && !replay.DryRun && replay.Studies.Any(study => !study.Replayed.IsDefaultOrEmpty)) await call.SayAsync("archopt run goes on with them.");
    }

    private static string What(ReplayedStudyView study, bool dryRun) => study.Replayed.Length switch
    {
        0 => dryRun ? "nothing would run again" : "nothing runs again",
        1 => $"trial {study.Replayed[0]} {(dryRun ? "would run" : "runs")} again",
        var count => $"{count} trials {(dryRun ? "would run" : "run")} again ({NumberRanges.Text(study.Replayed, most: 10)})",
    };
}
