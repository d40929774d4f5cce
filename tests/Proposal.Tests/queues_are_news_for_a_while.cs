using System.Diagnostics.Metrics;
using ArchOpt.Proposal.Fleet;
using Microsoft.Extensions.DependencyInjection;

namespace ArchOpt.Proposal.Tests;

public sealed class queues_are_news_for_a_while
{
    [Fact]
    public async Task a_depth_is_shown_until_it_is_half_a_minute_old()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var clock = new HeldClock();
        await using var queues = new WatchedQueues(new Depths(), meters, clock);
        var seen = new List<(string Queue, long Ready)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters)) self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, ready, tags, _) => seen.Add(((string)tags[0].Value!, ready)));
        listener.Start();

        (await queues.ReadyAsync("trials", TestContext.Current.CancellationToken)).ShouldBe(5);
        (await queues.ReadyAsync("unknown", TestContext.Current.CancellationToken)).ShouldBeNull();
        listener.RecordObservableInstruments();
        clock.Now += 20;
        await queues.ReadyAsync("results", TestContext.Current.CancellationToken);
        clock.Now += 20;
        listener.RecordObservableInstruments();

        seen.ShouldBe([("trials", 5), ("results", 7)]);
    }

    private sealed class Depths : IQueueDepth
    {
        public Task<long?> ReadyAsync(string queue, CancellationToken cancellationToken) => Task.FromResult<long?>(queue switch
        {
            "trials" => 5,
            "results" => 7,
            _ => null,
        });
    }

    private sealed class HeldClock : TimeProvider
    {
        /// <summary>Seconds.</summary>
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
