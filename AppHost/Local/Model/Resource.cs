namespace Aspire.Hosting.ApplicationModel;

/// <summary>What all resources have in common.</summary>
public abstract class Resource(string name) : IResource
{
    public string Name { get; } = ResourceName.Checked(name);

    public ResourceAnnotationCollection Annotations { get; } = [];
}

internal static class ResourceName
{
    /// <summary>Aspire's rule: 1 to 64 ASCII letters, digits and single hyphens, beginning with a letter, not ending with a hyphen.</summary>
    internal static string Checked(string name)
    {
        var valid = name is { Length: >= 1 and <= 64 }
            && char.IsAsciiLetter(name[0])
            && name[^1] != '-'
            && !name.Contains("--", StringComparison.Ordinal)
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
        return valid
            ? name
            : throw new ArgumentException($"'{name}' is no resource name: letters, digits and single hyphens, beginning with a letter, at most 64 characters.", nameof(name));
    }
}

/// <summary>A .NET program of this repository.</summary>
public sealed class ProjectResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithServiceDiscovery, IResourceWithWaitSupport, IComputeResource;

/// <summary>A program that the full stack runs as a container, and this one as a native process if it is installed.</summary>
public class ContainerResource(string name)
    : Resource(name), IResourceWithEnvironment, IResourceWithArgs, IResourceWithEndpoints, IResourceWithWaitSupport, IComputeResource;

/// <summary>Holds the image a container resource was declared with.</summary>
public sealed record ContainerImageAnnotation(string Image, string Tag) : IResourceAnnotation;

/// <summary>A file or folder of this machine that the container sees at <paramref name="Target"/>.</summary>
public sealed record BindMountAnnotation(string Source, string Target) : IResourceAnnotation;
