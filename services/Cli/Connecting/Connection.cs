using System.Collections.Immutable;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Hosting;

namespace ArchOpt.Cli.Connecting;

/// <summary>A way to an ArchOpt system: a server somewhere, or the modules in this process behind the same HTTP.</summary>
internal sealed class Connection(HttpClient http, EmbeddedHost? host) : IAsyncDisposable
{
    public ArchOptClient Client { get; } = new(http);

    public bool IsEmbedded => host is not null;

    /// <summary>The programs that trials in this process may run; null for a server, whose workers know theirs.</summary>
    public ImmutableArray<string>? Programs => host?.Programs;

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (host is not null) await host.DisposeAsync();
    }
}
