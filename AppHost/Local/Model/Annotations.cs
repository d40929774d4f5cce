namespace Aspire.Hosting.ApplicationModel;

/// <summary>The resource starts only after <paramref name="Resource"/> is healthy, and stops before it.</summary>
public sealed record WaitAnnotation(IResource Resource) : IResourceAnnotation;

/// <summary>The resource was given the address of <paramref name="Resource"/>.</summary>
public sealed record ResourceRelationshipAnnotation(IResource Resource) : IResourceAnnotation;

/// <summary>Contributes environment variables when the resource starts.</summary>
public sealed record EnvironmentCallbackAnnotation(Action<EnvironmentCallbackContext> Callback) : IResourceAnnotation;

/// <summary>The environment of a process being prepared. Values are strings or <see cref="IValueProvider"/>s.</summary>
public sealed class EnvironmentCallbackContext
{
    public Dictionary<string, object> EnvironmentVariables { get; } = new(StringComparer.Ordinal);
}

/// <summary>Contributes command-line arguments when the resource starts.</summary>
public sealed record CommandLineArgsAnnotation(IReadOnlyList<string> Arguments) : IResourceAnnotation;

/// <summary>What people open of an endpoint.</summary>
public sealed class ResourceUrlAnnotation : IResourceAnnotation
{
    /// <summary>The endpoint's address; one that begins with / is a path there.</summary>
    public required string Url { get; set; }
}

/// <summary>Changes what people open of an endpoint.</summary>
internal sealed record EndpointUrlAnnotation(string EndpointName, Action<ResourceUrlAnnotation> Callback) : IResourceAnnotation
{
    /// <summary>What people open of this resource, where the endpoint is at this address.</summary>
    internal static string? Open(IEnumerable<IResource> resources, string endpointName, string? address)
    {
        if (address is null || resources.SelectMany(resource => resource.Annotations.OfType<EndpointUrlAnnotation>()).FirstOrDefault(url => url.EndpointName == endpointName) is not { } changed) return address;
        var link = new ResourceUrlAnnotation { Url = address };
        changed.Callback(link);
        return new Uri(new Uri(address), link.Url).AbsoluteUri;
    }
}

/// <summary>Where a project lives and what it was built to.</summary>
internal sealed record ProjectAnnotation(IProjectMetadata Metadata) : IResourceAnnotation;
