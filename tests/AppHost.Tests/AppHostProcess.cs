using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;
using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Tests;

/// <summary>An AppHost in a process of its own, whose every descendant can be found again by a mark in its environment.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private const string MarkVariable = "ARCHOPT_TEST_MARK";

    private static readonly HttpClient Client = new();

    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private AppHostProcess(IEnumerable<string> arguments, int port, string data, IEnumerable<(string Name, string? Value)> environment)
    {
        Port = port;
        Data = data;
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment[MarkVariable] = _mark;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? string.Empty);
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? string.Empty);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    internal int Port { get; }

    internal string Data { get; }

    internal string Output => string.Join('\n', _output);

    /// <summary>The stand-in topology: proposal, two workers and, unless told otherwise, the real broker.</summary>
    internal static AppHostProcess StandIn(TemporaryFolder folder, string[] options, params (string Name, string? Value)[] environment)
    {
        var port = new Ports().Next();
        var data = folder["data"];
        string[] arguments =
            [BesideTests("ArchOpt.FakeService.dll"), "apphost", "--data", data, "--port", port.ToString(CultureInfo.InvariantCulture), .. options];
        return new AppHostProcess(arguments, port, data, environment);
    }

    /// <summary>The real Program.cs.</summary>
    internal static AppHostProcess Real(params string[] options) =>
        new([BesideTests("ArchOpt.AppHost.dll"), .. options], port: 0, data: string.Empty, []);

    internal Task UntilOutput(string text) =>
        Deadline.Until(
            () => Output.Contains(text, StringComparison.Ordinal)
                || (_process.HasExited ? throw new InvalidOperationException($"ended before printing '{text}':\n{Output}") : false),
            $"the output contains '{text}'; it is:\n{Output}");

    internal async Task<int> UntilExit()
    {
        await Deadline.Until(() => _process.HasExited, "the AppHost ends");
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    internal void KillHard() => _process.Kill();

    [SupportedOSPlatform("linux")]
    internal void Signal(PosixSignal signal) =>
        SendSignal(_process.Id, signal switch { PosixSignal.SIGINT => 2, PosixSignal.SIGTERM => 15, _ => throw new ArgumentOutOfRangeException(nameof(signal)) })
            .ShouldBe(0);

    internal async Task<string?> Get(int port, string path)
    {
        try
        {
            return await Client.GetStringAsync(new Uri($"http://127.0.0.1:{port}{path}"), TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    internal int PidOf(string resource) =>
        int.Parse(File.ReadAllText(Path.Combine(Data, "run", resource + ".pid")), CultureInfo.InvariantCulture);

    /// <summary>Command lines of all living processes that this AppHost started, directly or not.</summary>
    internal IReadOnlyList<string> Descendants()
    {
        var mark = Encoding.UTF8.GetBytes($"{MarkVariable}={_mark}");
        return [.. Directory.EnumerateDirectories("/proc")
            .Where(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != _process.Id)
            .Where(folder => Read(folder, "environ").AsSpan().IndexOf(mark) >= 0)
            .Select(folder => Encoding.UTF8.GetString(Read(folder, "cmdline")).Replace('\0', ' '))];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static byte[] Read(string folder, string name)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string BesideTests(string assembly) => Path.Combine(AppContext.BaseDirectory, assembly);

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int process, int signal);
}
