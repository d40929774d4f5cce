using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ArchOpt.AppHost.Local.Processes;

/// <summary>
/// One running program. It is asked to stop by closing its standard input, which happens by itself when this process
/// dies, however it dies: see guard.sh. On Windows there is no guard, and stopping ends the process tree.
/// </summary>
internal sealed class GuardedProcess : IDisposable
{
    private static readonly string Guard = ReadGuard();

    private readonly Process _process;
    private readonly TimeSpan _grace;
    private readonly Task _output;

    private GuardedProcess(Process process, TimeSpan grace, Action<string> line)
    {
        _process = process;
        _grace = grace;
        _output = Task.WhenAll(Read(process.StandardOutput, line), Read(process.StandardError, line));
    }

    internal int ExitCode => _process.ExitCode;

    /// <param name="spec">What to start.</param>
    /// <param name="pidFile">Receives the program's own process id, for as long as it runs.</param>
    /// <param name="line">Called for each line the program writes, from several threads.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    internal static GuardedProcess Start(ProcessSpec spec, string pidFile, Action<string> line)
    {
        var start = new ProcessStartInfo
        {
            WorkingDirectory = spec.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = spec.FileName;
        }
        else
        {
            start.FileName = "/bin/sh";
            var grace = Math.Max(1, (int)spec.Grace.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            foreach (var argument in (string[])["-c", Guard, "archopt-guard", pidFile, grace, spec.FileName])
                start.ArgumentList.Add(argument);
        }

        foreach (var argument in spec.Arguments)
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in spec.Environment)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return new GuardedProcess(Process.Start(start)!, spec.Grace, line);
    }

    /// <summary>Completes when the program has ended, by itself or because it was stopped.</summary>
    internal Task WaitForExitAsync(CancellationToken cancellationToken) => _process.WaitForExitAsync(cancellationToken);

    /// <summary>Asks the program to stop, and ends it when the grace period is over.</summary>
    /// <param name="immediately">Cancelled to end the grace period early.</param>
    internal async Task StopAsync(CancellationToken immediately)
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program has closed its end already: it is gone or going.
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(immediately);
        // The guard kills at the end of the grace period; only a guard that is itself stuck needs more than that.
        patience.CancelAfter(_grace + TimeSpan.FromSeconds(3));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Waits, for a moment only, until the last lines have been read: a grandchild may keep the pipe open.</summary>
    internal Task DrainOutputAsync() => Task.WhenAny(_output, Task.Delay(TimeSpan.FromMilliseconds(500)));

    public void Dispose() => _process.Dispose();

    private static async Task Read(StreamReader reader, Action<string> line)
    {
        while (await reader.ReadLineAsync() is { } text)
            line(text);
    }

    private static string ReadGuard()
    {
        using var stream = typeof(GuardedProcess).Assembly.GetManifestResourceStream("guard.sh")
            ?? throw new InvalidOperationException("guard.sh is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
