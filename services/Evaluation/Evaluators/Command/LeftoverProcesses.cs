using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// Ends what an earlier attempt has left running on this machine, so that two attempts of one trial never write the same
/// checkpoint. The guard does it when a worker dies; this is for the moment before it has, and for a guard that died too.
/// Reads /proc: where there is none (not Linux), the guard alone has to do.
/// </summary>
internal static class LeftoverProcesses
{
    private const string Proc = "/proc";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="IOException">They would not die.</exception>
    public static async Task EndAsync(TrialDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux()) return;
        var start = time.GetTimestamp();
        while (Find(directory) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(start) > Patience)
                throw new IOException($"Processes of an earlier attempt will not end: {string.Join(", ", left)}.");
            foreach (var id in left) Kill(id);
            await Task.Delay(Pause, time, cancellationToken);
        }

        File.Delete(directory.ProcessFile);
    }

    private static List<int> Find(TrialDirectory directory)
    {
        var mark = Encoding.UTF8.GetBytes($"ARCHOPT_CHECKPOINT_DIR={directory.Checkpoint}");
        var session = Session(directory.ProcessFile);
        return [.. Directory.EnumerateDirectories(Proc)
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0 && id != Environment.ProcessId && Stat(id) is { State: not "Z" } stat && (stat.Session == session || IsMarked(id, mark)))];
    }

    /// <summary>The session that the file tells of, if its first process is still the one that the file means; else -1.</summary>
    private static int Session(string file)
    {
        if (!File.Exists(file)) return -1;
        var fields = File.ReadAllText(file).Split(' ', StringSplitOptions.TrimEntries);
        return fields is [var number, var started] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && Stat(id) is { } stat && stat.Started == started && stat.Session == id ? id : -1;
    }

    private static (string State, int Session, string Started)? Stat(int id)
    {
        if (Read(id, "stat") is not { } content) return null;
        var text = Encoding.UTF8.GetString(content);
        // The second field is the program's name in parentheses, and may hold anything.
        var fields = text[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 ? (fields[0], int.Parse(fields[3], CultureInfo.InvariantCulture), fields[19]) : null;
    }

    private static bool IsMarked(int id, byte[] mark)
    {
        if (Read(id, "environ") is not { } variables) return false;
        var rest = variables.AsSpan();
        while (rest.Length > 0)
        {
            var end = rest.IndexOf((byte)0);
            var variable = end < 0 ? rest : rest[..end];
            if (variable.SequenceEqual(mark)) return true;
            rest = end < 0 ? [] : rest[(end + 1)..];
        }

        return false;
    }

    private static byte[]? Read(int id, string name)
    {
        try
        {
            return File.ReadAllBytes($"{Proc}/{id.ToString(CultureInfo.InvariantCulture)}/{name}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // it has ended meanwhile, or is somebody else's
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // Ended meanwhile; one that cannot be killed is found again, and named when patience is over.
        }
    }
}
