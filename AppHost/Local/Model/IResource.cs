using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something the application consists of: a program, a broker, a store, a value.</summary>
public interface IResource
{
    /// <summary>Unique within the application; also the name others refer to it by.</summary>
    string Name { get; }

    ResourceAnnotationCollection Annotations { get; }
}

/// <summary>One fact attached to a resource, such as an endpoint or a dependency.</summary>
public interface IResourceAnnotation;

/// <summary>The facts attached to one resource, in the order they were declared.</summary>
public sealed class ResourceAnnotationCollection : Collection<IResourceAnnotation>;

public interface IResourceWithEnvironment : IResource;

public interface IResourceWithArgs : IResource;

public interface IResourceWithEndpoints : IResource;

public interface IResourceWithWaitSupport : IResource;

public interface IComputeResource : IResource;

/// <summary>A resource that clients reach through one string, injected as <c>ConnectionStrings__name</c>.</summary>
public interface IResourceWithConnectionString : IResource, IValueProvider;

public interface IResourceWithParent<out T> : IResource
    where T : IResource
{
    T Parent { get; }
}

/// <summary>A value that is known only when the application starts.</summary>
public interface IValueProvider
{
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}
