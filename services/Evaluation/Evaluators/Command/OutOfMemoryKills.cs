using System.Globalization;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>
/// The kernel's own counts of processes that it has killed for want of memory: of this process' control group (both
/// versions), and of the machine. A count that has risen while a program was killed tells why.
/// </summary>
internal static class OutOfMemoryKills
{
    /// <summary>The sum of the counts that can be read; 0 where there are none.</summary>
    public static long Count() => Files().Distinct(StringComparer.Ordinal).Sum(CountIn);

    private static IEnumerable<string> Files()
    {
        yield return "/proc/vmstat";
        yield return "/sys/fs/cgroup/memory.events"; // as a container sees its own
        foreach (var line in Lines("/proc/self/cgroup"))
        {
            if (line.Split(':', 3) is not [_, var controllers, var group]) continue;
            if (controllers.Length == 0) yield return $"/sys/fs/cgroup{group.TrimEnd('/')}/memory.events";
            if (controllers.Split(',').Contains("memory")) yield return $"/sys/fs/cgroup/memory{group.TrimEnd('/')}/memory.oom_control";
        }
    }

    private static long CountIn(string file) => Lines(file)
        .Select(line => line.Split(' '))
        .Where(fields => fields is ["oom_kill", _])
        .Sum(fields => long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0);

    private static string[] Lines(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // a count that cannot be read proves nothing
        }
    }
}
