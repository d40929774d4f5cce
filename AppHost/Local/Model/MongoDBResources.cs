namespace Aspire.Hosting.ApplicationModel;

/// <summary>The document store's server. The default build has none: its databases are embedded.</summary>
public sealed class MongoDBServerResource(string name) : ContainerResource(name);

/// <summary>A database. In the default build its connection string names a folder of Sqlite files.</summary>
public sealed class MongoDBDatabaseResource(string name, MongoDBServerResource parent)
    : Resource(name), IResourceWithConnectionString, IResourceWithParent<MongoDBServerResource>
{
    public MongoDBServerResource Parent { get; } = parent;

    /// <summary>The absolute folder that holds the store; assigned when the application starts.</summary>
    internal string? Folder { get; set; }

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        new("sqlite:" + (Folder ?? throw new InvalidOperationException($"Database '{Name}' has no folder before the application starts.")));
}
