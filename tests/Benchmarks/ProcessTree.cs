using System.Globalization;

namespace ArchOpt.Benchmarks;

/// <summary>What processes cost, as Linux accounts for it in /proc.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    /// <summary>User and system seconds of a process and everything below it.</summary>
    public static double CpuSeconds(int root)
    {
        var stats = Directory.EnumerateDirectories("/proc")
            .Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _))
            .Select(TryStat).OfType<Stat>().ToDictionary(s => s.Id);
        return stats.Values.Where(s => IsBelow(s, root, stats)).Sum(s => s.Ticks) / TicksPerSecond;
    }

    /// <summary>The most memory that the process has had resident, in MB (10^6 bytes).</summary>
    public static double PeakResidentMegabytes(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024 / 1e6;
    }

    private static bool IsBelow(Stat stat, int root, Dictionary<int, Stat> stats)
    {
        for (var at = stat; ; at = stats[at.Parent])
        {
            if (at.Id == root) return true;
            if (!stats.ContainsKey(at.Parent)) return false;
        }
    }

    private static Stat? TryStat(string directory)
    {
        try
        {
            // "id (name) state parent ...": the name may hold anything, so count from the last parenthesis.
            var text = File.ReadAllText(Path.Combine(directory, "stat"));
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return new Stat(
                int.Parse(Path.GetFileName(directory), CultureInfo.InvariantCulture),
                int.Parse(fields[1], CultureInfo.InvariantCulture),
                long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // the process ended while we looked
        }
    }

    private sealed record Stat(int Id, int Parent, long Ticks);
}
