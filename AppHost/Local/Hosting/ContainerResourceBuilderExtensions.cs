namespace Aspire.Hosting;

public static class ContainerResourceBuilderExtensions
{
    public static IResourceBuilder<ContainerResource> AddContainer(this IDistributedApplicationBuilder builder, string name, string image, string tag) =>
        builder.AddResource(new ContainerResource(name)).With(new ContainerImageAnnotation(image, tag));

    /// <summary>Makes a file or folder visible to the program. <paramref name="source"/> may be relative to the AppHost's folder.</summary>
    public static IResourceBuilder<T> WithBindMount<T>(this IResourceBuilder<T> builder, string source, string target, bool isReadOnly = false)
        where T : ContainerResource =>
        builder.With(new BindMountAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory), target));

    /// <summary>Keeps data between runs. Native programs always keep theirs, in the data directory.</summary>
    public static IResourceBuilder<T> WithVolume<T>(this IResourceBuilder<T> builder, string? name, string target, bool isReadOnly = false)
        where T : ContainerResource => builder;
}
