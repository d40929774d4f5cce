namespace ArchOpt.AppHost.Local.Native;

/// <summary>Finds installed programs.</summary>
internal static class Programs
{
    /// <summary>The first match on PATH and then in the given folders; null if there is none.</summary>
    internal static string? Find(string name, params string[] furtherFolders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(furtherFolders)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .FirstOrDefault(File.Exists);
}
