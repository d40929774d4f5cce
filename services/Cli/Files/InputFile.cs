using System.Text;

namespace ArchOpt.Cli.Files;

/// <summary>A file that a person named, read whole.</summary>
/// <param name="Name">As it was named; messages begin with it.</param>
internal sealed record InputFile(string Name, byte[] Bytes)
{
    /// <summary>Enough for a large list of configurations; a study file has its own, smaller limit.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="name">A path; <c>-</c> is standard input.</param>
    /// <exception cref="CliException">It cannot be read, or is too large.</exception>
    public static async Task<InputFile> ReadAsync(string name, Surroundings surroundings, CancellationToken cancellationToken)
    {
        if (name == "-")
        {
            var text = await surroundings.Input.ReadToEndAsync(cancellationToken);
            return new("standard input", Encoding.UTF8.GetBytes(text));
        }

        await using var file = Open(name);
        if (file.CanSeek && file.Length > MaxBytes) throw CliException.Wrong($"{name}: must be at most {MaxBytes / 1024 / 1024} MiB (was {file.Length} bytes)");
        try
        {
            using var content = new MemoryStream();
            await file.CopyToAsync(content, cancellationToken);
            return new(name, content.ToArray());
        }
        catch (IOException e)
        {
            throw Unreadable(name, e);
        }
    }

    /// <summary>Opens a file that a person named, to be read from its beginning to its end.</summary>
    /// <exception cref="CliException">It is not there, a directory, or cannot be read.</exception>
    public static FileStream Open(string name)
    {
        try
        {
            if (name.Length == 0) throw CliException.Wrong("FILE: must name a file (was '').");
            if (Directory.Exists(name)) throw CliException.Wrong($"{name}: is a directory; name a file.");
            return new(name, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CliException.Wrong($"{name}: there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(name, e);
        }
    }

    /// <summary>The content as text, without a byte order mark.</summary>
    /// <exception cref="CliException">It is not UTF-8.</exception>
    public string Text()
    {
        try
        {
            return Strict.GetString(Bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException e)
        {
            throw CliException.Wrong($"{Name}: must be UTF-8 (byte {e.Index} is not)", e);
        }
    }

    private static CliException Unreadable(string name, Exception e) => CliException.Wrong($"{name}: cannot be read ({e.Message.ReplaceLineEndings(" ")})", e);
}
