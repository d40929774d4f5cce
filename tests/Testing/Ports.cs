using System.Net;
using System.Net.Sockets;

namespace ArchOpt.Testing;

/// <summary>Loopback ports that nobody listens on.</summary>
public static class Ports
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A free port whose successor is free too.</summary>
    public static int FreePair()
    {
        while (true)
        {
            var port = Free();
            try
            {
                using var next = new TcpListener(IPAddress.Loopback, port + 1);
                next.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken: another pair
            }
        }
    }
}
