using System.Text.Json;

namespace ArchOpt.AppHost.Local.Studies;

/// <summary>Follows the studies by asking Proposal, and knows when the awaited ones have ended.</summary>
/// <param name="client">Sends the requests.</param>
/// <param name="proposal">Proposal's address.</param>
internal sealed class StudyWatcher(HttpClient client, Uri proposal)
{
    private static readonly TimeSpan WhileRunning = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhileIdle = TimeSpan.FromSeconds(5);

    private bool _hasAnswered;

    /// <summary>The name of the study to follow; null for every study there is.</summary>
    internal string? Awaited { get; set; }

    /// <summary>The studies that are of interest now.</summary>
    internal IReadOnlyList<StudyProgress> Studies { get; private set; } = [];

    internal bool AllEnded => Studies.Count > 0 && Studies.All(study => study.HasEnded);

    internal bool AllSucceeded => Studies.Count > 0 && Studies.All(study => study.HasSucceeded);

    /// <summary>How long to wait before asking again: an idle system is left alone.</summary>
    internal TimeSpan Interval => _hasAnswered && Studies.All(study => study.HasEnded) ? WhileIdle : WhileRunning;

    /// <summary>Asks once; a Proposal that does not answer leaves what was known.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var request = ProposalRequest.Create(HttpMethod.Get, proposal);
            using var response = await client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return;
            using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            var all = StudyProgress.Read(document.RootElement);
            Studies = Awaited is null ? all : [.. all.Where(study => study.Name == Awaited)];
            _hasAnswered = true;
        }
        catch (Exception silent) when (silent is HttpRequestException or JsonException || (silent is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // It is starting or restarting; the resource table says so, and the next second brings another chance.
        }
    }
}

/// <summary>A request to Proposal's list of studies, with the key of the environment if there is one.</summary>
internal static class ProposalRequest
{
    internal static HttpRequestMessage Create(HttpMethod method, Uri proposal)
    {
        var request = new HttpRequestMessage(method, new Uri(proposal, "/studies"));
        if (Environment.GetEnvironmentVariable("ARCHOPT_API_KEY") is { Length: > 0 } key)
            request.Headers.Add("X-Api-Key", key);
        return request;
    }
}
