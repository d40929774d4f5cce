using System.Net;
using System.Net.Sockets;

namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>Asks a running program whether it can do its work.</summary>
internal interface IHealthProbe
{
    /// <returns>False for every way of not answering, including no connection.</returns>
    Task<bool> IsHealthyAsync(CancellationToken cancellationToken);
}

/// <summary>GET answers 200.</summary>
internal sealed class HttpProbe(HttpClient client, Uri url) : IHealthProbe
{
    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>A connection is accepted and, if a greeting is given, answered with at least one byte.</summary>
internal sealed class TcpProbe(int port, ReadOnlyMemory<byte> greeting = default) : IHealthProbe
{
    /// <summary>The protocol header of AMQP 0-9-1: a broker that serves answers with Connection.Start.</summary>
    internal static ReadOnlyMemory<byte> AmqpHeader { get; } = new byte[] { (byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1 };

    public async Task<bool> IsHealthyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            if (greeting.IsEmpty)
                return true;
            var stream = client.GetStream();
            await stream.WriteAsync(greeting, cancellationToken);
            return await stream.ReadAsync(new byte[1], cancellationToken) == 1;
        }
        catch (Exception refused) when (refused is SocketException or IOException)
        {
            return false;
        }
    }
}

/// <summary>For programs that announce nothing: running is healthy.</summary>
internal sealed class AlwaysHealthy : IHealthProbe
{
    public Task<bool> IsHealthyAsync(CancellationToken cancellationToken) => Task.FromResult(true);
}
