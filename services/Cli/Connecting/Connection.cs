using System.Collections.Immutable;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Hosting;

namespace ArchOpt.Cli.Connecting;

/// <summary>A way to an ArchOpt system: a server somewhere, or the modules in this process behind the same HTTP.</summary>
internal sealed class Connection(HttpClient http, EmbeddedHost? host) : IAsyncDisposable
{
    private HttpClient? analysis;

    public ArchOptClient Client { get; } = new(http);

    public bool IsEmbedded => host is not null;

    /// <summary>The programs that trials in this process may run; null for a server, whose workers know theirs.</summary>
    public ImmutableArray<string>? Programs => host?.Programs;

    /// <summary>The way to Analysis, wherever the server says that it is.</summary>
    /// <exception cref="CliException">The server does not know; exit code 3.</exception>
    public async Task<AnalysisClient> AnalysisAsync(CancellationToken cancellationToken)
    {
        if (analysis is not null) return new(analysis);
        var product = await Client.GetProductAsync(cancellationToken);
        if (!Uri.TryCreate(product.Analysis?.TrimEnd('/') + "/", UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw new CliException(
                ExitCode.Unreachable,
                $"{Client.Address}: this server does not say where Analysis is; set services__analysis__http__0 for Proposal (AppHost does), or use archopt serve.");
        }

        analysis = new HttpClient { BaseAddress = address, Timeout = http.Timeout };
        foreach (var (name, values) in http.DefaultRequestHeaders) analysis.DefaultRequestHeaders.TryAddWithoutValidation(name, values); // the key
        return new(analysis);
    }

    public async ValueTask DisposeAsync()
    {
        analysis?.Dispose();
        http.Dispose();
        if (host is not null) await host.DisposeAsync();
    }
}
