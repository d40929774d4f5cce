namespace ArchOpt.Cli.Files;

/// <summary>A file that a person wants written and did not want overwritten.</summary>
internal static class OutputFile
{
    /// <summary>Writes the text; a file that has it already is left as it is.</summary>
    /// <param name="option">Named at the head of a mistake.</param>
    /// <exception cref="CliException">Another file of that name exists and nobody forced it, or the place is not writable.</exception>
    public static async Task WriteAsync(string option, string path, string text, bool force, CancellationToken cancellationToken)
    {
        try
        {
            if (!force && File.Exists(path))
            {
                if (await File.ReadAllTextAsync(path, cancellationToken) == text) return;
                throw CliException.Wrong($"{option}: {path} exists and is another file; name a new one, or overwrite it with --force");
            }

            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } directory) Directory.CreateDirectory(directory);
            await File.WriteAllTextAsync(path, text, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Wrong($"{option}: {path} is not writable ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
