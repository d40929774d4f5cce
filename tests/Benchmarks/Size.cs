using System.Diagnostics;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Benchmarks;

/// <summary>What a study of 100,000 trials costs Proposal: memory while it runs, and time to open it again.</summary>
internal static class Size
{
    private const int Trials = 100_000;

    public static async Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 2, Slots = 64, Lease = TimeSpan.FromSeconds(15) }, cancellationToken);

        // One trial more than is run, so that the study is still open when it is opened again.
        await cluster.StartStudyAsync(StudyFiles.Null("large", 10_000_000, 256), cancellationToken);
        await Eventually.TrueAsync(
            async () => (await cluster.StudyAsync("large", cancellationToken)).Trials.Completed >= Trials,
            TimeSpan.FromMinutes(20), "100,000 trials are done", cancellationToken);
        await cluster.PostAsync("/studies/large/pause", cancellationToken);
        var memory = ProcessTree.PeakResidentMegabytes(cluster.Proposal.ProcessId);
        var seconds = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            await cluster.Proposal.KillAsync();
            var watch = Stopwatch.StartNew();
            cluster.Proposal.Start();
            await Eventually.TrueAsync(
                async () => (await cluster.StudyAsync("large", cancellationToken)).Trials.Completed >= Trials
                    && cluster.Proposal.Log.Split("Study large is open").Length > i + 2,
                TimeSpan.FromMinutes(2), "the study is open again", cancellationToken);
            seconds.Add(watch.Elapsed.TotalSeconds);
        }

        return
        [
            new Figure("Proposal's peak memory at 100,000 trials", [memory], "MB", "<= 250"),
            new Figure("opening 100,000 trials again, process start included", seconds, "s", "<= 5"),
        ];
    }
}
