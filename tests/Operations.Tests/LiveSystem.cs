using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Operations.Tests;

/// <summary>
/// The real system (RabbitMQ, Proposal, Analysis, two workers) with a real Prometheus that watches it, after a study that
/// had groups, grades and early stopping, and another whose trials fail. Started by the first test that needs it, and once.
/// </summary>
public sealed class LiveSystem : IAsyncDisposable
{
    public const string Study = "watched";
    public const string FailingStudy = "failing";
    private const int Trials = 48;

    private readonly SemaphoreSlim gate = new(1, 1);
    private Task? started;

    internal ArchOptCluster Cluster { get; private set; } = null!;

    internal PrometheusServer Prometheus { get; private set; } = null!;

    internal DateTimeOffset Begun { get; } = DateTimeOffset.UtcNow;

    /// <summary>Returns once the study has ended and Prometheus knows it.</summary>
    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        Requires.RabbitMq();
        Requires.Prometheus();
        await gate.WaitAsync(cancellationToken);
        try
        {
            started ??= RunAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }

        await started;
    }

    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        if (Prometheus is not null) await Prometheus.DisposeAsync();
        if (Cluster is not null) await Cluster.DisposeAsync();
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        Cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 2, Slots = 2, Metrics = true }, cancellationToken);
        Prometheus = await PrometheusServer.StartAsync(
            [
                ("archopt", "proposal", new Uri(Cluster.ProposalUrl).Port),
                ("archopt", "analysis", new Uri(Cluster.AnalysisUrl).Port),
                ("rabbitmq", "rabbitmq", Cluster.Broker.MetricsPort!.Value),
            ],
            cancellationToken);
        await SeesAsync("count(up == 1) == 3", cancellationToken); // a rate begins with the first scrape
        await Cluster.StartStudyAsync(StudyFiles.Rich(Study, Trials, delayMs: 400), cancellationToken);
        await Cluster.StartStudyAsync(StudyFiles.Plain(FailingStudy, trials: 12, failRate: 0.5), cancellationToken);
        (await Cluster.EndedAsync(Study, TimeSpan.FromMinutes(2), cancellationToken)).Status.ShouldBe(StudyStatus.Completed);
        await SeesAsync($"sum(archopt_trial_iteration{{study=\"{Study}\"}}) == {Trials}", cancellationToken);
        await SeesAsync("service:archopt_store_commit_seconds:p99_5m > 0", cancellationToken);
    }

    /// <summary>Waits until Prometheus gives an answer.</summary>
    internal Task SeesAsync(string expression, CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => (await Prometheus.InstantAsync(expression, cancellationToken)).Length > 0, TimeSpan.FromSeconds(60), expression, cancellationToken);
}
