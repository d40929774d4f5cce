using ArchOpt.AppHost.Local;
using ArchOpt.AppHost.Local.Options;
using ArchOpt.AppHost.Local.Output;

namespace Aspire.Hosting;

/// <summary>The application that a builder has collected, as native processes on this machine.</summary>
public sealed class DistributedApplication
{
    private readonly LocalOptions _options;
    private readonly IReadOnlyList<IResource> _resources;
    private readonly IProjectMetadata _singleProcess;

    internal DistributedApplication(LocalOptions options, IReadOnlyList<IResource> resources, IProjectMetadata singleProcess)
    {
        _options = options;
        _resources = resources;
        _singleProcess = singleProcess;
    }

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        CreateBuilder(new DistributedApplicationOptions { Args = args });

    public static IDistributedApplicationBuilder CreateBuilder(DistributedApplicationOptions options) =>
        new DistributedApplicationBuilder(options);

    /// <summary>Runs until everything is done or a signal arrives, and sets the process's exit code.</summary>
    public void Run() => RunAsync().GetAwaiter().GetResult();

    /// <summary>As <see cref="Run"/>; cancelling stops everything in order.</summary>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_options.Help)
        {
            Console.Out.WriteLine(HelpText.Text);
        }
        else if (_options.Errors.Count > 0)
        {
            foreach (var error in _options.Errors)
                await Console.Error.WriteLineAsync(error.AsMemory(), CancellationToken.None);
            Environment.ExitCode = ExitCodes.CallIsWrong;
        }
        else if (_options.Describe)
        {
            Console.Out.WriteLine(ModelDescription.Write(_resources));
        }
        else
        {
            var session = new Session(_options, _resources, _singleProcess, Terminal.Default());
            Environment.ExitCode = await session.RunAsync(cancellationToken);
        }
    }
}
