namespace ArchOpt.Cli.Output;

/// <summary>Files that a command makes anew each time, where the call says.</summary>
internal static class ResultFile
{
    /// <param name="option">The option that named it: for the message.</param>
    /// <exception cref="CliException">The directory cannot be made.</exception>
    public static string CreateDirectory(string option, string path)
    {
        try
        {
            return Directory.CreateDirectory(path).FullName;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(option, path, e);
        }
    }

    /// <returns>The path.</returns>
    /// <exception cref="CliException">The file cannot be written.</exception>
    public static async Task<string> WriteAsync(string option, string path, Func<TextWriter, Task> write)
    {
        try
        {
            await using var writer = new StreamWriter(path);
            await write(writer);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(option, path, e);
        }
    }

    /// <summary>Writes a file that a person may have changed since: only where there is none, or the same, or the call forces it.</summary>
    /// <exception cref="CliException">Another file of that name exists, or the file cannot be written.</exception>
    public static async Task WriteNewAsync(string option, string path, string text, bool force, CancellationToken cancellationToken)
    {
        try
        {
            if (!force && File.Exists(path))
            {
                if (await File.ReadAllTextAsync(path, cancellationToken) == text) return;
                throw CliException.Wrong($"{option}: {path} exists and is another file; name a new one, or overwrite it with --force");
            }

            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(option, path, e);
        }
    }

    private static CliException NotWritable(string option, string path, Exception e) =>
        CliException.Wrong($"{option}: {path} is not writable ({e.Message.ReplaceLineEndings(" ")})", e);
}
