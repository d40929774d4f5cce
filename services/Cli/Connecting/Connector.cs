using System.Text.Json;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Hosting;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.Cli.Connecting;

/// <summary>
/// Decides where a command goes: with --embedded into this process; else to the server, when one answers; else
/// commands that can work alone (run) go into this process, and the others say what to do.
/// </summary>
internal sealed class Connector(CallOptions options, Surroundings surroundings)
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Verifying a very large study is the slowest question there is.</summary>
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(10);

    /// <summary>Connects for a command that asks or changes something.</summary>
    /// <exception cref="CliException">No server answers.</exception>
    public async Task<Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (options.Embedded) return await EmbedAsync(evaluate: false, cancellationToken);
        return await TryServerAsync(cancellationToken) ?? throw Unreachable(options.Server);
    }

    /// <summary>Connects for a command that needs the system to work until it is done.</summary>
    public async Task<Connection> ConnectOrEmbedAsync(CancellationToken cancellationToken)
    {
        if (options.Embedded) return await EmbedAsync(evaluate: true, cancellationToken);
        var connection = await TryServerAsync(cancellationToken);
        if (connection is not null) return connection;
        await surroundings.Error.WriteLineAsync($"No server answers at {options.Server}; running in this process, with the store in {options.Data}.");
        return await EmbedAsync(evaluate: true, cancellationToken);
    }

    public static CliException Unreachable(Uri server) => new(
        ExitCode.Unreachable,
        $"{server}: no ArchOpt server answers there; start one (dotnet run --project AppHost, or archopt serve), name another with --server, or pass --embedded.");

    private async Task<Connection?> TryServerAsync(CancellationToken cancellationToken)
    {
        var http = CreateHttp(options.Server);
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(ProbeTimeout);
            var product = await new ArchOptClient(http).GetProductAsync(timeout.Token);
            if (product.Product == "ArchOpt") return new(http, null);
        }
        catch (Exception e) when (IsNoServer(e) && !cancellationToken.IsCancellationRequested)
        {
            // Whatever is there, it is not ours: the caller decides what that means.
        }
        catch
        {
            http.Dispose();
            throw;
        }

        http.Dispose();
        return null;
    }

    /// <summary>Nothing listens, it is silent, or it is something else than ArchOpt. A key that is missing is not among these.</summary>
    private static bool IsNoServer(Exception e) => e switch
    {
        ServerRefusedException refusal => refusal.ExitCode == ExitCode.Wrong || refusal.IsServerFailure,
        HttpRequestException or OperationCanceledException or JsonException or NotSupportedException or InvalidDataException => true,
        _ => false,
    };

    private async Task<Connection> EmbedAsync(bool evaluate, CancellationToken cancellationToken)
    {
        var hosting = new HostingOptions(options.Data, surroundings.Error) { Evaluate = evaluate, Commands = options.Commands, Verbose = options.Verbose };
        var host = await EmbeddedHost.StartAsync(hosting, cancellationToken);
        return new(CreateHttp(host.Address), host);
    }

    private HttpClient CreateHttp(Uri server)
    {
        // A base address needs its final slash, or its last segment is dropped when a path is added.
        var address = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
        var http = new HttpClient { BaseAddress = address, Timeout = LongestRequest };
        if (options.ApiKey is { } key) http.DefaultRequestHeaders.TryAddWithoutValidation("X-Api-Key", key);
        return http;
    }
}
