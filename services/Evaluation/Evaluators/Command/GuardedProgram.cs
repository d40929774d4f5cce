using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>What is to be run.</summary>
/// <param name="Program">An absolute path.</param>
/// <param name="Environment">All of it.</param>
internal sealed record ProgramStart(string Program, ImmutableArray<string> Arguments, string WorkingDirectory, IReadOnlyDictionary<string, string> Environment);

/// <summary>
/// A running program in a session of its own, watched by a guard (guard.sh) that ends it with everything it has started:
/// when it is told to, when the program ends, and when this process dies, however it dies.
/// </summary>
internal sealed class GuardedProgram : IDisposable
{
    private static readonly string Guard = ReadGuard();
    private static readonly SessionStarter Session = SessionStarter.Find();

    private readonly Process process;

    private GuardedProgram(Process process) => this.process = process;

    public Stream Output => process.StandardOutput.BaseStream;

    public Stream Error => process.StandardError.BaseStream;

    /// <exception cref="Win32Exception">It cannot be started: the arguments are too long, for instance.</exception>
    /// <exception cref="FormatException">This machine cannot give a program a session of its own.</exception>
    public static GuardedProgram Start(ProgramStart program, TrialDirectory directory, TimeSpan grace)
    {
        if (Session.Plain is not [var starter, .. var more]) throw new FormatException("needs setsid (util-linux) or perl on the worker's machine, and neither is there");
        var start = new ProcessStartInfo(starter)
        {
            WorkingDirectory = program.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var tenths = Math.Ceiling(grace.TotalSeconds * 10).ToString("0", CultureInfo.InvariantCulture);
        // Two sessions: the guard's, out of reach of what is sent to the worker's group, and the program's.
        foreach (var argument in (ImmutableArray<string>)
            [.. more, "/bin/sh", "-c", Guard, "archopt-guard", directory.ProcessFile, tenths, directory.Checkpoint, .. Session.Fresh, program.Program, .. program.Arguments])
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in program.Environment) start.Environment[name] = value;
        return new(Process.Start(start) ?? throw new InvalidOperationException("Invariant: a program that is started without a shell has a process."));
    }

    /// <summary>The program's exit code, or 128 + n when signal n ended it; once everything it has started is gone.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }

    /// <summary>Asks the guard to end the program: SIGTERM, the grace period, SIGKILL.</summary>
    public void Stop()
    {
        try
        {
            process.StandardInput.Write("stop\n");
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // The guard has gone, and the program before it.
        }
    }

    /// <summary>Ends a guard that does not end by itself.</summary>
    public void Kill() => process.Kill();

    public void Dispose() => process.Dispose();

    private static string ReadGuard()
    {
        using var stream = typeof(GuardedProgram).Assembly.GetManifestResourceStream("command-guard.sh")
            ?? throw new InvalidOperationException("command-guard.sh is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
