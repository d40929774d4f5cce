using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text;
using ArchOpt.Analysis.Console.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace ArchOpt.Analysis.Tests.Console.Live;

public sealed class many_look_at_one_live_page : IAsyncDisposable
{
    private const int Viewers = 50;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ScriptedSource source = new();
    private readonly CountingTime time = new();
    private readonly CancellationTokenSource application = new();
    private readonly LiveChannels channels;

    public many_look_at_one_live_page() => channels = new(time, NullLogger<LiveChannels>.Instance);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        application.Dispose();
        await source.DisposeAsync();
    }

    [Fact]
    public async Task it_is_rendered_once_for_all_of_them()
    {
        var viewers = Enumerable.Range(0, Viewers).Select(_ => Look()).ToList();
        foreach (var viewer in viewers) await viewer.SeesAsync("at first");
        var before = source.Renderings;

        source.Show("something new");
        foreach (var viewer in viewers) await viewer.SeesAsync("something new");

        before.ShouldBe(1);
        source.Renderings.ShouldBe(2);
        viewers.ShouldAllBe(viewer => viewer.Parts.Count(part => part.Contains("always the same")) == 1, "what does not change is sent once");
        channels.Count.ShouldBe(1);
        foreach (var viewer in viewers) await viewer.DisposeAsync();
    }

    [Fact]
    public async Task the_last_who_leaves_puts_out_the_light()
    {
        await using (var one = Look())
        {
            await using (var another = Look())
            {
                await one.SeesAsync("at first");
                await another.SeesAsync("at first");
            }

            source.Disposed.IsCompleted.ShouldBeFalse("somebody still looks");
        }

        await source.Disposed.WaitAsync(Deadline, Stop);
        channels.Count.ShouldBe(0);
        time.Running.ShouldBe(0, "no timer runs for nobody");
    }

    [Fact]
    public async Task a_source_that_fails_is_asked_again_and_they_are_told_meanwhile()
    {
        await using var viewer = Look();
        await viewer.SeesAsync("at first");

        source.Fail(new IOException("the disk is gone"));
        await viewer.HearsAsync("trouble", "the disk is gone");
        source.Fail(null);
        source.Show("after the repair");

        await viewer.HearsAsync("well", "{}");
        await viewer.SeesAsync("after the repair");
    }

    [Fact]
    public async Task even_one_that_fails_in_waiting()
    {
        await using var viewer = Look();
        await viewer.SeesAsync("at first");

        source.FailInWaiting(new IOException("the wire is cut"));
        await viewer.HearsAsync("trouble", "the wire is cut");

        source.Show("after the repair");
        await viewer.SeesAsync("after the repair");
    }

    [Fact]
    public async Task the_end_comes_behind_the_last_that_is_to_be_seen()
    {
        await using var viewer = Look();
        await viewer.SeesAsync("at first");
        source.Show("the final word");
        source.End();

        await viewer.HearsAsync("end", "{}");

        viewer.Parts[^1].ShouldContain("the final word");
        (await viewer.IsOverAsync()).ShouldBeTrue();
    }

    [Fact]
    public async Task who_comes_late_sees_everything_and_the_end()
    {
        await using var early = Look();
        await early.SeesAsync("at first");
        source.Show("the final word");
        source.End();
        await early.HearsAsync("end", "{}");

        await using var late = Look();

        await late.SeesAsync("the final word");
        await late.HearsAsync("end", "{}");
        late.Parts.ShouldContain(part => part.Contains("always the same"));
    }

    [Fact]
    public async Task an_application_that_stops_lets_them_go_without_saying_that_it_is_the_end()
    {
        await using var viewer = Look();
        await viewer.SeesAsync("at first");

        await application.CancelAsync();

        (await viewer.IsOverAsync()).ShouldBeTrue();
        viewer.Events.ShouldNotContain("end", "the browser would not come back");
    }

    [Fact]
    public async Task who_reads_slowly_gets_the_newest_and_holds_nobody_up()
    {
        await using var slow = Look();
        await using var quick = Look();
        await slow.SeesAsync("at first");
        await quick.SeesAsync("at first");

        for (var i = 1; i <= 4; i++)
        {
            source.Show($"number {i}");
            await quick.SeesAsync($"number {i}");
        }

        await slow.SeesAsync("number 4");
        slow.Parts.Where(part => part.Contains("number")).Count().ShouldBe(1, "what was in between is never sent");
    }

    private Viewer Look() => new(LiveStream.ReadAsync(() => channels.Join("page", () => source), time, application.Token, Stop));

    /// <summary>Reads only when it is asked what it sees.</summary>
    private sealed class Viewer(IAsyncEnumerable<SseItem<byte[]>> stream) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<byte[]>> events = stream.GetAsyncEnumerator(Stop);

        public List<string> Parts { get; } = [];

        public List<string> Events { get; } = [];

        public Task SeesAsync(string text) => HearsAsync("part", text);

        public async Task HearsAsync(string type, string text)
        {
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < Deadline && await events.MoveNextAsync().AsTask().WaitAsync(Deadline, Stop))
            {
                var (kind, data) = (events.Current.EventType, Encoding.UTF8.GetString(events.Current.Data));
                Events.Add(kind);
                if (kind == "part") Parts.Add(data);
                if (kind == type && data.Contains(text, StringComparison.Ordinal)) return;
            }

            throw new TimeoutException($"It ended, or too much time went by, before {type} '{text}'.");
        }

        public async Task<bool> IsOverAsync()
        {
            while (await events.MoveNextAsync().AsTask().WaitAsync(Deadline, Stop)) Events.Add(events.Current.EventType);
            return true;
        }

        public ValueTask DisposeAsync() => events.DisposeAsync();
    }
}
