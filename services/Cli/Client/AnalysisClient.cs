using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Cli.Client;

/// <summary>The routes of Analysis, typed. Thread-safe.</summary>
/// <remarks>Every call throws <see cref="ServerRefusedException"/> when the server says no, and <see cref="CliException"/> with exit code 3 when it cannot be reached.</remarks>
internal sealed class AnalysisClient(HttpClient http)
{
    public Uri Address => http.BaseAddress!;

    /// <summary>The report as text.</summary>
    /// <param name="format">md, html or json.</param>
    /// <param name="top">K of the trend tables; null for the server's default.</param>
    public Task<string> GetReportAsync(string study, string format, int? top, CancellationToken cancellationToken) =>
        GetTextAsync(study, $"report?format={format}" + (top is { } k ? $"&top={k}" : ""), cancellationToken);

    /// <summary>The plots that there are.</summary>
    public Task<ImmutableArray<PlotView>> GetPlotsAsync(string study, CancellationToken cancellationToken) =>
        GetAsync<ImmutableArray<PlotView>>(study, "plots", cancellationToken);

    /// <summary>One plot as an SVG document.</summary>
    public Task<string> GetPlotAsync(string study, string name, CancellationToken cancellationToken) =>
        GetTextAsync(study, $"plots/{Uri.EscapeDataString(name)}", cancellationToken);

    /// <summary>The answer of a route of one study, as it is.</summary>
    /// <param name="route">What follows the study's name: <c>report?format=md</c>.</param>
    public async Task<string> GetTextAsync(string study, string route, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(study, route, cancellationToken);
        return await response.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>The answer of a route of one study, read as JSON.</summary>
    /// <param name="route">What follows the study's name: <c>supplement</c>.</param>
    public async Task<T> GetAsync<T>(string study, string route, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(study, route, cancellationToken);
        return await response.ReadViewAsync<T>(cancellationToken);
    }

    private async Task<HttpResponseMessage> SendAsync(string study, string route, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendCheckedAsync(new(HttpMethod.Get, $"studies/{Uri.EscapeDataString(study)}/{route}"), cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CliException(
                ExitCode.Unreachable,
                $"{Address}: Analysis does not answer there ({e.Message.ReplaceLineEndings(" ")}); start it (dotnet run --project AppHost, or archopt serve).",
                e);
        }
    }
}
