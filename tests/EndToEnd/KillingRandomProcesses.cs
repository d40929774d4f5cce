using ArchOpt.EndToEnd.Cluster;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.EndToEnd;

/// <summary>kill -9 of anything, at any time, loses no trial and counts none twice.</summary>
public sealed class KillingRandomProcesses
{
    private const int Trials = 2_000;

    [Fact]
    public async Task Two_thousand_trials_survive_the_death_of_a_random_process_every_few_seconds()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions(), token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("chaos", Trials, parallelism: 16, delayMs: 150), token);
        var random = new Random(20_261);
        var killed = new HashSet<string>();
        await Task.WhenAll(KillAsync(), cluster.EndedAsync("chaos", TimeSpan.FromMinutes(6), token));
        killed.Count.ShouldBeGreaterThanOrEqualTo(3, "the study ended before enough had been killed");
        await Accounting.IsExactAsync(cluster, await cluster.StudyAsync("chaos", token), Trials, token);

        async Task KillAsync()
        {
            var victims = new (string Name, Func<Task> Strike)[]
            {
                ("proposal", () => ReplaceAsync(cluster.Proposal)),
                ("worker 1", () => ReplaceAsync(cluster.Workers[0])),
                ("worker 2", () => ReplaceAsync(cluster.Workers[1])),
                ("analysis", () => ReplaceAsync(cluster.Analysis)),
                ("broker", () => cluster.Broker.RestartAsync(token)),
            };
            var order = victims.OrderBy(_ => random.Next()).ToArray();
            for (var i = 0; ; i++)
            {
                // Strike whenever another share of the work is done, so that the blows fall over the whole study.
                var done = i == 0 ? 0 : (await cluster.StudyAsync("chaos", token)).Trials.Completed;
                var next = Math.Min(Trials, done + 150 + random.Next(150));
                if (next >= Trials - 50) return;
                await Eventually.TrueAsync(
                    async () => await cluster.StudyAsync("chaos", token) is var s && (s.Trials.Completed >= next || s.Status == StudyStatus.Completed),
                    TimeSpan.FromMinutes(2),
                    $"{next} trials are done after the death of {order[Math.Max(0, i - 1) % order.Length].Name}",
                    token);
                var (name, strike) = order[i % order.Length];
                await strike();
                killed.Add(name);
            }
        }
    }

    [Fact]
    public async Task A_study_survives_the_death_of_everything_at_once()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions(), token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("blackout", 300, parallelism: 8, delayMs: 50), token);
        foreach (var done in new[] { 60, 180 })
        {
            await Eventually.TrueAsync(
                async () => (await cluster.StudyAsync("blackout", token)).Trials.Completed >= done, TimeSpan.FromMinutes(2), $"{done} trials are done", token);
            await Task.WhenAll(cluster.KillServicesAsync(), cluster.Broker.KillAsync());
            await cluster.Broker.RestartAsync(token);
            cluster.StartServices();
        }

        var study = await cluster.EndedAsync("blackout", TimeSpan.FromMinutes(3), token);
        await Accounting.IsExactAsync(cluster, study, 300, token);
    }

    private static async Task ReplaceAsync(ServiceProcess service)
    {
        await service.KillAsync();
        service.Start();
    }
}
