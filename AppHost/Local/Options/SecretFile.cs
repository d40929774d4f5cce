namespace ArchOpt.AppHost.Local.Options;

/// <summary>A generated secret that must be the same in the next run: a file that only its owner may read.</summary>
internal sealed class SecretFile(string path)
{
    internal string ReadOrCreate(Func<string> generate)
    {
        if (File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } known)
            return known;

        var folder = Path.GetDirectoryName(path)!;
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var secret = generate();
        using var writer = new StreamWriter(path, options);
        writer.Write(secret);
        return secret;
    }
}
