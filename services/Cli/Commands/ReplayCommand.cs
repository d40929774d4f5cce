using System.Collections.Immutable;
using System.CommandLine;
using ArchOpt.Cli.Files;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt replay [STUDY] [--trial N ...] [--set KEY=VALUE ...] [--unset KEY ...] [--dry-run]</c>: failed trials run again.</summary>
internal static class ReplayCommand
{
    public static Command Create(CommandScope scope)
    {
        var study = FailedCommand.OptionalStudy();
        var trials = Numbers.Each(
            new("--trial") { Description = "Only this trial; again for more [all that failed]", HelpName = "N", AllowMultipleArgumentsPerToken = true }, 0);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would run again, and change nothing" };
        var set = new Option<string[]>("--set")
        {
            Description = "First correct an evaluator setting of the study: path=/new/place, a.b=3 (dots between nested keys; the value is JSON, else text); again for more",
            HelpName = "KEY=VALUE",
        };
        var unset = new Option<string[]>("--unset") { Description = "First remove an evaluator setting of the study; again for more", HelpName = "KEY" };
        var command = new Command("replay", "Run failed trials again: the same trials, their next attempts, no new budget") { study, trials, set, unset, dryRun };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var numbers = call.Get(trials) ?? [];
            if (numbers.Length > 0 && call.Get(study) is null) throw CliException.Wrong("--trial: needs a STUDY, because numbers are each study's own.");
            var settings = SettingChanges.Read(call.Get(set) ?? [], call.Get(unset) ?? []);
            if (settings is not null && call.Get(study) is null) throw CliException.Wrong("--set, --unset: need a STUDY, because settings are each study's own.");
            var request = new ReplayRequest(call.Get(study), numbers.Length > 0 ? [.. numbers] : null, call.Get(dryRun), settings);
            await using var connection = await call.Connector.ConnectAsync(cancellationToken);
            var replay = await connection.Client.ReplayAsync(request, cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(replay);
            else await SayAsync(call, replay, connection.IsEmbedded);
            return ExitCode.Done;
        });
    }

    private static async Task SayAsync(Call call, ReplayView replay, bool embedded)
    {
        if (replay.Settings is { } changes) await SayAsync(call, replay.Studies[0].Study, changes, replay.DryRun);
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

    private static async Task SayAsync(Call call, string study, ImmutableArray<SettingChangeView> changes, bool dryRun)
    {
        foreach (var change in changes) await call.Results.LineAsync($"{study}: {(dryRun ? "would set" : "set")} {Show.Change(change)}");
        if (changes.IsEmpty) await call.SayAsync($"{study}: the settings are like that already");
    }

    private static string What(ReplayedStudyView study, bool dryRun) => study.Replayed.Length switch
    {
        0 => dryRun ? "nothing would run again" : "nothing runs again",
        1 => $"trial {study.Replayed[0]} {(dryRun ? "would run" : "runs")} again",
        var count => $"{count} trials {(dryRun ? "would run" : "run")} again ({NumberRanges.Text(study.Replayed, most: 10)})",
    };
}
