using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;
using RabbitMQ.Client;

namespace ArchOpt.EndToEnd;

/// <summary>Failed trials are put back on a real broker: none is lost, none runs twice, and the error queue empties.</summary>
public sealed class ReplayingFailures
{
    private const string ErrorQueue = "archopt-evaluate-function-cpu_error";

    [Fact]
    public async Task A_replay_that_is_killed_half_way_and_repeated_loses_no_trial()
    {
        const int Trials = 3_000;
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions(), token);
        await cluster.StartStudyAsync(Failing("repaired", Trials, parallelism: 64), token);
        var first = await cluster.EndedAsync("repaired", TimeSpan.FromMinutes(2), token);
        first.Trials.Failed.ShouldBeInRange(Trials / 3, Trials);
        await ErrorQueueHoldsAsync(cluster, (uint)first.Trials.Failed, token);

        var replay = cluster.TryPostAsync<ReplayView>("/failed/replay", new ReplayRequest("repaired"), token);
        await Eventually.TrueAsync(
            async () => (await cluster.StudyAsync("repaired", token)).Trials.Failed < first.Trials.Failed, TimeSpan.FromSeconds(30), "the replay has begun", token);
        await cluster.Proposal.KillAsync();
        await replay;
        cluster.Proposal.Start();

        // Whether a run fails follows from seed, trial and attempt: with each attempt half of them are repaired.
        for (var round = 0; round < 40; round++)
        {
            if ((await cluster.EndedAsync("repaired", TimeSpan.FromMinutes(2), token)).Trials.Failed == 0) break;
            await Task.WhenAll(
                cluster.TryPostAsync<ReplayView>("/failed/replay", new ReplayRequest("repaired"), token),
                cluster.TryPostAsync<ReplayView>("/failed/replay", new ReplayRequest(), token));
            if (round != 1) continue;
            await cluster.KillServicesAsync();
            cluster.StartServices();
        }

        var study = await cluster.StudyAsync("repaired", token);
        (study.Status, study.Trials.Total, study.Trials.Completed).ShouldBe((StudyStatus.Completed, Trials, Trials));
        var verification = await cluster.GetAsync<VerificationView>("/studies/repaired/verify", token);
        verification.Problems.ShouldBeEmpty();
        var trials = await cluster.TrialsAsync("repaired", token);
        trials.Select(t => t.Number).ShouldBe(Enumerable.Range(0, Trials).Select(n => (long)n));
        await ErrorQueueHoldsAsync(cluster, 0, token);
    }

    [Fact]
    public async Task Messages_that_nobody_could_handle_are_shown_and_discarded_and_those_of_failed_trials_are_not()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 1 }, token);
        await cluster.StartStudyAsync(Failing("poisoned", 20, parallelism: 4), token);
        var failed = (uint)(await cluster.EndedAsync("poisoned", TimeSpan.FromMinutes(1), token)).Trials.Failed;
        await using (var connection = await cluster.Broker.ConnectAsync(token))
        await using (var channel = await connection.CreateChannelAsync(cancellationToken: token))
            await channel.BasicPublishAsync("", "archopt-evaluate-function-cpu", "this is no message"u8.ToArray(), token);
        await ErrorQueueHoldsAsync(cluster, failed + 1, token);

        var listed = await cluster.GetAsync<FailedView>("/failed", token);
        // The transport moves what it cannot read to the error queue, and a copy to where it moves what nobody consumes.
        var stray = listed.Messages.First();
        listed.Messages.Select(m => (m.Queue, m.Id, m.Type, m.Reason)).ShouldBe(
            [(ErrorQueue, stray.Id, null, "it cannot be read"), ("archopt-evaluate-function-cpu_skipped", stray.Id, null, "it cannot be read")]);
        stray.Exception.ShouldNotBeNull().ShouldContain("JsonReaderException");
        listed.Groups.Sum(g => g.Count).ShouldBe((int)failed);
        var discarded = await cluster.TryPostAsync<DiscardView>("/failed/discard", new DiscardRequest([stray.Id], "sent by hand"), token);

        discarded.ShouldNotBeNull().Discarded.ShouldBe(listed.Messages);
        await ErrorQueueHoldsAsync(cluster, failed, token);
        (await cluster.GetAsync<FailedView>("/failed", token)).Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_setting_is_corrected_by_a_replay_and_every_trial_completes_once()
    {
        const string Queue = "archopt-evaluate-command-cpu_error";
        const int Trials = 40;
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { WorkerEnvironment = [.. Program("train", "echo trained $1; printf '{\"archopt\":{\"final\":{\"value\":%s}}}' \"$1\"")] }, token);
        await cluster.StartStudyAsync(
            StudyFiles.Sphere("misspelt", Trials, parallelism: 8, delayMs: 0).Replace("name: function, settings: { function: sphere, delay_ms: 0 }", "name: command, settings: { command: trian }", StringComparison.Ordinal), token);
        (await cluster.EndedAsync("misspelt", TimeSpan.FromMinutes(1), token)).Trials.Failed.ShouldBe(Trials);
        await ErrorQueueHoldsAsync(cluster, Trials, token, Queue);

        var discarded = await cluster.TryPostAsync<DiscardView>("/failed/discard", new DiscardRequest(null, "not needed", "misspelt", [0, 1]), token);
        discarded.ShouldNotBeNull().Trials.ShouldBe([0L, 1]);
        await ErrorQueueHoldsAsync(cluster, Trials - 2, token, Queue);
        var correction = new ReplayRequest("misspelt", Settings: JsonElement.Parse("""{"command":"train"}"""));
        var replay = cluster.TryPostAsync<ReplayView>("/failed/replay", correction, token);
        await Eventually.TrueAsync(
            async () => (await cluster.StudyAsync("misspelt", token)).EditedSettings is not null, TimeSpan.FromSeconds(30), "the settings are edited", token);
        await cluster.Proposal.KillAsync();
        await replay;
        cluster.Proposal.Start();
        await cluster.ReadyAsync(token);
        await cluster.TryPostAsync<ReplayView>("/failed/replay", correction, token);

        var study = await cluster.EndedAsync("misspelt", TimeSpan.FromMinutes(1), token);
        (study.Status, study.Trials.Total, study.Trials.Completed, study.Trials.Failed, study.Trials.Discarded).ShouldBe((StudyStatus.Completed, Trials, Trials - 2, 2, 2));
        study.EditedSettings.ShouldNotBeNull().Settings.GetRawText().ShouldBe("""{"command":"train"}""");
        for (var number = 2; number < Trials; number++)
        {
            var trial = await cluster.GetAsync<TrialView>($"/studies/misspelt/trials/{number}", token);
            trial.Attempts!.Value.Count(attempt => attempt.State == AttemptState.Completed).ShouldBe(1);
            trial.Attempts.Value[^1].Log.ShouldNotBeNull().ShouldStartWith("trained ");
        }

        (await cluster.GetAsync<VerificationView>("/studies/misspelt/verify", token)).Problems.ShouldBeEmpty();
        await ErrorQueueHoldsAsync(cluster, 0, token, Queue);
    }

    /// <summary>A program of the workers, given the study's first parameter.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Program(string name, string script) =>
        new[] { ("Program", "/bin/sh"), ("Arguments__0", "-c"), ("Arguments__1", script), ("Arguments__2", "sh"), ("Arguments__3", "${x0}") }
            .Select(setting => KeyValuePair.Create($"Evaluation__Commands__{name}__{setting.Item1}", setting.Item2));

    private static string Failing(string name, int trials, int parallelism) =>
        StudyFiles.Sphere(name, trials, parallelism, delayMs: 0).Replace("delay_ms: 0", "fail_rate: 0.5", StringComparison.Ordinal);

    private static async Task ErrorQueueHoldsAsync(ArchOptCluster cluster, uint messages, CancellationToken token, string queue = ErrorQueue)
    {
        uint? found = null;
        try
        {
            await Eventually.TrueAsync(
                async () => (found = await cluster.Broker.ReadyMessagesAsync(queue, token) ?? 0) == messages,
                TimeSpan.FromSeconds(60), $"{messages} messages rest in the error queue", token);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} There are {found}.", e);
        }
    }
}
