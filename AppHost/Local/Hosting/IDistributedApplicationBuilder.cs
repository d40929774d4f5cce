using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Collects the resources of an application.</summary>
public interface IDistributedApplicationBuilder
{
    /// <summary>Environment variables and the options of the command line.</summary>
    ConfigurationManager Configuration { get; }

    /// <summary>The folder of the AppHost project; relative paths of the topology start here.</summary>
    string AppHostDirectory { get; }

    DistributedApplicationExecutionContext ExecutionContext { get; }

    /// <summary>All resources, in the order of their declaration.</summary>
    IReadOnlyList<IResource> Resources { get; }

    /// <exception cref="ArgumentException">Another resource has this name.</exception>
    IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource;

    IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource;

    DistributedApplication Build();
}

/// <summary>Says whether the application is being run or published. This build only runs.</summary>
public sealed class DistributedApplicationExecutionContext
{
    private readonly string _operation = "run";

    public bool IsRunMode => _operation == "run";

    public bool IsPublishMode => !IsRunMode;
}

/// <summary>What the builder is created with.</summary>
public sealed class DistributedApplicationOptions
{
    /// <summary>The command line, without the program's name.</summary>
    public string[]? Args { get; init; }

    /// <summary>Hosts all services when no broker is installed.</summary>
    internal IProjectMetadata SingleProcess { get; init; } = new Projects.Cli();
}
