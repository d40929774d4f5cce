using System.Reflection;
using ArchOpt.AppHost.Local.Options;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly List<IResource> _resources = [];
    private readonly LocalOptions _options;
    private readonly IProjectMetadata _singleProcess;

    internal DistributedApplicationBuilder(DistributedApplicationOptions options)
    {
        _options = LocalOptions.Parse(options.Args ?? []);
        _singleProcess = options.SingleProcess;
        Configuration.AddEnvironmentVariables();
        Configuration.AddInMemoryCollection(_options.ToConfiguration());
        AppHostDirectory = typeof(DistributedApplicationBuilder).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == nameof(AppHostDirectory)).Value!;
    }

    public ConfigurationManager Configuration { get; } = new();

    public string AppHostDirectory { get; }

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public IReadOnlyList<IResource> Resources => _resources;

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        if (_resources.Any(other => string.Equals(other.Name, resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new ArgumentException($"A resource named '{resource.Name}' already exists.", nameof(resource));
        _resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource)
        where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build() => new(_options, _resources, _singleProcess);
}
