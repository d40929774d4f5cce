using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ArchOpt.Analysis.Tests.Console.Watching;

/// <summary>A study's page that is open in a browser: the newest of its parts, as the stream sends them.</summary>
internal sealed class LiveParts : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource deadline;
    private readonly HttpResponseMessage response;
    private readonly IAsyncEnumerator<SseItem<string>> events;

    private LiveParts(HttpResponseMessage response, Stream body, CancellationTokenSource deadline)
    {
        (this.response, this.deadline) = (response, deadline);
        events = SseParser.Create(body).EnumerateAsync(deadline.Token).GetAsyncEnumerator(deadline.Token);
    }

    /// <summary>By id.</summary>
    public Dictionary<string, string> Html { get; } = [];

    /// <summary>What the last event was.</summary>
    public string? Last { get; private set; }

    public static async Task<LiveParts> OpenAsync(AnalysisServer server, string study, CancellationToken cancellationToken)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Deadline);
        var answer = await server.Client.GetAsync($"/console/studies/{study}/live", HttpCompletionOption.ResponseHeadersRead, end.Token);
        answer.EnsureSuccessStatusCode();
        return new(answer, await answer.Content.ReadAsStreamAsync(end.Token), end);
    }

    /// <summary>Reads until the part holds the text.</summary>
    public async Task SeesAsync(string part, string text)
    {
        while (!Html.GetValueOrDefault(part, "").Contains(text, StringComparison.Ordinal))
        {
            if (!await NextAsync()) throw new InvalidOperationException($"The stream ended before {part} showed '{text}': {Html.GetValueOrDefault(part)}");
        }
    }

    /// <summary>Reads one event; false at the end of the stream.</summary>
    public async Task<bool> NextAsync()
    {
        if (!await events.MoveNextAsync()) return false;
        Last = events.Current.EventType;
        if (Last != "part") return true;
        using var part = JsonDocument.Parse(events.Current.Data);
        Html[part.RootElement.GetProperty("id").GetString()!] = part.RootElement.GetProperty("html").GetString()!;
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await events.DisposeAsync();
        response.Dispose();
        deadline.Dispose();
    }
}
