using ArchOpt.Analysis.Console.Live;
using ArchOpt.Testing;

namespace ArchOpt.Analysis.Tests.Console.Live;

public sealed class pictures_are_made_with_restraint
{
    private readonly CountingTime time = new();
    private int wakes, made;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.01, 1_000, 1)]
    [InlineData(0.01, 150_000, 5)]
    [InlineData(0.2, 1_000, 5)]
    [InlineData(10, 100, 20)]
    public void the_more_one_costs_the_less_often(double seconds, int length, double rest) =>
        PacedPart.RestAfter(TimeSpan.FromSeconds(seconds), length).TotalSeconds.ShouldBe(rest, 0.01);

    [Fact]
    public async Task nothing_new_is_drawn_never_and_something_new_after_a_rest()
    {
        await using var part = new PacedPart(time, () => Interlocked.Increment(ref wakes));
        await part.OfferAsync(1, Draw);
        await Eventually.TrueAsync(() => wakes == 1, TimeSpan.FromSeconds(10), "the picture is ready", Stop);
        await part.OfferAsync(1, Draw);
        part.Latest!.Html.ShouldBe("picture 1");

        await part.OfferAsync(2, Draw);
        made.ShouldBe(1, "it rests");
        await Eventually.TrueAsync(() => wakes == 2, TimeSpan.FromSeconds(10), "it has rested", Stop);
        await part.OfferAsync(1, Draw);
        made.ShouldBe(1, "there is nothing new");
        await part.OfferAsync(2, Draw);
        await Eventually.TrueAsync(() => wakes == 3, TimeSpan.FromSeconds(10), "the next is ready", Stop);
        await part.OfferAsync(2, Draw);
        part.Latest!.Html.ShouldBe("picture 2");
    }

    [Fact]
    public async Task the_last_one_does_not_wait()
    {
        await using var part = new PacedPart(time, () => { });
        await part.CompleteAsync(1, Draw);
        await part.CompleteAsync(2, Draw);
        await part.CompleteAsync(2, Draw);
        part.Latest!.Html.ShouldBe("picture 2");
        made.ShouldBe(2);
    }

    [Fact]
    public async Task one_that_fails_says_so_and_is_tried_again()
    {
        await using var part = new PacedPart(time, () => { });
        var failing = part.CompleteAsync(1, () => Task.FromException<LivePart>(new InvalidOperationException("no paper")));
        (await failing.ShouldThrowAsync<InvalidOperationException>()).Message.ShouldBe("no paper");
        await part.CompleteAsync(1, Draw);
        part.Latest!.Html.ShouldBe("picture 1");
    }

    [Fact]
    public async Task one_that_nobody_wants_any_more_leaves_no_timer()
    {
        var part = new PacedPart(time, () => { });
        await part.CompleteAsync(1, Draw);
        time.Running.ShouldBe(1);
        await part.DisposeAsync();
        time.Running.ShouldBe(0);
    }

    private Task<LivePart> Draw() => Task.FromResult(new LivePart("picture", $"picture {Interlocked.Increment(ref made)}"));
}
