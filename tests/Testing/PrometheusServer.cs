using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ArchOpt.Testing;

/// <summary>
/// A Prometheus of the test's own with the repository's rules, asking its targets every second. What an alert waits for
/// (<c>for</c>) is cut to two seconds: that is Prometheus' business, and promtool's tests have it in full.
/// </summary>
public sealed partial class PrometheusServer : IAsyncDisposable
{
    private const string Program = "/usr/bin/prometheus";

    private readonly string directory = Directory.CreateTempSubdirectory("archopt-prometheus-").FullName;
    private readonly HttpClient client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private ChildProcess? process;

    private PrometheusServer()
    {
    }

    /// <summary>Whether this machine has what it needs.</summary>
    public static bool IsInstalled => File.Exists(Program) && File.Exists(Promtool);

    /// <summary>The program that checks and tests what Prometheus is given.</summary>
    public static string Promtool => "/usr/bin/promtool";

    /// <param name="targets">Job, service and loopback port of each.</param>
    public static async Task<PrometheusServer> StartAsync(IEnumerable<(string Job, string Service, int Port)> targets, CancellationToken cancellationToken)
    {
        Requires.Prometheus();
        var server = new PrometheusServer();
        try
        {
            await server.WriteConfigurationAsync(targets, cancellationToken);
            var port = Ports.Free();
            server.client.BaseAddress = new Uri($"http://127.0.0.1:{Text(port)}");
            server.process = ChildProcess.Start(
                new Dictionary<string, string>(StringComparer.Ordinal), server.LogFile, Program,
                $"--config.file={server.directory}/prometheus.yml", $"--storage.tsdb.path={server.directory}/data", $"--web.listen-address=127.0.0.1:{Text(port)}", "--log.level=warn");
            await Eventually.TrueAsync(() => server.IsReadyAsync(cancellationToken), TimeSpan.FromSeconds(30), "Prometheus is ready", cancellationToken);
            return server;
        }
        catch (TimeoutException e)
        {
            var log = await File.ReadAllTextAsync(server.LogFile, cancellationToken);
            await server.DisposeAsync();
            throw new TimeoutException($"{e.Message}\n{log}", e);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The series that an expression gives over a time, every five seconds; throws with Prometheus' words when it is wrong.</summary>
    /// <remarks>The last step is at the end, or within the second after it: what Prometheus has just learnt is in the answer.</remarks>
    public Task<JsonElement[]> RangeAsync(string expression, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        const int Step = 5;
        var last = end.ToUnixTimeSeconds() + 1;
        var first = last - ((last - start.ToUnixTimeSeconds() + Step - 1) / Step * Step);
        return QueryAsync($"/api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={Text(first)}&end={Text(last)}&step={Step}", expression, cancellationToken);
    }

    /// <summary>The series that an expression gives now.</summary>
    public Task<JsonElement[]> InstantAsync(string expression, CancellationToken cancellationToken) =>
        QueryAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}", expression, cancellationToken);

    /// <summary>Every name that it has a series of, recorded ones too.</summary>
    public async Task<string[]> NamesAsync(CancellationToken cancellationToken)
    {
        var answer = await client.GetFromJsonAsync<JsonElement>("/api/v1/label/__name__/values", cancellationToken);
        return [.. answer.GetProperty("data").EnumerateArray().Select(name => name.GetString()!)];
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null) await process.DisposeAsync();
        client.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private string LogFile => Path.Combine(directory, "output.log");

    private async Task<JsonElement[]> QueryAsync(string path, string expression, CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if (answer.GetProperty("status").GetString() != "success") throw new InvalidOperationException($"{expression}: {answer.GetProperty("error")}");
        return [.. answer.GetProperty("data").GetProperty("result").EnumerateArray()];
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/-/ready", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WriteConfigurationAsync(IEnumerable<(string Job, string Service, int Port)> targets, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.GetFiles(Repository.PathOf("infra/prometheus/rules"), "*.yml"))
        {
            var rules = Waiting().Replace(await File.ReadAllTextAsync(file, cancellationToken), "for: 2s");
            await File.WriteAllTextAsync(Path.Combine(directory, "rules-" + Path.GetFileName(file)), rules, cancellationToken);
        }

        await File.WriteAllLinesAsync(
            Path.Combine(directory, "prometheus.yml"),
            [
                "global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }",
                "rule_files: [ 'rules-*.yml' ]",
                "scrape_configs:",
                .. targets.GroupBy(target => target.Job).SelectMany(job => new[] { $"  - job_name: {job.Key}", "    static_configs:" }
                    .Concat(job.Select(target => $"      - {{ targets: [ '127.0.0.1:{Text(target.Port)}' ], labels: {{ service: {target.Service} }} }}"))),
            ],
            cancellationToken);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"for: \d+m", RegexOptions.NonBacktracking)]
    private static partial Regex Waiting();
}
