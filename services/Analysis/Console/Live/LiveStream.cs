using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>A live page as server-sent events: <c>part</c> with a <see cref="LivePart"/>, <c>ping</c> in silence, and <c>end</c> when nothing can change any more.</summary>
internal static class LiveStream
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    /// <summary>Answers a request for events; the stream ends with the connection, the page or the application.</summary>
    public static IResult Send(HttpContext http, Func<LiveViewing> join)
    {
        http.Response.Headers["X-Accel-Buffering"] = "no"; // reverse proxies must pass each event on at once
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        return TypedResults.ServerSentEvents(ReadAsync(join, time, stopping, http.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<string>> ReadAsync(
        Func<LiveViewing> join, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await using var viewing = join();
        yield return new SseItem<string>("{}", "ping") { ReconnectionInterval = Reconnect };
        for (var version = 0L; ;)
        {
            var state = viewing.State;
            foreach (var part in state.After(version)) yield return new SseItem<string>(JsonSerializer.Serialize(part, JsonDefaults.Options), "part");
            version = state.Version;
            if (state.IsEnd)
            {
                yield return new SseItem<string>("{}", "end");
                yield break;
            }

            // Awaiting the timer alone tells silence from cancellation without an exception.
            await Task.WhenAny(state.Next, Task.Delay(Silence, time, ends.Token));
            if (ends.IsCancellationRequested) yield break;
            if (!state.Next.IsCompleted) yield return new SseItem<string>("{}", "ping");
        }
    }
}
