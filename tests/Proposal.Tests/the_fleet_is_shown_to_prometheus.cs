using ArchOpt.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class the_fleet_is_shown_to_prometheus
{
    [Fact]
    public async Task a_worker_that_takes_its_leave_is_gone_and_one_that_falls_silent_is_down()
    {
        await using var server = await StartAsync(configure: builder => builder.Services.Configure<ProposalOptions>(options => options.Lease = TimeSpan.FromSeconds(1)));
        var (leaving, silent) = (Files.Name(), Files.Name());
        await server.HeartbeatAsync(leaving, new HeldAttempt("a", 1, 1));
        await server.HeartbeatAsync(silent, new HeldAttempt("a", 2, 1), new HeldAttempt("a", 3, 1), new HeldAttempt("a", 4, 1));
        await HasAsync(server, $$"""archopt_worker_slots{worker="{{leaving}}"} 2""", $$"""archopt_worker_busy_slots{worker="{{leaving}}"} 1""", $$"""archopt_worker_up{worker="{{leaving}}"} 1""");
        await HasAsync(server, $$"""archopt_worker_busy_slots{worker="{{silent}}"} 2""");

        await server.Bus.Publish(Files.Heartbeat(leaving) with { Leaving = true }, TestContext.Current.CancellationToken);

        await HasAsync(server, $$"""archopt_worker_up{worker="{{silent}}"} 0""");
        var lines = await LinesAsync(server);
        lines.ShouldNotContain(line => line.Contains(leaving, StringComparison.Ordinal));
        lines.Where(line => line.Contains(silent, StringComparison.Ordinal)).ShouldHaveSingleItem(); // slots that nobody has are no slots
    }

    [Fact]
    public async Task a_study_shows_its_failures_its_budget_and_when_it_last_moved()
    {
        await using var server = await StartAsync();
        var name = Files.Name();
        var begun = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var study = await server.CreateAsync(Files.Function(name, trials: 5, extra: "stopping: { patience: 2, min_epochs: 1, max_epochs: 9 }"));
        await HasAsync(server, $$"""archopt_study_running{study="{{name}}"} 1""", $$"""archopt_trial_budget{study="{{name}}"} 5""", $$"""archopt_failed_trials{study="{{name}}"} 0""");
        var created = await ProgressAsync();
        created.ShouldBeGreaterThanOrEqualTo(begun);
        var first = await server.DispatchedAsync(study, 0);

        await server.FinishAsync(first, 0, outcome: EvaluationOutcome.Failed);
        await HasAsync(server, $$"""archopt_failed_trials{study="{{name}}"} 1""", "archopt_results_consumed_total 1");
        await UntilAsync(async () => await ProgressAsync() > created, "a result is progress");
        var result = await ProgressAsync();
        await server.Bus.Publish(
            new TrialProgressed { StudyId = first.StudyId, Number = 1, Attempt = 1, Step = 1, Metrics = Files.Metrics(("value", 3)) }, TestContext.Current.CancellationToken);
        await UntilAsync(async () => await ProgressAsync() > result, "a step is progress");

        (await server.PostAsync($"/studies/{name}/pause")).EnsureSuccessStatusCode();
        await HasAsync(server, $$"""archopt_study_running{study="{{name}}"} 0""", $$"""archopt_trial_wait_seconds{study="{{name}}"} 0""");

        async Task<double> ProgressAsync() => double.Parse((await LinesAsync(server)).Single(line => line.StartsWith($"archopt_last_progress_timestamp_seconds{{study=\"{name}\"", StringComparison.Ordinal)).Split(' ')[1]);
    }

    private static Task HasAsync(ProposalServer server, params string[] wanted) =>
        UntilAsync(async () => (await LinesAsync(server)) is var lines && wanted.All(line => lines.Contains(line)), string.Join(", ", wanted));

    private static async Task<string[]> LinesAsync(ProposalServer server) =>
        (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n');
}
