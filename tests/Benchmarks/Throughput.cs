using System.Diagnostics;
using System.Text.Json;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Benchmarks;

/// <summary>Completed trials per second, from the creation of the study to its end, after a warm-up study.</summary>
internal static class Throughput
{
    private const int Parallelism = 256;
    private const int WarmUpTrials = 4_000;

    /// <summary>The process is new each time, so the study must be long enough that compiling it does not dominate.</summary>
    private const int FewestEmbeddedTrials = 50_000;

    public static async Task<IEnumerable<Figure>> BrokerAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 2, Slots = 64, Lease = TimeSpan.FromSeconds(15) }, cancellationToken);
        await RunAsync(cluster, "warm-up", WarmUpTrials, cancellationToken);
        var rates = new List<double>();
        for (var i = 0; i < repeats; i++) rates.Add(trials / await RunAsync(cluster, $"run-{i}", trials, cancellationToken));
        return [new Figure("end to end, RabbitMQ + SQLite, 2 workers", rates, "trials/s", ">= 1000, aim 2300")];
    }

    public static async Task<IEnumerable<Figure>> EmbeddedAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        trials = Math.Max(trials, FewestEmbeddedTrials);
        var rates = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            var directory = Directory.CreateTempSubdirectory("archopt-benchmark-").FullName;
            await File.WriteAllTextAsync(Path.Combine(directory, "study.yaml"), StudyFiles.Null("embedded", trials, Parallelism), cancellationToken);
            var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { ServiceProcess.PathOf("services/Cli", "archopt"), "run", "study.yaml", "--embedded", "--json" }) start.ArgumentList.Add(argument);
            start.Environment["Evaluation__Slots"] = "64";
            using var process = Process.Start(start) ?? throw new InvalidOperationException("archopt did not start.");
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            using var result = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken);
            await errors;
            rates.Add(trials / result.RootElement.GetProperty("elapsedSeconds").GetDouble());
            Directory.Delete(directory, recursive: true);
        }

        return [new Figure($"one process, SQLite, {trials} trials, start included", rates, "trials/s", ">= 3000")];
    }

    private static async Task<double> RunAsync(ArchOptCluster cluster, string name, int trials, CancellationToken cancellationToken)
    {
        await cluster.StartStudyAsync(StudyFiles.Null(name, trials, Parallelism), cancellationToken);
        var study = await cluster.EndedAsync(name, TimeSpan.FromMinutes(10), cancellationToken);
        if (study.Trials.Completed != trials) throw new InvalidOperationException($"{study.Trials.Completed} of {trials} trials completed.");
        return study.ElapsedSeconds;
    }
}
