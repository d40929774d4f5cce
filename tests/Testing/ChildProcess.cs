using System.Diagnostics;

namespace ArchOpt.Testing;

/// <summary>
/// A program in a process group of its own that dies, group and all and by SIGKILL, when it is disposed or when this
/// process ends, however it ends: a shell at the head of the group waits for the end of a pipe that we hold.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const string Guard = "\"$@\" </dev/null & cat >/dev/null; kill -9 0";
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    public static ChildProcess Start(IReadOnlyDictionary<string, string> environment, string log, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/setsid") { RedirectStandardInput = true, UseShellExecute = false };
        var command = new[] { "/bin/sh", "-c", $"exec >>'{log}' 2>&1; {Guard}", "guard", program };
        foreach (var argument in command.Concat(arguments)) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start."));
    }

    /// <summary>SIGKILL to the group; returns once its head is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
