namespace Aspire.Hosting.ApplicationModel;

/// <summary>A server that runs elsewhere; the configuration says how to reach it.</summary>
internal sealed class ConfiguredConnection(string name, string connectionString) : Resource(name), IResourceWithConnectionString
{
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(connectionString);
}
