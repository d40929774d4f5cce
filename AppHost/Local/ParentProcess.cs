using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ArchOpt.AppHost.Local;

/// <summary>
/// Notices the end of the <c>dotnet run</c> that started this program: whoever kills that one means this one.
/// Other parents, such as a shell that was left, may end without consequences.
/// </summary>
internal static class ParentProcess
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    internal static IDisposable? Watch(TimeProvider time, Action ended)
    {
        if (OperatingSystem.IsWindows())
            return null;
        var parent = GetParent();
        if (!IsDotNet(parent))
            return null;
        var noticed = false;
        return time.CreateTimer(_ =>
        {
            // Only once: a second request to stop would cut the grace periods short.
            if (noticed || GetParent() == parent)
                return;
            noticed = true;
            ended();
        }, state: null, Interval, Interval);
    }

    private static bool IsDotNet(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return process.ProcessName == "dotnet";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "getppid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetParent();
}
