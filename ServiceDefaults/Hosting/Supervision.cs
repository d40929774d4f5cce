using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>
/// With <c>ARCHOPT_SUPERVISED=1</c> the process ends when its standard input does: the supervisor holds the other end
/// of that pipe, and the system closes it even when the supervisor is killed with -9.
/// </summary>
internal sealed class Supervision(Func<Stream> openInput, IConfiguration configuration, IHostApplicationLifetime lifetime, ILogger<Supervision> log) : IHostedService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration["ARCHOPT_SUPERVISED"] == "1")
        {
            // A thread of its own: the read blocks for as long as the supervisor lives.
            new Thread(WaitForTheEnd) { IsBackground = true, Name = "supervision" }.Start();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void WaitForTheEnd()
    {
        using var input = openInput();
        var buffer = new byte[64];
        while (input.Read(buffer) > 0)
        {
            // Whatever is written there is not for us; only the end counts.
        }

        log.LogWarning("The supervisor is gone; stopping");
        lifetime.StopApplication();
        var stopped = lifetime.ApplicationStopped.WaitHandle.WaitOne(Grace);
        if (!stopped) Environment.Exit(1);
    }
}
