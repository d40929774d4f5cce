using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.EndToEnd;

/// <summary>A worker that is drained finishes what it runs; the others do the rest.</summary>
public sealed class DrainingWorkers
{
    [Fact]
    public async Task A_drained_worker_finishes_its_trials_and_takes_no_more_until_it_is_started_anew()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 2, Slots = 2 }, token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("drained", 40, parallelism: 8, delayMs: 1_500), token);
        TrialView[] held = [];
        await Eventually.TrueAsync(
            async () => (held = [.. (await cluster.TrialsAsync("drained", token)).Where(t => t is { State: TrialState.Running, Worker: "worker-1" })]).Length == 2,
            TimeSpan.FromSeconds(30), "the worker runs two trials", token);

        (await cluster.TryPostAsync<WorkerView>("/workers/worker-1/drain", new { }, token)).ShouldNotBeNull();
        await Eventually.TrueAsync(
            async () => (await cluster.GetAsync<WorkerView[]>("/workers", token)).Single(w => w.Worker == "worker-1") is { Draining: true, Busy: 0 },
            TimeSpan.FromSeconds(20), "it has finished what it ran", token);
        var done = (await cluster.TrialsAsync("drained", token)).Count(t => t.Worker == "worker-1");
        var study = await cluster.EndedAsync("drained", TimeSpan.FromMinutes(2), token);

        await Accounting.IsExactAsync(cluster, study, 40, token);
        var trials = await cluster.TrialsAsync("drained", token);
        trials.Count(t => t.Worker == "worker-1").ShouldBe(done, "it took no more");
        trials.Where(t => held.Any(h => h.Number == t.Number)).ShouldAllBe(t => t.Attempt == 1 && t.Worker == "worker-1", "what it ran it finished");
        cluster.Workers[0].IsRunning.ShouldBeTrue();
        await cluster.Workers[0].SignalAsync("TERM");
        (await cluster.Workers[0].WaitForExitAsync(TimeSpan.FromSeconds(15))).ShouldBe(0, cluster.Workers[0].Log);
    }
}
