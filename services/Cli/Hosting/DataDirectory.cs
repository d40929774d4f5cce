namespace ArchOpt.Cli.Hosting;

/// <summary>
/// The data directory of an embedded system, held for this process: the file <c>lock</c> is open without sharing, and
/// the system lets go of it when the process ends, however it ends. While held, <c>address</c> says where the holder listens.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream? held;

    private DataDirectory(string path, FileStream? held)
    {
        Path = path;
        this.held = held;
    }

    public string Path { get; }

    /// <summary>The store inside, as a connection string.</summary>
    public string StoreConnectionString => "sqlite:" + System.IO.Path.Combine(Path, "store");

    private string AddressFile => AddressFileOf(Path);

    /// <summary>Creates the directory when it is absent.</summary>
    /// <param name="heldBySupervisor">The supervisor of this process holds the directory for it.</param>
    /// <exception cref="CliException">Another process holds it, or it cannot be written.</exception>
    public static DataDirectory Hold(string path, bool heldBySupervisor = false)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotWritable(path, e);
        }

        try
        {
            return new(full, heldBySupervisor ? null : new(System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(path, e);
        }
        catch (IOException e)
        {
            throw InUse(path, full, e);
        }
    }

    /// <summary>Leaves a note for whoever finds the directory in use.</summary>
    public void Announce(Uri address) => File.WriteAllText(AddressFile, address.AbsoluteUri);

    public void Dispose()
    {
        File.Delete(AddressFile);
        held?.Dispose();
    }

    private static string AddressFileOf(string path) => System.IO.Path.Combine(path, "address");

    private static CliException NotWritable(string path, Exception e) =>
        CliException.Wrong($"--data: {path} is not writable ({e.Message.ReplaceLineEndings(" ")})", e);

    private static CliException InUse(string path, string full, IOException e)
    {
        var file = AddressFileOf(full);
        var hint = File.Exists(file) ? $"talk to it with --server {File.ReadAllText(file).Trim()}" : "stop it";
        return CliException.Wrong($"--data: {path} is in use by another ArchOpt process; {hint}, or name another directory.", e);
    }
}
