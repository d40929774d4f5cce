using System.Net;
using System.Net.Sockets;
using ArchOpt.ServiceDefaults.Messaging;
using ArchOpt.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class a_bus_that_stays_down_ends_the_process : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly int exitCode = Environment.ExitCode;
    private readonly HastyClock clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Environment.ExitCode = exitCode;

    [Fact]
    public async Task when_the_broker_accepts_connections_and_none_comes_about()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        using var host = await StartAsync(((IPEndPoint)mute.LocalEndpoint).Port);
        await Eventually.TrueAsync(() => Stopping(host), Deadline, "the process ends", Cancellation);
        Environment.ExitCode.ShouldBe(BusWatch.ExitCode);
        await host.StopAsync(Cancellation);
    }

    [Fact]
    public async Task and_not_while_there_is_no_broker_to_connect_to()
    {
        var begun = clock.GetTimestamp();
        using var host = await StartAsync(Ports.Free());
        await Eventually.TrueAsync(() => clock.GetElapsedTime(begun) > TimeSpan.FromMinutes(5), Deadline, "the watch has had its time", Cancellation);
        Stopping(host).ShouldBeFalse();
        await host.StopAsync(Cancellation);
    }

    private static bool Stopping(IHost host) =>
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    private async Task<IHost> StartAsync(int port)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:messaging", $"amqp://guest:guest@127.0.0.1:{port}/")]);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddLogging();
        builder.AddMessaging();
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return host;
    }

    /// <summary>A clock on which a minute takes a second.</summary>
    private sealed class HastyClock : TimeProvider
    {
        private const int Haste = 60;

        public override long GetTimestamp() => base.GetTimestamp() * Haste;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime / Haste, period / Haste);
    }
}
