using System.Net.ServerSentEvents;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests;

public sealed class live_events_are_neither_lost_nor_repeated
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task over_reconnections_while_the_study_is_written()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        const int Observations = 1_000;
        var writing = Task.Run(
            async () =>
            {
                for (var i = 0; i < Observations; i++)
                {
                    await study.ObserveAsync(i, Stop);
                    if (i % 7 == 0) await server.AnnounceAsync(study, Stop);
                }

                await study.SetStatusAsync(StudyStatus.Completed, "budget", Stop);
                await server.AnnounceAsync(study, Stop);
            },
            Stop);

        List<long> seen = [];
        var ended = false;
        for (var connection = 1; !ended; connection++)
        {
            var left = 40 * connection;
            await foreach (var item in server.EventsAsync("s", "?from=start", seen.Count == 0 ? null : seen[^1], Stop))
            {
                if (item.EventType == StudyEventTypes.Observation) seen.Add(Read<ObservationView>(item).Sequence);
                ended = item.EventType == StudyEventTypes.End;
                if (--left == 0) break;
            }
        }

        await writing;
        seen.ShouldBe(Enumerable.Range(1, Observations).Select(i => (long)i));
    }

    [Fact]
    public async Task without_a_single_message_from_the_broker()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        List<long> seen = [];
        await foreach (var item in server.EventsAsync("s", cancellationToken: Stop))
        {
            if (item.EventType == StudyEventTypes.Observation) seen.Add(Read<ObservationView>(item).Sequence);
            if (item.EventType == StudyEventTypes.End) break;
            if (item.EventType != StudyEventTypes.Status || seen.Count > 0) continue;
            await study.ObserveAsync(1, Stop); // written by another process, which tells nobody
            await study.SetStatusAsync(StudyStatus.Cancelled, "enough", Stop);
        }

        seen.ShouldBe([1]);
    }

    [Fact]
    public async Task and_begin_with_what_is_new_unless_asked_for_all()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        for (var i = 0; i < 3; i++) await study.ObserveAsync(i, Stop);
        await study.SetStatusAsync(StudyStatus.Completed, "budget", Stop);

        (await SequencesAsync(server.EventsAsync("s", cancellationToken: Stop))).ShouldBeEmpty();
        (await SequencesAsync(server.EventsAsync("s", "?from=start", cancellationToken: Stop))).ShouldBe([1, 2, 3]);
        (await SequencesAsync(server.EventsAsync("s", "?lastEventId=1", cancellationToken: Stop))).ShouldBe([2, 3]);
        (await SequencesAsync(server.EventsAsync("s", "?lastEventId=1", lastEventId: 2, Stop))).ShouldBe([3], "the header is the newer one");
    }

    [Fact]
    public async Task and_the_stream_goes_on_while_a_trial_of_an_ended_study_is_in_flight()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ProposeAsync(Stop);
        await study.SetStatusAsync(StudyStatus.Cancelled, "by a person", Stop);
        List<string> types = [];
        await foreach (var item in server.EventsAsync("s", cancellationToken: Stop))
        {
            types.Add(item.EventType);
            if (types.Count == 1) await study.ObserveAsync(1, Stop);
            if (item.EventType == StudyEventTypes.Observation) break;
        }

        types.ShouldBe([StudyEventTypes.Status, StudyEventTypes.Observation]);
    }

    private static async Task<List<long>> SequencesAsync(IAsyncEnumerable<SseItem<string>> events)
    {
        List<long> sequences = [];
        await foreach (var item in events)
        {
            if (item.EventType == StudyEventTypes.Observation) sequences.Add(Read<ObservationView>(item).Sequence);
        }

        return sequences;
    }

    private static T Read<T>(SseItem<string> item) => JsonSerializer.Deserialize<T>(item.Data, JsonDefaults.Options)!;
}
