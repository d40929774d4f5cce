using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Benchmarks;

/// <summary>What a newcomer waits for after <c>dotnet run --project AppHost</c> on a warm build, and what an idle system costs.</summary>
internal static class Starting
{
    private static readonly TimeSpan IdleWindow = TimeSpan.FromSeconds(30);

    public static async Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        var seconds = new List<double>();
        for (var i = 0; i < repeats; i++)
        {
            await using var system = await StartAsync([], cancellationToken);
            seconds.Add(await FirstTrialAsync(system, cancellationToken));
        }

        await using var idle = await StartAsync(["--idle"], cancellationToken);
        await idle.AnswersAsync("/health", cancellationToken);
        await SettledAsync(idle, cancellationToken);
        var before = ProcessTree.CpuSeconds(idle.ProcessId);
        var watch = Stopwatch.StartNew();
        await Task.Delay(IdleWindow, cancellationToken); // the measurement is the waiting itself
        var share = (ProcessTree.CpuSeconds(idle.ProcessId) - before) / watch.Elapsed.TotalSeconds;
        return
        [
            new Figure("AppHost start to first finished trial", seconds, "s", "<= 30"),
            new Figure("idle CPU of the whole system", [share * 100], "% of a core", "<= 3"),
        ];
    }

    private static async Task<RunningAppHost> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var system = new RunningAppHost(arguments);
        await system.AnswersAsync("/alive", cancellationToken);
        return system;
    }

    private static async Task<double> FirstTrialAsync(RunningAppHost system, CancellationToken cancellationToken)
    {
        await Eventually.TrueAsync(
            async () => await system.GetAsync("/studies", cancellationToken) is { ValueKind: JsonValueKind.Array } studies
                && studies.EnumerateArray().Any(s => s.GetProperty("trials").GetProperty("completed").GetInt64() > 0),
            TimeSpan.FromMinutes(2),
            "a first trial is finished",
            cancellationToken);
        return system.Watch.Elapsed.TotalSeconds;
    }

    /// <summary>Idle means idle: a new process goes on compiling for minutes, so wait until a window costs little.</summary>
    private static Task SettledAsync(RunningAppHost system, CancellationToken cancellationToken)
    {
        var window = TimeSpan.FromSeconds(15);
        return Eventually.TrueAsync(
            async () =>
            {
                var before = ProcessTree.CpuSeconds(system.ProcessId);
                await Task.Delay(window, cancellationToken);
                return ProcessTree.CpuSeconds(system.ProcessId) - before < window.TotalSeconds * 0.045;
            },
            TimeSpan.FromMinutes(8),
            "the system settles",
            cancellationToken);
    }

    private sealed class RunningAppHost : IAsyncDisposable
    {
        private readonly string directory = Directory.CreateTempSubdirectory("archopt-benchmark-").FullName;
        private readonly HttpClient http;
        private readonly ServiceProcess process;

        public RunningAppHost(string[] arguments)
        {
            var port = Ports.FreePair();
            http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            process = new ServiceProcess(
                "apphost", "AppHost", "ArchOpt.AppHost", directory, new Dictionary<string, string>(),
                ["--data", Path.Combine(directory, "data"), "--port", port.ToString(), .. arguments]);
            process.Start();
        }

        public Stopwatch Watch { get; } = Stopwatch.StartNew();

        public int ProcessId => process.ProcessId;

        public Task AnswersAsync(string path, CancellationToken cancellationToken) => Eventually.TrueAsync(
            async () => (await TryAsync(() => http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken)))?.IsSuccessStatusCode == true,
            TimeSpan.FromMinutes(2), $"{path} answers\n{process.Log}", cancellationToken);

        public async Task<JsonElement?> GetAsync(string path, CancellationToken cancellationToken)
        {
            var response = await TryAsync(() => http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken));
            return response?.IsSuccessStatusCode == true ? await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken) : null;
        }

        public async ValueTask DisposeAsync()
        {
            await process.SignalAsync("TERM");
            if (await process.WaitForExitAsync(TimeSpan.FromSeconds(60)) is null) await process.KillAsync();
            await process.DisposeAsync();
            http.Dispose();
            Directory.Delete(directory, recursive: true);
        }

        private static async Task<T?> TryAsync<T>(Func<Task<T>> call)
            where T : class
        {
            try
            {
                return await call();
            }
            catch (HttpRequestException)
            {
                return null; // not listening yet
            }
        }
    }
}
