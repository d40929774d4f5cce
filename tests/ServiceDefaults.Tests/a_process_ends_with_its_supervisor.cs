using System.IO.Pipes;
using ArchOpt.ServiceDefaults.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class a_process_ends_with_its_supervisor
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task the_end_of_its_input_stops_it_and_what_is_written_there_does_not()
    {
        await using var supervisor = new AnonymousPipeServerStream(PipeDirection.Out);
        await using var input = new AnonymousPipeClientStream(PipeDirection.In, supervisor.ClientSafePipeHandle);
        using var host = Host(supervised: true, () => input);
        var running = host.RunAsync(TestContext.Current.CancellationToken);
        await supervisor.WriteAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
        await supervisor.FlushAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested.ShouldBeFalse();
        supervisor.Close();
        await running.WaitAsync(Deadline, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task without_a_supervisor_its_input_is_left_alone()
    {
        using var host = Host(supervised: false, () => throw new InvalidOperationException("The input was opened."));
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    private static IHost Host(bool supervised, Func<Stream> input)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        if (supervised) builder.Configuration.AddInMemoryCollection([new("ARCHOPT_SUPERVISED", "1")]);
        builder.Services.AddHostedService(services => new Supervision(
            input, builder.Configuration, services.GetRequiredService<IHostApplicationLifetime>(), NullLogger<Supervision>.Instance));
        return builder.Build();
    }
}
