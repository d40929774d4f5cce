namespace Aspire.Hosting;

public static class ResourceBuilderExtensions
{
    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    /// <summary>Start only after <paramref name="dependency"/> is healthy, and stop before it does.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport =>
        builder.With(new WaitAnnotation(dependency.Resource));

    /// <summary>Gives the connection string of <paramref name="source"/> as <c>ConnectionStrings__name</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithConnectionString> source, string? connectionName = null, bool optional = false)
        where TDestination : IResourceWithEnvironment =>
        builder
            .With(new ResourceRelationshipAnnotation(source.Resource))
            .With(new EnvironmentCallbackAnnotation(context =>
                context.EnvironmentVariables["ConnectionStrings__" + (connectionName ?? source.Resource.Name)] = source.Resource));

    /// <summary>Gives the URLs of <paramref name="source"/> as <c>services__name__endpoint__0</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment =>
        builder
            .With(new ResourceRelationshipAnnotation(source.Resource))
            .With(new EnvironmentCallbackAnnotation(context =>
            {
                foreach (var endpoint in source.Resource.Annotations.OfType<EndpointAnnotation>())
                {
                    context.EnvironmentVariables[$"services__{source.Resource.Name}__{endpoint.Name}__0"] =
                        new EndpointReference(source.Resource, endpoint.Name);
                }
            }));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment =>
        builder.With(new EnvironmentCallbackAnnotation(context => context.EnvironmentVariables[name] = value ?? string.Empty));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment =>
        builder.With(new EnvironmentCallbackAnnotation(context => context.EnvironmentVariables[name] = endpointReference));

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params string[] args)
        where T : IResourceWithArgs =>
        builder.With(new CommandLineArgsAnnotation(args));

    /// <summary>Declares an HTTP endpoint; without <paramref name="port"/> a free one is chosen at each start.</summary>
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool isProxied = true)
        where T : IResourceWithEndpoints
    {
        name ??= "http";
        if (builder.Resource.Annotations.OfType<EndpointAnnotation>().Any(endpoint => endpoint.Name == name))
            throw new ArgumentException($"Endpoint '{name}' of '{builder.Resource.Name}' already exists.", nameof(name));
        return builder.With(new EndpointAnnotation(name, "http", port));
    }

    /// <summary>Changes what people open of an endpoint: <c>url.Url = "/console"</c>.</summary>
    public static IResourceBuilder<T> WithUrlForEndpoint<T>(this IResourceBuilder<T> builder, string endpointName, Action<ResourceUrlAnnotation> callback)
        where T : IResource =>
        builder.With(new EndpointUrlAnnotation(endpointName, callback));

    /// <summary>The resource is healthy when GET <paramref name="path"/> answers 200.</summary>
    public static IResourceBuilder<T> WithHttpHealthCheck<T>(
        this IResourceBuilder<T> builder, string? path = null, int? statusCode = null, string? endpointName = null)
        where T : IResourceWithEndpoints =>
        builder.With(new HttpHealthCheckAnnotation(endpointName ?? "http", path ?? "/"));
}
