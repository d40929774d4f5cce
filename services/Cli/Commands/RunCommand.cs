using System.CommandLine;
using System.Net;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Connecting;
using ArchOpt.Cli.Files;
using ArchOpt.Cli.Hosting;
using ArchOpt.Cli.Output;
using ArchOpt.Cli.Progress;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt run FILE</c>: starts or resumes the study, shows progress, ends when the study ends.</summary>
internal static class RunCommand
{
    public static Command Create(CommandScope scope)
    {
        var file = new Argument<string>("FILE") { Description = "The study file" };
        var trials = Numbers.Range(new Option<long?>("--trials") { Description = "Instead of the file's budget.trials", HelpName = "N" }, 1);
        var seed = Numbers.Range(new Option<long?>("--seed") { Description = "Instead of the file's seed", HelpName = "S" }, 0);
        var parallelism = Numbers.Range(new Option<int?>("--parallelism") { Description = "Instead of the file's budget.parallelism", HelpName = "P" }, 1);
        var name = new Option<string?>("--name") { Description = "Instead of the file's study name", HelpName = "NAME" };
        var fresh = new Option<bool>("--fresh") { Description = "Delete the study of that name first" };
        var command = new Command("run", "Start a study, or resume it, and follow it to its end") { file, trials, seed, parallelism, name, fresh };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var overrides = new StudyOverrides(call.Get(name), call.Get(seed), call.Get(trials), call.Get(parallelism));
            var study = StudyFiles.Apply(overrides, await StudyFiles.ReadAsync(call.Get(file), call.Surroundings, cancellationToken));
            await using var connection = await call.Connector.ConnectOrEmbedAsync(cancellationToken);
            var startsOver = call.Get(fresh);
            if (connection.Programs is { } programs)
                StudyProgram.Check(startsOver ? study : await InForceAsync(connection.Client, study, cancellationToken), call.Get(file), programs);
            if (startsOver) await DeleteAsync(connection.Client, study.Name, cancellationToken);
            var news = await StartAsync(call, connection, study, cancellationToken);
            if (connection.IsEmbedded) await call.SayAsync($"{study.Name}: watch it at {new Uri(connection.Client.Address, $"console/studies/{study.Name}")}");
            if (connection.IsEmbedded) await NameOthersAsync(call, connection.Client, study.Name, cancellationToken);
            var ended = await FollowAsync(call, connection, study.Name, news, cancellationToken);
            await ReportAsync(call, RunSummary.Of(ended));
            if (ended.Best is null && ended.Trials.Failed > 0) await ExplainFailureAsync(call, connection.Client, study.Name, cancellationToken);
            return ended.Status != StudyStatus.Failed && ended.Trials.Completed > 0 ? ExitCode.Done : ExitCode.Failed;
        });
    }

    /// <summary>A study that is there may have been given other evaluator settings than its file has.</summary>
    private static async Task<StudyDefinition> InForceAsync(ArchOptClient client, StudyDefinition study, CancellationToken cancellationToken)
    {
        try
        {
            return StudyFiles.InForce(study, await client.GetStudyAsync(study.Name, cancellationToken));
        }
        catch (ServerRefusedException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            return study; // it is new
        }
    }

    /// <returns>The number of the first trial that is news.</returns>
    private static async Task<long> StartAsync(Call call, Connection connection, StudyDefinition study, CancellationToken cancellationToken)
    {
        try
        {
            var created = await connection.Client.CreateStudyAsync(StudyFileWriter.Write(study), cancellationToken);
            var before = TrialCountText.Ended(created.Study.Trials);
            if (!created.IsNew) await call.SayAsync($"{study.Name}: goes on after {before} trials.");
            if (created.Study.EditedSettings is { } edited) await call.SayAsync($"{study.Name}: its evaluator settings were {Show.Edited(edited)}.");
            if (created.Study.StrategyChoice is { } choice) await call.SayAsync($"{study.Name}: {created.Study.Strategy}: {choice}.");
            if (study.Evaluator.Name == EvaluatorReference.External)
                await call.SayAsync($"{study.Name}: its evaluator is external; its trials wait for archopt ask and tell --server {connection.Client.Address}");
            return created.IsNew ? 0 : created.Study.Trials.Total;
        }
        catch (ServerRefusedException conflict) when (conflict.Status == HttpStatusCode.Conflict)
        {
            // The file contradicts the study of that name: the file is wrong, not the server.
            throw new CliException(ExitCode.Wrong, conflict.Lines, conflict);
        }
    }

    /// <summary>A store's running studies run wherever it is served; nobody should wonder who takes half of the slots.</summary>
    private static async Task NameOthersAsync(Call call, ArchOptClient client, string study, CancellationToken cancellationToken)
    {
        var studies = await client.ListStudiesAsync(cancellationToken);
        foreach (var other in studies.Where(s => s.Status == StudyStatus.Running && s.Name != study))
            await call.SayAsync($"{other.Name}: also goes on in this process; archopt pause {other.Name} --embedded keeps it from that.");
    }

    private static async Task DeleteAsync(ArchOptClient client, string study, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteStudyAsync(study, cancellationToken);
        }
        catch (ServerRefusedException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            // There is nothing to start over from.
        }
    }

    private static async Task<StudyView> FollowAsync(Call call, Connection connection, string study, long news, CancellationToken cancellationToken)
    {
        var surroundings = call.Surroundings;
        IProgressDisplay display = surroundings.ErrorIsTerminal ? new LiveDisplay(surroundings) : new PlainDisplay(surroundings);
        try
        {
            var follower = new StudyFollower(connection.Client, surroundings.Clock);
            var log = new TrialLog(connection.Client, surroundings.Clock) { From = news };
            return await display.ShowAsync(view => follower.FollowAsync(study, view, log, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await call.SayAsync(connection.IsEmbedded
                ? $"{study}: interrupted; the same command goes on from here."
                : $"{study}: goes on at the server; follow it with archopt show {study}, end it with archopt cancel {study}.");
            throw;
        }
    }

    /// <summary>Where nothing came out, the first failure usually says why, and saves a look into the trials.</summary>
    private static async Task ExplainFailureAsync(Call call, ArchOptClient client, string study, CancellationToken cancellationToken)
    {
        await foreach (var trial in client.ReadTrialsAsync(study, TrialState.Failed, cancellationToken))
        {
            await call.SayAsync($"{study}: trial {trial.Number} failed: {(trial.Error ?? "its result was not a finite number").ReplaceLineEndings(" ")}");
            return;
        }
    }

    private static async Task ReportAsync(Call call, RunSummary summary)
    {
        if (call.Options.Json)
        {
            await call.Results.JsonAsync(summary);
            return;
        }

        var reason = summary.Reason.Length > 0 ? $" ({summary.Reason})" : "";
        await call.Results.LineAsync($"study          {summary.Study}");
        await call.Results.LineAsync($"status         {summary.Status}{reason}");
        await call.Results.LineAsync($"trials         {summary.Trials.Total}: {TrialCountText.Describe(summary.Trials)}");
        await call.Results.LineAsync($"elapsed        {Show.Duration(summary.ElapsedSeconds)}");
        if (summary.Best is not { } best)
        {
            await call.Results.LineAsync("best           none: no trial completed");
            return;
        }

        await call.Results.LineAsync($"best           {Show.Mean(best)} (trial {best.Number})");
        await call.Results.LineAsync($"configuration  {best.Configuration}");
    }
}
