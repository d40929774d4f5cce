using System.Reflection;

namespace ArchOpt.Testing;

/// <summary>Where the sources are that the tests were built from.</summary>
public static class Repository
{
    /// <summary>A file or folder by its path from the root.</summary>
    public static string PathOf(string path) => Path.GetFullPath(Path.Combine(Metadata("Root"), path));

    /// <summary>A value that the build wrote into this assembly.</summary>
    internal static string Metadata(string key) => typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == key).Value!;
}
