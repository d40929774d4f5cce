using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Analysis.Console.Operator;

/// <summary>What the console asks of Proposal: what only it knows, and whatever changes something. Thread-safe.</summary>
/// <remarks>Every call throws <see cref="ServerRefusedException"/> when Proposal says no, and <see cref="ProposalUnreachableException"/> when it does not answer.</remarks>
internal sealed class ProposalClient(HttpClient http, ProposalAddress address)
{
    public Task<ImmutableArray<StudyView>> ListStudiesAsync(OperatorKey key, CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<StudyView>>("studies", key, cancellationToken);

    public Task<StudyView> GetStudyAsync(string study, OperatorKey key, CancellationToken cancellationToken) =>
        GetAsync<StudyView>($"studies/{Uri.EscapeDataString(study)}", key, cancellationToken);

    /// <param name="action">pause, resume or cancel.</param>
    public async Task ActAsync(string study, string action, OperatorKey key, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, $"studies/{Uri.EscapeDataString(study)}/{action}", null, key, cancellationToken);
    }

    public Task<ImmutableArray<WorkerView>> ListWorkersAsync(OperatorKey key, CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<WorkerView>>("workers", key, cancellationToken);

    public async Task DrainAsync(string worker, OperatorKey key, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, $"workers/{Uri.EscapeDataString(worker)}/drain", null, key, cancellationToken);
    }

    /// <param name="study">Null for all studies and messages.</param>
    public Task<FailedView> GetFailedAsync(string? study, OperatorKey key, CancellationToken cancellationToken) =>
        GetAsync<FailedView>("failed" + (study is null ? "" : $"?study={Uri.EscapeDataString(study)}"), key, cancellationToken);

    public Task<ReplayView> ReplayAsync(ReplayRequest request, OperatorKey key, CancellationToken cancellationToken) =>
        PostAsync<ReplayRequest, ReplayView>("failed/replay", request, key, cancellationToken);

    public Task<DiscardView> DiscardAsync(DiscardRequest request, OperatorKey key, CancellationToken cancellationToken) =>
        PostAsync<DiscardRequest, DiscardView>("failed/discard", request, key, cancellationToken);

    private async Task<T> GetAsync<T>(string path, OperatorKey key, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, key, cancellationToken);
        return await response.ReadViewAsync<T>(cancellationToken);
    }

    private async Task<TAnswer> PostAsync<TRequest, TAnswer>(string path, TRequest body, OperatorKey key, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, options: JsonDefaults.Options);
        using var response = await SendAsync(HttpMethod.Post, path, content, key, cancellationToken);
        return await response.ReadViewAsync<TAnswer>(cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, OperatorKey key, CancellationToken cancellationToken)
    {
        var server = address.Get();
        var request = new HttpRequestMessage(method, new Uri(server, path)) { Content = content };
        if (key.Value is { } value) request.Headers.TryAddWithoutValidation("X-Api-Key", value);
        try
        {
            return await http.SendCheckedAsync(request, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new ProposalUnreachableException(server, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProposalUnreachableException(server, e); // the client's own deadline
        }
    }
}
