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

/// <summary>Where a project lives and what it was built to.</summary>
internal sealed record ProjectAnnotation(IProjectMetadata Metadata) : IResourceAnnotation;
