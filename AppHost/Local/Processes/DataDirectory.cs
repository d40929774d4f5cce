using System.Diagnostics;
using System.Globalization;

namespace ArchOpt.AppHost.Local.Processes;

/// <summary>The folder of everything that is kept. One AppHost at a time owns it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string root, FileStream @lock)
    {
        Root = root;
        _lock = @lock;
    }

    internal string Root { get; }

    internal string Store => Folder("store");

    internal string Logs => Folder("logs");

    internal string Run => Folder("run");

    /// <exception cref="StartException">It cannot be written to, or another AppHost uses it.</exception>
    internal static DataDirectory Open(string root)
    {
        var path = Path.Combine(root, "apphost.lock");
        try
        {
            Directory.CreateDirectory(root);
            return new DataDirectory(root, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartException($"--data: cannot write to {root}");
        }
        catch (IOException problem) when (IsSharingViolation(problem))
        {
            throw new StartException($"--data: {root} is in use by another AppHost; give this one its own with --data DIR");
        }
        catch (IOException problem)
        {
            throw new StartException($"--data: cannot use {root}: {problem.Message}");
        }
    }

    internal string Folder(params string[] names) => Directory.CreateDirectory(Path.Combine([Root, .. names])).FullName;

    internal string PidFile(string resource) => Path.Combine(Run, resource + ".pid");

    /// <summary>
    /// Waits for programs of an earlier run whose AppHost was killed: they stop by themselves, but a second broker
    /// or proposer on the same files must not start before that. After <paramref name="patience"/> they are killed.
    /// </summary>
    internal async Task WaitForLeftoversAsync(TimeSpan patience, Action<string> say, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.GetFiles(Run, "*.pid"))
        {
            using var left = Leftover(file);
            if (left is not null)
            {
                say($"waiting for {Path.GetFileNameWithoutExtension(file)} of the last run to stop");
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(patience);
                try
                {
                    await left.WaitForExitAsync(limit.Token);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    left.Kill(entireProcessTree: true);
                    await left.WaitForExitAsync(cancellationToken);
                }
            }

            File.Delete(file);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>EWOULDBLOCK of Linux and of macOS, and Windows' sharing violation.</summary>
    private static bool IsSharingViolation(IOException problem) =>
        problem.HResult is 11 or 35 or unchecked((int)0x80070020);

    /// <summary>The process that wrote the file; null when it is gone and its number belongs to a younger process.</summary>
    private static Process? Leftover(string file)
    {
        if (!int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
            return null;
        try
        {
            var process = Process.GetProcessById(pid);
            if (!process.HasExited && process.StartTime.ToUniversalTime() <= File.GetLastWriteTimeUtc(file).AddSeconds(2))
                return process;
            process.Dispose();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended before or while it was looked at.
        }

        return null;
    }
}

/// <summary>The application cannot start for a reason the user can remove; the message is all they need.</summary>
internal sealed class StartException(string message) : Exception(message);
