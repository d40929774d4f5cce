using System.Diagnostics;

namespace ArchOpt.Testing.Cluster;

/// <summary>One of our services as a process that a test can kill, freeze and end.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly string project;
    private readonly string[] arguments;
    private readonly string logFile;
    private readonly Lock gate = new();
    private Process? process;
    private Task? copying;

    /// <param name="name">For people and the log file.</param>
    /// <param name="project">The project's folder, from the root of the repository: services/Proposal.</param>
    /// <param name="assembly">Its assembly: ArchOpt.Proposal.</param>
    public ServiceProcess(string name, string project, string assembly, string logDirectory, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Name = name;
        this.project = PathOf(project, assembly);
        this.environment = environment;
        this.arguments = arguments;
        logFile = Path.Combine(logDirectory, name + ".log");
    }

    public string Name { get; }

    /// <summary>The process, for measuring it.</summary>
    /// <exception cref="InvalidOperationException">It was never started.</exception>
    public int ProcessId => process?.Id ?? throw new InvalidOperationException($"{Name} was not started.");

    public bool IsRunning => process is { HasExited: false };

    /// <summary>What the service has written so far, over all its lives.</summary>
    public string Log => File.Exists(logFile) ? ReadShared(logFile) : "";

    /// <summary>Starts it, unless it runs.</summary>
    public void Start()
    {
        lock (gate)
        {
            if (!IsRunning) StartProcess();
        }
    }

    private void StartProcess()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardInput = true, // its end tells the service that this test process is gone
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(logFile),
        };
        start.ArgumentList.Add(project);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.Environment["ARCHOPT_SUPERVISED"] = "1";
        process = Process.Start(start) ?? throw new InvalidOperationException($"{Name} did not start.");
        copying = Task.WhenAll(CopyAsync(process.StandardOutput), CopyAsync(process.StandardError));
    }

    /// <summary>SIGKILL, and the process is gone.</summary>
    public async Task KillAsync()
    {
        if (process is not { } victim) return;
        await SignalAsync("KILL");
        await victim.WaitForExitAsync(); // not its successor, which may run already
    }

    /// <summary>Sends a signal by name: TERM, STOP, CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        if (process is null or { HasExited: true }) return;
        using var kill = Process.Start("/bin/kill", [$"-{signal}", process.Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end; the exit code, or null when the deadline passed first.</summary>
    public async Task<int?> WaitForExitAsync(TimeSpan deadline)
    {
        using var timeout = new CancellationTokenSource(deadline);
        try
        {
            await process!.WaitForExitAsync(timeout.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("CONT"); // a frozen process is killed too
        await KillAsync();
        if (copying is not null) await copying;
        process?.Dispose();
    }

    /// <summary>Where the build put a program of this repository.</summary>
    public static string PathOf(string project, string assembly) =>
        Repository.PathOf(Path.Combine(project, Repository.Metadata("Output"), assembly + ".dll"));

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private async Task CopyAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            await using var stream = new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            await using var writer = new StreamWriter(stream);
            await writer.WriteLineAsync(line);
        }
    }
}
