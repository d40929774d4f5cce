using ArchOpt.AppHost.Local.Options;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

public static class ParameterResourceBuilderExtensions
{
    /// <summary>A server that runs already: <c>ConnectionStrings:name</c> says where.</summary>
    /// <exception cref="InvalidOperationException">The configuration does not say it.</exception>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource(new ConfiguredConnection(
            name,
            builder.Configuration.GetConnectionString(name) ?? throw new InvalidOperationException($"ConnectionStrings:{name}: must name the server (was not set).")));

    /// <summary>A fixed value.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, () => value, secret));

    /// <summary>
    /// The value of <c>Parameters:name</c>, or else a generated one; with <paramref name="persist"/> the generated
    /// value is kept in the data directory, readable by its owner only, and used again by the next run.
    /// </summary>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        var configuration = builder.Configuration;
        return builder.AddResource(new ParameterResource(name, Value, secret));

        string Value() =>
            configuration["Parameters:" + name]
            ?? (persist
                ? new SecretFile(Path.Combine(LocalOptions.DataDirectory(configuration), "secrets", name)).ReadOrCreate(value.GetDefaultValue)
                : value.GetDefaultValue());
    }
}
