using System.Net.ServerSentEvents;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests;

public sealed class live_events_tell_of_the_search
{
    private const string Grouped = """
        {"study":"s","objectives":[{"metric":"score","goal":"maximize"}],"evaluator":{"name":"external"},
        "space":{"x":{"type":"float","low":0,"high":1},"model":{"type":"categorical","values":["gat","gt"]}},
        "groups":{"parameter":"model","plan":[{"group":"gat","trials":2},{"group":"gt","trials":2,"from":["gat"]}]},
        "strategy":{"name":"resilient"},"budget":{"trials":4}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_comes_at_the_beginning_and_whenever_it_changes_also_to_a_resumed_stream()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop, Grouped);
        await ObserveAsync(study, "gat", 5);
        List<SearchView[]> seen = [];
        await foreach (var item in server.EventsAsync("s", cancellationToken: Stop))
        {
            if (item.EventType != StudyEventTypes.Search) continue;
            seen.Add(Read<SearchView[]>(item));
            if (seen[^1][1].Mode == "done") break;
            await ObserveAsync(study, seen.Count == 1 ? "gat" : "gt", 4);
            if (seen.Count > 1) await ObserveAsync(study, "gt", 3);
            await server.AnnounceAsync(study, Stop);
        }

        seen[0].Select(state => state.Mode).ShouldBe(["normal", "waiting"]);
        seen[0][0].Current.ShouldBeTrue();
        (seen[1][0].Mode, seen[1][0].Stagnation).ShouldBe(("done", 1));
        seen[1][1].Current.ShouldBeTrue();
        seen[^1].ShouldNotContain(state => state.Current);
        var resumed = await server.EventsAsync("s", lastEventId: 2, cancellationToken: Stop).FirstAsync(item => item.EventType == StudyEventTypes.Search, Stop);
        Read<SearchView[]>(resumed).ShouldBe(seen[^1]);
    }

    [Fact]
    public async Task an_observation_names_its_group()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop, Grouped);
        await ObserveAsync(study, "gt", 1);
        await study.SetStatusAsync(StudyStatus.Completed, "budget", Stop);

        var events = await server.EventsAsync("s", "?from=start", cancellationToken: Stop).ToListAsync(Stop);

        Read<ObservationView>(events.Single(item => item.EventType == StudyEventTypes.Observation)).Group.ShouldBe("gt");
    }

    [Fact]
    public async Task a_strategy_that_says_nothing_of_itself_has_no_such_events()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(1, Stop);
        await study.SetStatusAsync(StudyStatus.Completed, "budget", Stop);

        var events = await server.EventsAsync("s", "?from=start", cancellationToken: Stop).ToListAsync(Stop);

        events.ShouldNotContain(item => item.EventType == StudyEventTypes.Search);
        Read<ObservationView>(events.Single(item => item.EventType == StudyEventTypes.Observation)).Group.ShouldBeNull();
    }

    private static Task ObserveAsync(TestStudy study, string model, double score) =>
        study.ObserveAsync(Configuration.Of(("x", score / 10), ("model", model)), [score], TestStudy.Metrics(score, 200), Stop);

    private static T Read<T>(SseItem<string> item) => JsonSerializer.Deserialize<T>(item.Data, JsonDefaults.Options)!;
}
