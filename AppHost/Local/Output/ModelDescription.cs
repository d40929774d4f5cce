using System.Text.Encodings.Web;
using System.Text.Json;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Local.Output;

/// <summary>The topology as JSON: what <c>--describe</c> prints.</summary>
internal static class ModelDescription
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(IEnumerable<IResource> resources) =>
        JsonSerializer.Serialize(resources.Select(Describe), Format);

    private static object Describe(IResource resource) => new
    {
        name = resource.Name,
        type = resource.GetType().Name,
        endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToDictionary(endpoint => endpoint.Name, endpoint => endpoint.Port, StringComparer.Ordinal),
        health = resource.Annotations.OfType<HttpHealthCheckAnnotation>().FirstOrDefault()?.Path,
        waitsFor = EnvironmentResolver.WaitsFor(resource),
        references = resource.Annotations.OfType<ResourceRelationshipAnnotation>().Select(annotation => annotation.Resource.Name),
        environment = EnvironmentResolver.Declared(resource).ToDictionary(pair => pair.Key, pair => Value(pair.Value), StringComparer.Ordinal),
    };

    /// <summary>Values that are known only at the start are shown as what they point to.</summary>
    private static string Value(object value) => value switch
    {
        string text => text,
        EndpointReference endpoint => $"{{{endpoint.Resource.Name}.{endpoint.EndpointName}}}",
        IResource resource => $"{{{resource.Name}}}",
        _ => "{}",
    };
}
