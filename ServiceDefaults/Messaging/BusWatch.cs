using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArchOpt.ServiceDefaults.Messaging;

/// <summary>
/// Ends the process when its bus stays down although the broker accepts connections: a connection that a client library
/// cannot make anew is made by a new process, which whoever supervises this one starts. Nothing is lost by that, and
/// nothing is gained by waiting.
/// </summary>
internal sealed class BusWatch(IBusControl bus, Transport transport, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<BusWatch> log)
    : BackgroundService
{
    /// <summary>The exit code of a process that wants to be started again.</summary>
    public const int ExitCode = 4;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (transport.Broker is not { } broker) return;
        var fine = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (bus.CheckHealth().Status == BusHealthStatus.Healthy || !await AcceptsAsync(broker, stoppingToken)) fine = clock.GetTimestamp();
            if (clock.GetElapsedTime(fine) < Patience) continue;
            log.LogCritical("The bus has been down for {Seconds} s while {Broker} accepts connections; this process ends to be started again", Patience.TotalSeconds, broker);
            Environment.ExitCode = ExitCode;
            lifetime.StopApplication();
            return;
        }
    }

    private static async Task<bool> AcceptsAsync(BrokerAddress broker, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Interval);
        try
        {
            using var connection = new TcpClient();
            var port = broker.Uri.Port > 0 ? broker.Uri.Port : broker.Uri.Scheme == "amqps" ? 5671 : 5672;
            await connection.ConnectAsync(broker.Uri.Host, port, timeout.Token);
            return true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
