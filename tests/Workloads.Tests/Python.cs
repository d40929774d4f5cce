using System.ComponentModel;
using System.Diagnostics;

namespace ArchOpt.Workloads.Tests;

/// <summary>A Python interpreter that can import PyTorch.</summary>
internal sealed class Python
{
    private readonly string program;

    private Python(string program) => this.program = program;

    /// <summary>What ARCHOPT_PYTHON names, the one on PATH, or the system's: the first that has PyTorch; null when none has.</summary>
    public static async Task<Python?> FindWithTorchAsync(CancellationToken cancellationToken)
    {
        string?[] candidates = [Environment.GetEnvironmentVariable("ARCHOPT_PYTHON"), "python3", "/usr/bin/python3", "python"];
        foreach (var candidate in candidates.OfType<string>().Where(candidate => candidate.Length > 0))
        {
            var python = new Python(candidate);
            if (await python.HasTorchAsync(cancellationToken)) return python;
        }

        return null;
    }

    /// <summary>Runs to the end; when cancelled the process and its children are killed.</summary>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    public async Task<PythonResult> RunAsync(string directory, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var inherited in start.Environment.Keys.Where(name => name.StartsWith("ARCHOPT_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(inherited);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return new(process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private async Task<bool> HasTorchAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await RunAsync(Environment.CurrentDirectory, ["-c", "import torch"], cancellationToken)).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

/// <summary>How a Python program ended, and everything it printed.</summary>
internal sealed record PythonResult(int ExitCode, string Output);
