namespace Aspire.Hosting;

public static class MongoDBBuilderExtensions
{
    public static IResourceBuilder<MongoDBServerResource> AddMongoDB(this IDistributedApplicationBuilder builder, string name, int? port = null) =>
        builder.AddResource(new MongoDBServerResource(name));

    public static IResourceBuilder<MongoDBDatabaseResource> AddDatabase(
        this IResourceBuilder<MongoDBServerResource> builder, string name, string? databaseName = null) =>
        builder.ApplicationBuilder.AddResource(new MongoDBDatabaseResource(name, builder.Resource));

    /// <summary>Keeps the data between runs. The embedded store always does, in the data directory.</summary>
    public static IResourceBuilder<MongoDBServerResource> WithDataVolume(
        this IResourceBuilder<MongoDBServerResource> builder, string? name = null, bool isReadOnly = false) => builder;
}
