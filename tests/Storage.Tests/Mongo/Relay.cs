using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ArchOpt.Storage.Tests.Mongo;

/// <summary>A network between store and server that a test can cut, or make lose what the server answers.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> open = new();
    private readonly CancellationTokenSource ended = new();
    private readonly (string Host, int Port) server;
    private readonly Task accepting;
    private volatile bool isCut;

    public Relay(string host, int port)
    {
        server = (host, port);
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Requests that hold this text arrive, and the answers on their connections do not; null for none.</summary>
    public string? LosesAnswersTo { get; set; }

    /// <summary>Ends every connection, and refuses new ones until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        isCut = true;
        foreach (var connection in open.Keys) connection.Close();
    }

    public void Mend() => (isCut, LosesAnswersTo) = (false, null);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Stop();
        Cut();
        await accepting;
        listener.Dispose();
        ended.Dispose();
    }

    private delegate bool Passing(ReadOnlySpan<byte> bytes);

    private async Task AcceptAsync()
    {
        var relayed = new List<Task>();
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ended.Token);
                if (isCut) client.Close();
                else relayed.Add(RelayAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relayed);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var upstream = new TcpClient();
        var isLosing = false;
        (open[client], open[upstream]) = (true, true);
        try
        {
            await upstream.ConnectAsync(server.Host, server.Port, ended.Token);
            await Task.WhenAny(
                PumpAsync(client.GetStream(), upstream.GetStream(), request =>
                {
                    isLosing |= LosesAnswersTo is { } text && request.IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
                    return true;
                }),
                PumpAsync(upstream.GetStream(), client.GetStream(), _ => !isLosing));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Cut, or one side has ended.
        }
        finally
        {
            open.TryRemove(upstream, out _);
            open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Passing passes)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, ended.Token) is > 0 and var count)
        {
            if (passes(buffer.AsSpan(0, count))) await to.WriteAsync(buffer.AsMemory(0, count), ended.Token);
        }
    }
}
