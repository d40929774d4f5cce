namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>Turns a resource's declarations into the environment of its process.</summary>
internal static class EnvironmentResolver
{
    internal static async Task<Dictionary<string, string>> ResolveAsync(IResource resource, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Declared(resource))
        {
            resolved[name] = value switch
            {
                string text => text,
                IValueProvider provider => await provider.GetValueAsync(cancellationToken) ?? string.Empty,
                _ => throw new InvalidOperationException($"{resource.Name}: {name} is neither a text nor a value provider."),
            };
        }

        return resolved;
    }

    internal static IReadOnlyDictionary<string, object> Declared(IResource resource)
    {
        var context = new EnvironmentCallbackContext();
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            annotation.Callback(context);
        return context.EnvironmentVariables;
    }

    internal static string[] Arguments(IResource resource) =>
        [.. resource.Annotations.OfType<CommandLineArgsAnnotation>().SelectMany(annotation => annotation.Arguments)];

    internal static string[] WaitsFor(IResource resource) =>
        [.. resource.Annotations.OfType<WaitAnnotation>().Select(annotation => annotation.Resource.Name).Distinct(StringComparer.Ordinal)];
}
