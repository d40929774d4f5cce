using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace ArchOpt.FakeService;

/// <summary>
/// Behaves as a service of ArchOpt does towards its AppHost: listens where it is told, answers /health, and stops when
/// its standard input ends. What a test wants to see it writes to the file FAKE_JOURNAL.
/// </summary>
internal static class StandInService
{
    internal static async Task<int> RunAsync(string[] args)
    {
        var name = Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "?";
        if (Environment.GetEnvironmentVariable("FAKE_EXIT") is { } code)
        {
            await Console.Error.WriteLineAsync($"{name}: study.yaml:3: space.lr.low: must be > 0");
            return int.Parse(code, CultureInfo.InvariantCulture);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/health", () => Results.Ok());
        app.MapGet("/pid", () => Environment.ProcessId);
        app.MapGet("/environment", () => Environment.GetEnvironmentVariables());
        app.MapGet("/arguments", () => args);
        app.MapGet("/studies", Studies);
        app.MapPost("/studies", StartAsync);
        app.MapPost("/crash", () => Process.GetCurrentProcess().Kill());

        Journal($"{name} started");
        using var ignored = Environment.GetEnvironmentVariable("FAKE_STUBBORN") is null
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => context.Cancel = true);
        if (ignored is null && Environment.GetEnvironmentVariable("ARCHOPT_SUPERVISED") == "1")
            _ = StopWhenInputEndsAsync(app);
        await app.RunAsync();
        if (ignored is not null)
            await Task.Delay(Timeout.Infinite);
        Journal($"{name} stopped");
        return 0;
    }

    /// <summary>What FAKE_STUDIES says, or the study the AppHost asked for, completed.</summary>
    private static IResult Studies()
    {
        var json = Environment.GetEnvironmentVariable("FAKE_STUDIES") is { } file && File.Exists(file) ? File.ReadAllText(file) : "[]";
        return Results.Text(json, "application/json");
    }

    /// <summary>The study is the file's first line; a file that says "wrong" is refused as the real service refuses.</summary>
    private static async Task<IResult> StartAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var file = await reader.ReadToEndAsync();
        return file.Contains("wrong", StringComparison.Ordinal)
            ? Results.ValidationProblem(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["space.lr.low"] = ["line 3: must be > 0", "second mistake"] })
            : Results.Ok(new { name = file.Split('\n')[0] });
    }

    private static async Task StopWhenInputEndsAsync(WebApplication app)
    {
        using var input = Console.OpenStandardInput();
        while (await input.ReadAsync(new byte[1]) > 0)
        {
        }

        app.Lifetime.StopApplication();
    }

    private static void Journal(string line)
    {
        if (Environment.GetEnvironmentVariable("FAKE_JOURNAL") is { } path)
            File.AppendAllText(path, line + "\n");
    }
}
