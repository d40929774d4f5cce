using ArchOpt.ServiceDefaults.Messaging;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ArchOpt.ServiceDefaults.Hosting;

/// <summary>The program of a service that has a process to itself.</summary>
public static class ServiceProgram
{
    /// <summary>The exit code of a process whose configuration is wrong.</summary>
    public const int WrongConfigurationExitCode = 2;

    /// <summary>Runs a module to its end: 0, or what it set. A wrong configuration is a line for each mistake on standard error, and 2.</summary>
    /// <param name="args">The command line; it may set anything that the configuration has.</param>
    /// <param name="port">Where to listen, on loopback, unless the configuration says where; 0 for any free port.</param>
    /// <param name="add">Registers the module.</param>
    /// <param name="map">Maps its routes.</param>
    /// <param name="run">Runs the application and gives the exit code; null when there is nothing to it but running.</param>
    public static async Task<int> RunAsync(
        string[] args, int port, Action<WebApplicationBuilder> add, Action<WebApplication> map, Func<WebApplication, Task<int>>? run = null)
    {
        try
        {
            var builder = WebApplication.CreateBuilder(args);
            builder.AddServiceDefaults();
            add(builder);
            builder.AddMessaging();
            var app = builder.Build();
            app.MapServiceDefaults();
            map(app);
            app.Services.GetService<IStartupValidator>()?.Validate(); // here, before the host would log it with its stack
            if (!ListeningRule.IsConfigured(app.Configuration)) app.Urls.Add($"http://127.0.0.1:{port}");
            app.Services.GetRequiredService<MetricsListener>().Listen(app);
            if (run is not null) return await run(app);
            await app.RunAsync();
            return Environment.ExitCode;
        }
        catch (OptionsValidationException e)
        {
            foreach (var failure in e.Failures) await Console.Error.WriteLineAsync(failure);
            return WrongConfigurationExitCode;
        }
        catch (WrongConfigurationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return WrongConfigurationExitCode;
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"urls: {e.Message}");
            return WrongConfigurationExitCode;
        }
    }
}
