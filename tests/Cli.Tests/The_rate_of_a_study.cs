using ArchOpt.Cli.Progress;

namespace ArchOpt.Cli.Tests;

public class The_rate_of_a_study
{
    private readonly HandClock clock = new();

    [Fact]
    public void Nothing_is_known_at_first() => new RateMeter(clock).Update(12).ShouldBe(0);

    [Fact]
    public void What_there_was_before_is_not_counted()
    {
        var meter = new RateMeter(clock);
        meter.Update(1_000);
        clock.Pass(10);
        meter.Update(1_005).ShouldBe(0.5, tolerance: 1e-9);
    }

    [Fact]
    public void A_training_of_minutes_that_has_just_ended_is_no_fast_one()
    {
        var meter = new RateMeter(clock);
        meter.Update(0);
        for (var look = 0; look < 480; look++) Look(meter, 0.25, 0);
        meter.Update(1).ShouldBe(1 / 120.0, tolerance: 1e-6);
        for (var look = 0; look < 240; look++) Look(meter, 0.25, 1);
        meter.Update(2).ShouldBe(2 / 180.0, tolerance: 1e-6);
    }

    [Fact]
    public void A_change_of_pace_shows_within_seconds_where_events_are_many()
    {
        var meter = new RateMeter(clock);
        long total = 0;
        for (var look = 0; look < 400; look++) Look(meter, 0.25, total += 250);
        for (var look = 0; look < 60; look++) Look(meter, 0.25, total += 25);
        meter.Update(total).ShouldBe(100, tolerance: 5);
    }

    [Fact]
    public void A_study_that_stands_still_gets_slower_and_slower()
    {
        var meter = new RateMeter(clock);
        meter.Update(0);
        for (long total = 1; total <= 20; total++) Look(meter, 1, total);
        var before = meter.Update(20);
        clock.Pass(60);
        meter.Update(20).ShouldBeLessThan(before / 5);
    }

    private void Look(RateMeter meter, double seconds, long total)
    {
        clock.Pass(seconds);
        meter.Update(total);
    }

    private sealed class HandClock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Pass(double seconds) => ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
