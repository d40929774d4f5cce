using System.Collections.Immutable;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Client;

/// <summary>The routes of Proposal, typed. Thread-safe.</summary>
/// <remarks>
/// Every call throws <see cref="ServerRefusedException"/> when the server says no and <see cref="HttpRequestException"/> when it
/// cannot be reached.
/// </remarks>
internal sealed class ArchOptClient(HttpClient http)
{
    /// <summary>How many trials one page holds.</summary>
    public const int PageSize = 1_000;

    public Uri Address => http.BaseAddress!;

    public Task<ProductView> GetProductAsync(CancellationToken cancellationToken) => GetAsync<ProductView>("", cancellationToken);

    /// <summary>Creates the study, or resumes it when the same one exists.</summary>
    /// <param name="definition">The study as JSON.</param>
    public async Task<CreatedStudy> CreateStudyAsync(string definition, CancellationToken cancellationToken)
    {
        using var content = new StringContent(definition, Encoding.UTF8, "application/json");
        using var response = await SendAsync(new(HttpMethod.Post, "studies") { Content = content }, cancellationToken);
        var study = await response.ReadViewAsync<StudyView>(cancellationToken);
        return new(study, response.StatusCode == HttpStatusCode.Created);
    }

    public Task<ImmutableArray<StudyView>> ListStudiesAsync(CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<StudyView>>("studies", cancellationToken);

    public Task<StudyView> GetStudyAsync(string study, CancellationToken cancellationToken) =>
        GetAsync<StudyView>(Path(study), cancellationToken);

    /// <param name="action">pause, resume or cancel.</param>
    public Task ActAsync(string study, string action, CancellationToken cancellationToken) =>
        PostAsync(Path(study, action), cancellationToken);

    public async Task DeleteStudyAsync(string study, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new(HttpMethod.Delete, Path(study)), cancellationToken);
    }

    public Task<ImmutableArray<BestView>> GetBestAsync(string study, int top, CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<BestView>>(Path(study, $"best?top={top}"), cancellationToken);

    public Task<RecommendationView> GetRecommendationAsync(string study, CancellationToken cancellationToken) =>
        GetAsync<RecommendationView>(Path(study, "recommendation"), cancellationToken);

    public Task<ImmutableArray<ParetoView>> GetFrontAsync(string study, CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<ParetoView>>(Path(study, "pareto"), cancellationToken);

    /// <summary>At most <paramref name="limit"/> trials with numbers above <paramref name="after"/>, in number order.</summary>
    public async Task<ImmutableArray<TrialView>> GetTrialsAsync(string study, long after, int limit, CancellationToken cancellationToken) =>
        (await GetAsync<TrialPage>(Path(study, $"trials?after={after}&limit={limit}"), cancellationToken)).Trials;

    /// <summary>One trial with its attempts and learning curve.</summary>
    public Task<TrialView> GetTrialAsync(string study, long number, CancellationToken cancellationToken) =>
        GetAsync<TrialView>(Path(study, $"trials/{number}"), cancellationToken);

    /// <summary>All trials in number order, page by page.</summary>
    public async IAsyncEnumerable<TrialView> ReadTrialsAsync(
        string study, TrialState? state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? after = -1;
        while (after is { } number)
        {
            var query = $"trials?after={number}&limit={PageSize}" + (state is null ? "" : $"&state={state}");
            var page = await GetAsync<TrialPage>(Path(study, query), cancellationToken);
            foreach (var trial in page.Trials) yield return trial;
            after = page.Next;
        }
    }

    public Task<ImmutableArray<AskedTrial>> AskAsync(string study, int count, CancellationToken cancellationToken) =>
        PostAsync<AskRequest, ImmutableArray<AskedTrial>>(Path(study, "ask"), new(count), cancellationToken);

    public Task<ToldTrial> TellAsync(string study, long number, TellRequest told, CancellationToken cancellationToken) =>
        PostAsync<TellRequest, ToldTrial>(Path(study, $"trials/{number}/tell"), told, cancellationToken);

    public Task<EnqueuedTrials> EnqueueAsync(string study, ImmutableArray<Configuration> configurations, CancellationToken cancellationToken) =>
        PostAsync<EnqueueRequest, EnqueuedTrials>(Path(study, "trials"), new(configurations), cancellationToken);

    /// <summary>Sends a file of finished trials; it is read as it goes.</summary>
    public async Task<ImportView> ImportAsync(ImportOrder order, Stream file, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Path(order.Request.Study, order.ToQuery())) { Content = order.ToContent(file) };
        request.Headers.ExpectContinue = true; // a refusal that needs no look into the file comes before the file goes
        using var response = await SendAsync(request, cancellationToken);
        return await response.ReadViewAsync<ImportView>(cancellationToken);
    }

    public Task<VerificationView> VerifyAsync(string study, CancellationToken cancellationToken) =>
        GetAsync<VerificationView>(Path(study, "verify"), cancellationToken);

    /// <param name="study">Null for all studies and messages.</param>
    public Task<FailedView> GetFailedAsync(string? study, CancellationToken cancellationToken) =>
        GetAsync<FailedView>("failed" + (study is null ? "" : $"?study={Uri.EscapeDataString(study)}"), cancellationToken);

    public Task<ReplayView> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken) =>
        PostAsync<ReplayRequest, ReplayView>("failed/replay", request, cancellationToken);

    public Task<DiscardView> DiscardAsync(DiscardRequest request, CancellationToken cancellationToken) =>
        PostAsync<DiscardRequest, DiscardView>("failed/discard", request, cancellationToken);

    public Task<ImmutableArray<WorkerView>> ListWorkersAsync(CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<WorkerView>>("workers", cancellationToken);

    public Task DrainAsync(string worker, CancellationToken cancellationToken) =>
        PostAsync($"workers/{Uri.EscapeDataString(worker)}/drain", cancellationToken);

    private static string Path(string study, string? rest = null) =>
        $"studies/{Uri.EscapeDataString(study)}" + (rest is null ? "" : "/" + rest);

    private async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new(HttpMethod.Get, path), cancellationToken);
        return await response.ReadViewAsync<T>(cancellationToken);
    }

    private async Task PostAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(new(HttpMethod.Post, path), cancellationToken);
    }

    private async Task<TAnswer> PostAsync<TRequest, TAnswer>(string path, TRequest body, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, options: JsonDefaults.Options);
        using var response = await SendAsync(new(HttpMethod.Post, path) { Content = content }, cancellationToken);
        return await response.ReadViewAsync<TAnswer>(cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = request.RequestUri?.OriginalString ?? ""; // sending makes it absolute
        try
        {
            return await http.SendCheckedAsync(request, cancellationToken);
        }
        catch (ServerRefusedException refusal) when (refusal.Status == HttpStatusCode.NotFound)
        {
            throw await ExplainAsync(refusal, asked, cancellationToken);
        }
    }

    /// <summary>Not found because no study has that name: says so as it was typed, with the name that was probably meant.</summary>
    private async Task<ServerRefusedException> ExplainAsync(ServerRefusedException refusal, string asked, CancellationToken cancellationToken)
    {
        if (asked.Split('/', '?') is not ["studies", var escaped, ..]) return refusal;
        using var response = await http.GetAsync(new Uri("studies", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode) return refusal;
        var study = Uri.UnescapeDataString(escaped);
        var names = (await response.ReadViewAsync<ImmutableArray<StudyView>>(cancellationToken)).Select(s => s.Name).ToList();
        if (names.Contains(study, StringComparer.Ordinal)) return refusal; // something else is missing: a trial, a route
        var hint = NearestName.Hint(study, names) is { Length: > 0 } near ? near : "; archopt studies lists them.";
        return new(refusal.Status, [$"There is no study '{study}'{hint}"]);
    }
}

/// <summary>What became of POST /studies.</summary>
/// <param name="IsNew">False when the same study existed and goes on.</param>
internal sealed record CreatedStudy(StudyView Study, bool IsNew);
