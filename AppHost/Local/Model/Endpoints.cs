namespace Aspire.Hosting.ApplicationModel;

/// <summary>A port a resource listens on. <see cref="Port"/> is fixed by the topology or assigned when the application starts.</summary>
public sealed class EndpointAnnotation(string name, string uriScheme, int? port) : IResourceAnnotation
{
    public string Name { get; } = name;

    public string UriScheme { get; } = uriScheme;

    /// <summary>The TCP port on the loopback interface; null until one is assigned.</summary>
    public int? Port { get; set; } = port;

    /// <summary>Whether the topology asked for exactly this port.</summary>
    public bool IsFixed { get; } = port is not null;
}

/// <summary>Points at an endpoint of a resource; its value is the endpoint's URL once the application starts.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IValueProvider
{
    public IResourceWithEndpoints Resource { get; } = owner;

    public string EndpointName { get; } = endpointName;

    /// <summary>Nothing here listens on more than the loopback interface.</summary>
    public string Host { get; } = "127.0.0.1";

    /// <exception cref="InvalidOperationException">The resource has no such endpoint, or it has no port yet.</exception>
    public int Port => Annotation.Port
        ?? throw new InvalidOperationException($"Endpoint '{EndpointName}' of '{Resource.Name}' has no port before the application starts.");

    public string Url => $"{Annotation.UriScheme}://{Host}:{Port}";

    internal EndpointAnnotation Annotation =>
        Resource.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(endpoint => endpoint.Name == EndpointName)
        ?? throw new InvalidOperationException($"Resource '{Resource.Name}' has no endpoint '{EndpointName}'.");

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);
}

/// <summary>A GET that answers 200 when the resource can do its work.</summary>
public sealed record HttpHealthCheckAnnotation(string EndpointName, string Path) : IResourceAnnotation;
