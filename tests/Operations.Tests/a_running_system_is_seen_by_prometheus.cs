using System.Text.Json;

namespace ArchOpt.Operations.Tests;

/// <summary>Every panel and every alert against the real servers, so that a name or a label that does not exist is found here.</summary>
public sealed class a_running_system_is_seen_by_prometheus(LiveSystem live) : IClassFixture<LiveSystem>
{
    [Fact]
    public async Task every_query_of_every_panel_gives_data_unless_the_dashboard_says_that_it_may_be_empty()
    {
        var token = TestContext.Current.CancellationToken;
        await live.StartAsync(token);
        var empty = new List<string>();
        foreach (var query in Dashboard.All().SelectMany(dashboard => dashboard.Queries))
        {
            var series = await live.Prometheus.RangeAsync(Filled(query.Dashboard, query.Expression), live.Begun, DateTimeOffset.UtcNow, token);
            if (!query.MayBeEmpty && !series.Any(HasANumber)) empty.Add($"{query}: {query.Expression}");
        }

        empty.ShouldBeEmpty();
    }

    [Fact]
    public async Task the_search_panels_show_what_the_study_did()
    {
        var token = TestContext.Current.CancellationToken;
        await live.StartAsync(token);
        var search = Dashboard.All().Single(dashboard => dashboard.File == "search.json");
        var objective = search.Queries.Where(query => query.Panel.Title == "Objective").ToArray();
        var best = (await live.Cluster.StudyAsync(LiveSystem.Study, token)).Best!.Value;

        var marks = await LastAsync(objective.Single(query => query.Target.GetProperty("legendFormat").GetString()!.StartsWith("minimum", StringComparison.Ordinal)));
        marks.ShouldContain(mark => Math.Abs(mark - best) < 1e-9, "the minimum is marked at its value");
        (await LastAsync(objective.Single(query => query.Target.GetProperty("legendFormat").GetString() == "{{threshold}}"))).ShouldBe([5, 20], ignoreOrder: true, "the study's own grades are its lines");
        (await LastAsync(objective.Single(query => query.Target.GetProperty("legendFormat").GetString() == "good"))).ShouldBeEmpty("so those of the variables are not drawn");
        (await LastAsync(search.Queries.Single(query => query.Panel.Title == "Mode"))).ShouldAllBe(mode => mode >= 1 && mode <= 5);
        (await LastAsync(search.Queries.Single(query => query.Panel.Title == "Stagnation"))).Length.ShouldBe(2);

        async Task<double[]> LastAsync(Query query) =>
            [.. (await live.Prometheus.RangeAsync(Filled(query.Dashboard, query.Expression), live.Begun, DateTimeOffset.UtcNow, token))
                .Select(series => Numbers(series).Last())];
    }

    [Fact]
    public async Task every_alert_and_every_rule_evaluates_over_series_that_exist()
    {
        var token = TestContext.Current.CancellationToken;
        await live.StartAsync(token);
        var known = await live.Prometheus.NamesAsync(token);
        foreach (var (name, expression) in RuleFile.Alerts().Select(alert => (alert.Name, alert.Expression)).Concat(RuleFile.Recordings()))
        {
            await live.Prometheus.RangeAsync(expression, live.Begun, DateTimeOffset.UtcNow, token);
            PromQl.Names(expression).Except(known).ShouldBeEmpty(name);
        }

        RuleFile.Recordings().Select(rule => rule.Name).Except(known).ShouldBeEmpty();
        foreach (var query in Dashboard.All().SelectMany(dashboard => dashboard.Queries).Where(query => !query.MayBeEmpty))
            PromQl.Names(Filled(query.Dashboard, query.Expression)).Except(known).ShouldBeEmpty(query.ToString());
    }

    [Fact]
    public async Task a_killed_worker_and_a_failed_message_set_off_their_alerts()
    {
        var token = TestContext.Current.CancellationToken;
        await live.StartAsync(token);
        (await live.Cluster.EndedAsync(LiveSystem.FailingStudy, TimeSpan.FromMinutes(1), token)).Trials.Failed.ShouldBeGreaterThan(0);
        await live.SeesAsync("ALERTS{alertname=\"ArchOptErrorQueueNotEmpty\",alertstate=\"firing\",queue=\"archopt-evaluate-function-cpu_error\"}", token);
        (await live.Prometheus.InstantAsync("ALERTS{alertname=\"ArchOptTargetDown\"}", token)).ShouldBeEmpty();

        await live.Cluster.Workers[0].KillAsync();

        await live.SeesAsync("ALERTS{alertname=\"ArchOptWorkerSilent\",alertstate=\"firing\",worker=\"worker-1\"}", token);
        (await live.Prometheus.InstantAsync("ALERTS{alertname=\"ArchOptWorkerSilent\",worker=\"worker-2\"}", token)).ShouldBeEmpty();
        await live.SeesAsync("archopt:worker_slots:sum == 2", token);
    }

    private static string Filled(Dashboard dashboard, string expression) => Dashboard.Fill(expression, variable => variable switch
    {
        "study" => LiveSystem.Study,
        "group" or "worker" or "queue" => ".*",
        "__interval" => "5s",
        "__rate_interval" => "30s",
        _ => dashboard.Default(variable),
    });

    private static bool HasANumber(JsonElement series) => Numbers(series).Any(double.IsFinite);

    private static IEnumerable<double> Numbers(JsonElement series) => series.GetProperty("values").EnumerateArray().Select(sample => Prometheus(sample[1].GetString()!));

    private static double Prometheus(string number) => number switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(number),
    };
}
