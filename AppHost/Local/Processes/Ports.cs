using System.Net;
using System.Net.Sockets;

namespace ArchOpt.AppHost.Local.Processes;

/// <summary>
/// Hands out loopback ports below the range from which systems take the ports of outgoing connections. Inside that
/// range a client that keeps reconnecting to a restarting server can end up connected to itself and hold the port.
/// </summary>
internal sealed class Ports
{
    private const int Low = 20_000;
    private const int High = 32_000;

    private readonly HashSet<int> _given = [];
    private int _candidate = Random.Shared.Next(Low, High);

    internal int Next()
    {
        for (var tries = 0; tries < High - Low; tries++)
        {
            _candidate = _candidate + 1 < High ? _candidate + 1 : Low;
            if (_given.Add(_candidate) && IsFree(_candidate))
                return _candidate;
        }

        throw new StartException($"no free port between {Low} and {High}");
    }

    internal static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
