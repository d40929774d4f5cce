using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Console.Live;

/// <summary>
/// A live page as server-sent events: <c>part</c> with a <see cref="LivePart"/>, <c>trouble</c> while the page cannot be made, <c>ping</c> every
/// now and then, and <c>end</c> when nothing can change any more.
/// </summary>
internal static class LiveStream
{
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);
    private static readonly byte[] Empty = "{}"u8.ToArray();

    /// <summary>Answers a request for events; the stream ends with the connection, the page or the application.</summary>
    public static IResult Send(HttpContext http, Func<LiveViewing> join)
    {
        http.Response.Headers["X-Accel-Buffering"] = "no"; // reverse proxies must pass each event on at once
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        return TypedResults.ServerSentEvents(ReadAsync(join, time, stopping, http.RequestAborted));
    }

    /// <summary>The events for one viewer. Who reads slowly gets the newest of each part, and none of what was in between.</summary>
    internal static async IAsyncEnumerable<SseItem<byte[]>> ReadAsync(
        Func<LiveViewing> join, TimeProvider time, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        await using var viewing = join();
        var silence = Task.CompletedTask;
        var (version, trouble) = (0L, (string?)null);
        try
        {
            // An application that stops has not come to the end of anything: its viewers are to come back.
            while (!ends.IsCancellationRequested)
            {
                var state = viewing.State;
                if (state.Trouble is { } why && why != trouble) yield return new SseItem<byte[]>(JsonSerializer.SerializeToUtf8Bytes(new { why }, JsonDefaults.Options), "trouble");
                else if (state.Trouble is null && trouble is not null) yield return new SseItem<byte[]>(Empty, "well");
                foreach (var part in state.After(version)) yield return new SseItem<byte[]>(part.Message, "part");
                (version, trouble) = (state.Version, state.Trouble);
                if (state.IsEnd && !ends.IsCancellationRequested)
                {
                    yield return new SseItem<byte[]>(Empty, "end");
                    yield break;
                }

                if (silence.IsCompleted)
                {
                    yield return new SseItem<byte[]>(Empty, "ping") { ReconnectionInterval = Reconnect };
                    silence = Task.Delay(PingInterval, time, ends.Token);
                }

                await Task.WhenAny(state.Next, silence);
            }
        }
        finally
        {
            await ends.CancelAsync(); // and with it the timer
        }
    }
}
