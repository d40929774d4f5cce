using System.Collections.Immutable;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ArchOpt.Analysis.Live;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests;

public sealed class live_events_show_what_happens
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task an_observation_carries_its_numbers_and_whether_it_was_the_best_so_far()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(1, Stop);
        await study.ObserveAsync(9, qps: 50, Stop); // breaks a soft constraint, which gates the best all the same
        await study.ObserveAsync(0.5, Stop);
        await study.ObserveAsync(2, Stop);
        await study.ObserveAsync(Configuration.Empty, [double.NaN], TestStudy.Metrics(double.NaN, double.PositiveInfinity), Stop, AttemptState.Failed);
        await study.SetStatusAsync(StudyStatus.Completed, "budget", Stop);

        var events = await server.EventsAsync("s", "?from=start", cancellationToken: Stop).ToListAsync(Stop);

        var views = events.Where(e => e.EventType == StudyEventTypes.Observation).Select(Read<ObservationView>).ToList();
        views.Select(view => view.BestSoFar).ShouldBe([true, false, false, true, false]);
        views[^1].Values.ShouldBe([double.NaN]);
        views[^1].Metrics["qps"].ShouldBe(double.PositiveInfinity);
        views[^1].State.ShouldBe(AttemptState.Failed);
        views[1].Configuration.ShouldBe(Configuration.Of(("x", 1.0)));
        events.Where(e => e.EventType == StudyEventTypes.Observation).Select(e => e.EventId).ShouldBe(["1", "2", "3", "4", "5"]);
        var end = events[^1];
        end.EventType.ShouldBe(StudyEventTypes.End);
        Read<StatusView>(end).Trials.Completed.ShouldBe(4);

        // The resumed stream judges by the whole history, not by what it sends.
        var resumed = await server.EventsAsync("s", lastEventId: 2, cancellationToken: Stop)
            .Where(e => e.EventType == StudyEventTypes.Observation).ToListAsync(Stop);
        resumed.Select(e => Read<ObservationView>(e).BestSoFar).ShouldBe([false, true, false]);
    }

    [Fact]
    public async Task the_messages_of_running_trials_are_passed_on()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        var metrics = ImmutableSortedDictionary<string, double>.Empty.Add("loss", double.NaN);
        Dictionary<string, SseItem<string>> seen = [];
        await foreach (var item in server.EventsAsync("s", cancellationToken: Stop))
        {
            seen[item.EventType] = item;
            if (item.EventType == StudyEventTypes.Status)
            {
                await server.PublishAsync(new TrialStarted { StudyId = study.Record.Id, Number = 1, Attempt = 1, Worker = "w", Started = DateTimeOffset.UnixEpoch }, Stop);
                await server.PublishAsync(new TrialProgressed { StudyId = "another", Number = 99, Attempt = 1, Step = 1, Metrics = metrics }, Stop);
                await server.PublishAsync(new TrialProgressed { StudyId = study.Record.Id, Number = 1, Attempt = 1, Step = 5, Metrics = metrics }, Stop);
                await server.PublishAsync(Heartbeat(study.Record.Id), Stop);
            }

            if (seen.Count == 4) break;
        }

        Read<StartView>(seen[StudyEventTypes.Started]).Worker.ShouldBe("w");
        var progress = Read<ProgressView>(seen[StudyEventTypes.Progress]);
        progress.Step.ShouldBe(5);
        progress.Metrics["loss"].ShouldBe(double.NaN);
        Read<HoldingView>(seen[StudyEventTypes.Worker]).Holding.ShouldBe([new HeldAttempt(study.Record.Id, 1, 1)]);
        seen[StudyEventTypes.Progress].EventId.ShouldBeNull("only an observation moves the point of resumption");
    }

    [Fact]
    public async Task a_deleted_study_ends_its_stream()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        SseItem<string> last = default;
        await foreach (var item in server.EventsAsync("s", cancellationToken: Stop))
        {
            if (item.EventType == StudyEventTypes.Status) await server.Store.DeleteStudyAsync(study.Record.Id, Stop);
            last = item;
        }

        last.EventType.ShouldBe(StudyEventTypes.End);
        Read<StatusView>(last).Deleted.ShouldBeTrue();
    }

    [Fact]
    public async Task stopping_the_service_ends_open_streams()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        Task? stopped = null;
        await foreach (var item in server.EventsAsync("s", cancellationToken: Stop)) stopped ??= server.StopAsync(Stop);
        await stopped!.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    [Theory]
    [InlineData("/studies/nobody/events", HttpStatusCode.NotFound, "nobody")]
    [InlineData("/studies/s/events?from=yesterday", HttpStatusCode.BadRequest, "from: must be now or start (was 'yesterday').")]
    [InlineData("/studies/s/events?lastEventId=-1", HttpStatusCode.BadRequest, "lastEventId: must be the id of an observation event, a whole number from 0 (was '-1').")]
    [InlineData("/studies/s/events?lastEventId=1e3", HttpStatusCode.BadRequest, "(was '1e3')")]
    [InlineData("/studies/s/events?lastEventId=7", HttpStatusCode.BadRequest, "lastEventId: must be the id of an observation that this study has (was '7')")]
    [InlineData("/studies/s/events?lastEventId=99999999999999999999", HttpStatusCode.BadRequest, "lastEventId")]
    public async Task wrong_input_is_named(string path, HttpStatusCode status, string detail)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        using var response = await server.Client.GetAsync(path, Stop);
        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop));
        problem.RootElement.GetProperty("detail").GetString()!.ShouldContain(detail);
    }

    [Fact]
    public async Task a_wrong_header_is_named()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/studies/s/events");
        request.Headers.Add("Last-Event-ID", "abc");
        using var response = await server.Client.SendAsync(request, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("Last-Event-ID: must be");
    }

    [Fact]
    public void a_listener_that_does_not_read_holds_a_bounded_number_of_live_events()
    {
        using var subscription = new StudySubscription(_ => { });
        for (var i = 0; i < StudySubscription.Capacity + 10; i++) subscription.Offer(new("progress", i));
        var kept = 0;
        object? first = null;
        while (subscription.TryRead(out var item))
        {
            first ??= item.Data;
            kept++;
        }

        kept.ShouldBe(StudySubscription.Capacity);
        first.ShouldBe(10, "the oldest are dropped");
    }

    private static WorkerHeartbeat Heartbeat(string studyId) => new()
    {
        Worker = "w",
        Machine = "m",
        Version = "1",
        Sent = DateTimeOffset.UnixEpoch,
        Interval = TimeSpan.FromSeconds(1),
        Slots = 2,
        Evaluators = ["function"],
        Holding = [new(studyId, 1, 1), new("another", 2, 1)],
    };

    private static T Read<T>(SseItem<string> item) => JsonSerializer.Deserialize<T>(item.Data, JsonDefaults.Options)!;
}
