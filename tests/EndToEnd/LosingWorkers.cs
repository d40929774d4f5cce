using System.Diagnostics;
using ArchOpt.Contracts.Http;
using ArchOpt.Testing.Cluster;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.EndToEnd;

/// <summary>Workers that hang, trials that take longer than the broker allows, and orderly ends.</summary>
public sealed class LosingWorkers
{
    [Fact]
    public async Task A_worker_that_hangs_loses_its_lease_and_its_late_result_is_superseded()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 2, Slots = 1, Lease = TimeSpan.FromSeconds(4) }, token);
        // A worker that wakes finds its result and the order to stop at once. Which comes first is chance; without the result there is nothing to supersede.
        var round = 1;
        while (!await HangsAndComesBackAsync(cluster, $"hanging-{round}", token)) (++round).ShouldBeLessThan(5, "the order to stop was faster each time");
    }

    /// <summary>True when the result came back; false when the worker obeyed the order to stop, and there was none.</summary>
    private static async Task<bool> HangsAndComesBackAsync(ArchOptCluster cluster, string name, CancellationToken token)
    {
        await cluster.StartStudyAsync(StudyFiles.Sphere(name, 2, parallelism: 2, delayMs: 6_000), token);
        TrialView[] running = [];
        await Eventually.TrueAsync(
            async () => (running = [.. (await cluster.TrialsAsync(name, token)).Where(t => t.State == TrialState.Running)]).Length == 2,
            TimeSpan.FromSeconds(30), "both workers run a trial", token);
        var frozen = running.Single(t => t.Worker == "worker-1").Number;
        await cluster.Workers[0].SignalAsync("STOP");
        await Eventually.TrueAsync(
            async () => await FindAsync() is { Attempt: >= 2, State: TrialState.Running, Worker: "worker-2" },
            TimeSpan.FromSeconds(40), "the other worker runs the trial under its next attempt", token);
        await cluster.Workers[0].SignalAsync("CONT");
        var study = await cluster.EndedAsync(name, TimeSpan.FromSeconds(60), token);
        await Accounting.IsExactAsync(cluster, study, 2, token);
        var watch = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => (await FindAsync()).Attempts!.Value[0].State == AttemptState.Superseded || watch.Elapsed > TimeSpan.FromSeconds(10),
            TimeSpan.FromSeconds(30), "the late result is recorded as superseded", token);
        var trial = await FindAsync();
        trial.Attempts!.Value.Count(a => a.Sequence is not null).ShouldBe(1);
        trial.Worker.ShouldBe("worker-2");
        trial.Attempts.Value[0].State.ShouldBeOneOf(AttemptState.Superseded, AttemptState.Lost);
        return trial.Attempts.Value[0].State == AttemptState.Superseded;

        Task<TrialView> FindAsync() => cluster.GetAsync<TrialView>($"/studies/{name}/trials/{frozen}", token);
    }

    [Fact]
    public async Task A_trial_that_is_longer_than_the_brokers_consumer_timeout_finishes_exactly_once()
    {
        var token = TestContext.Current.CancellationToken;
        var timeout = TimeSpan.FromSeconds(3);
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 1, Slots = 2, ConsumerTimeout = timeout }, token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("long", 3, parallelism: 2, delayMs: 12_000), token);
        var study = await cluster.EndedAsync("long", TimeSpan.FromSeconds(120), token);
        await Accounting.IsExactAsync(cluster, study, 3, token);
    }

    [Fact]
    public async Task Sigterm_under_load_loses_nothing_and_ends_within_the_grace_period()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions(), token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("gentle", 400, parallelism: 16, delayMs: 100), token);
        foreach (var (service, done) in new[] { (cluster.Workers[0], 60), (cluster.Proposal, 160), (cluster.Workers[1], 260) })
        {
            await Eventually.TrueAsync(
                async () => (await cluster.StudyAsync("gentle", token)).Trials.Completed >= done, TimeSpan.FromMinutes(1), $"{done} trials are done", token);
            await service.SignalAsync("TERM");
            (await service.WaitForExitAsync(TimeSpan.FromSeconds(15))).ShouldBe(0, $"{service.Name} ends by itself\n{service.Log}");
            service.Start();
        }

        var study = await cluster.EndedAsync("gentle", TimeSpan.FromMinutes(2), token);
        await Accounting.IsExactAsync(cluster, study, 400, token);
        (await cluster.Broker.ReadyMessagesAsync("archopt-evaluate-function-cpu_error", token) ?? 0).ShouldBe(0u, "nothing that was handed back ended as a failure");
    }
}
