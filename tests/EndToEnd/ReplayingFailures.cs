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

    private static string Failing(string name, int trials, int parallelism) =>
        StudyFiles.Sphere(name, trials, parallelism, delayMs: 0).Replace("delay_ms: 0", "fail_rate: 0.5", StringComparison.Ordinal);

    private static async Task ErrorQueueHoldsAsync(ArchOptCluster cluster, uint messages, CancellationToken token)
    {
        uint? found = null;
        try
        {
            await Eventually.TrueAsync(
                async () => (found = await cluster.Broker.ReadyMessagesAsync(ErrorQueue, token) ?? 0) == messages,
                TimeSpan.FromSeconds(60), $"{messages} messages rest in the error queue", token);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} There are {found}.", e);
        }
    }
}
