namespace Aspire.Hosting;

public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds the broker. Without <paramref name="password"/> one is generated and kept.</summary>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        password ??= builder.AddParameter(name + "-password", new GenerateParameterDefault { Special = false }, secret: true, persist: true);
        return builder.AddResource(new RabbitMQServerResource(name, userName?.Resource, password.Resource))
            .With(new EndpointAnnotation(RabbitMQServerResource.PrimaryEndpointName, "amqp", port));
    }

    /// <summary>Adds the broker's own web page.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithManagementPlugin(this IResourceBuilder<RabbitMQServerResource> builder) =>
        builder.With(new EndpointAnnotation(RabbitMQServerResource.ManagementEndpointName, "http", port: null));

    /// <summary>Keeps queues between runs. The private node always does, in the data directory.</summary>
    public static IResourceBuilder<RabbitMQServerResource> WithDataVolume(
        this IResourceBuilder<RabbitMQServerResource> builder, string? name = null, bool isReadOnly = false) => builder;
}
