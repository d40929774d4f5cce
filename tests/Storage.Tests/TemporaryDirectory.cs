namespace ArchOpt.Storage.Tests;

/// <summary>A directory of one test, removed with it.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("archopt-storage-").FullName;

    /// <summary>The file that a SQLite store keeps here.</summary>
    public string Database => System.IO.Path.Combine(Path, "archopt.db");

    public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
}
