namespace ArchOpt.AppHost.Tests;

/// <summary>A folder with a space in its name, removed with everything in it at the end of the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    internal string Path { get; } = Directory.CreateTempSubdirectory("archopt test ").FullName;

    internal string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
