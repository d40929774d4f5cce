using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Benchmarks;

/// <summary>
/// What fifty open pages of a study cost it, and how long a result takes to be on all of them. Everything is in one process, the worst case; the
/// viewers are in this one, read what they are sent and throw it away, so they take their share of the same machine. Runs without and with
/// them alternate.
/// </summary>
internal static class OpenConsoles
{
    private const int Viewers = 50;
    private const int Results = 25;

    /// <summary>Long enough that the pages are open most of the time.</summary>
    private const int FewestTrials = 30_000;

    public static async Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        trials = Math.Max(trials, FewestTrials);
        var directory = Directory.CreateTempSubdirectory("archopt-benchmark-").FullName;
        var port = Ports.FreePair();
        await using var process = new ServiceProcess(
            "archopt", "services/Cli", "archopt", directory, new Dictionary<string, string> { ["Evaluation__Slots"] = "64" },
            ["serve", "--data", Path.Combine(directory, "data"), "--port", port.ToString(CultureInfo.InvariantCulture)]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
        process.Start();
        await Eventually.TrueAsync(() => AnswersAsync(http, cancellationToken), TimeSpan.FromMinutes(1), "the server answers", cancellationToken);
        await SecondsAsync(http, "warm-up", trials / 3, viewers: 2, cancellationToken);
        List<double> alone = [], watched = [], ratios = [], megabytes = [];
        for (var i = 0; i < repeats; i++)
        {
            // Whichever comes second finds a larger store and a warmer machine: they take turns at it.
            if (i % 2 == 0) alone.Add(trials / (await SecondsAsync(http, $"alone-{i}", trials, 0, cancellationToken)).Seconds);
            var (seconds, bytes) = await SecondsAsync(http, $"watched-{i}", trials, Viewers, cancellationToken);
            watched.Add(trials / seconds);
            if (i % 2 == 1) alone.Add(trials / (await SecondsAsync(http, $"alone-{i}", trials, 0, cancellationToken)).Seconds);
            megabytes.Add(bytes / 1e6 / seconds);
            ratios.Add(watched[^1] / alone[^1]);
        }

        var calm = await DelaysAsync(http, "calm", cancellationToken);
        await StartAsync(http, StudyFiles.Null("busy", 10_000_000, 256), cancellationToken);
        var busy = await DelaysAsync(http, "busy-told", cancellationToken);
        return
        [
            new Figure("throughput without consoles", alone, "trials/s", ""),
            new Figure($"throughput with {Viewers} open consoles", watched, "trials/s", ""),
            new Figure("the second over the first", ratios, "", ">= 0.90"),
            new Figure($"sent to {Viewers} consoles", megabytes, "MB/s", ""),
            new Figure($"from a result to the last of {Viewers} consoles", calm, "s", "<= 1 (max)"),
            new Figure("the same while another study uses the machine up", busy, "s", "<= 1 (max)"),
        ];
    }

    private static async Task<(double Seconds, long Bytes)> SecondsAsync(HttpClient http, string study, int trials, int viewers, CancellationToken cancellationToken)
    {
        await StartAsync(http, StudyFiles.Null(study, trials, 256), cancellationToken);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var looking = Enumerable.Range(0, viewers).Select(_ => DiscardAsync(http, study, leave.Token)).ToList();
        StudyView view;
        do
        {
            await Task.Delay(250, cancellationToken);
            view = await http.GetFromJsonAsync<StudyView>($"/studies/{study}", JsonDefaults.Options, cancellationToken) ?? throw new InvalidOperationException("no study");
        }
        while (view.Status == StudyStatus.Running);
        await leave.CancelAsync();
        return (view.ElapsedSeconds, (await Task.WhenAll(looking)).Sum());
    }

    /// <summary>Reads a page's events until it ends or the viewer leaves, and counts the bytes.</summary>
    private static async Task<long> DiscardAsync(HttpClient http, string study, CancellationToken cancellationToken)
    {
        var total = 0L;
        try
        {
            await using var body = await http.GetStreamAsync(new Uri($"/console/studies/{study}/live", UriKind.Relative), cancellationToken);
            var buffer = new byte[65_536];
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;) total += read;
        }
        catch (OperationCanceledException)
        {
            // It has seen enough.
        }

        return total;
    }

    /// <summary>Seconds from telling a result to the moment when every viewer has it, again and again.</summary>
    private static async Task<List<double>> DelaysAsync(HttpClient http, string study, CancellationToken cancellationToken)
    {
        await StartAsync(http, $$"""
            study: {{study}}
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: external }
            space: { x: { type: float, low: -5, high: 5 } }
            strategy: { name: random }
            budget: { trials: 10000, parallelism: 1000 }
            """, cancellationToken);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var viewers = Enumerable.Range(0, Viewers).Select(_ => new Reader()).ToList();
        var looking = viewers.Select(viewer => viewer.ReadAsync(http, study, leave.Token)).ToList();
        List<double> delays = [];
        for (var i = 0; i < Results; i++)
        {
            // Not in step with the page's own ticks.
            await Task.Delay(300 + (137 * i % 500), cancellationToken);
            using var asked = await http.PostAsJsonAsync($"/studies/{study}/ask", new { count = 1 }, cancellationToken);
            using var hand = JsonDocument.Parse(await asked.Content.ReadAsStringAsync(cancellationToken));
            var number = hand.RootElement[0].GetProperty("number").GetInt64();
            var value = 1_000.5 + i;
            var seen = viewers.Select(viewer => viewer.Await(value.ToString("0.00", CultureInfo.InvariantCulture))).ToList();
            var watch = Stopwatch.StartNew();
            using var told = await http.PostAsJsonAsync($"/studies/{study}/trials/{number}/tell", new { value }, cancellationToken);
            told.EnsureSuccessStatusCode();
            await Task.WhenAll(seen).WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            delays.Add(watch.Elapsed.TotalSeconds);
        }

        await leave.CancelAsync();
        await Task.WhenAll(looking);
        return delays;
    }

    private static async Task StartAsync(HttpClient http, string file, CancellationToken cancellationToken)
    {
        using var content = new StringContent(file, Encoding.UTF8, "application/yaml");
        using var answer = await http.PostAsync(new Uri("/studies", UriKind.Relative), content, cancellationToken);
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    private static async Task<bool> AnswersAsync(HttpClient http, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("/alive", UriKind.Relative), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    /// <summary>A viewer that looks for a text in the latest results.</summary>
    private sealed class Reader
    {
        private readonly Lock gate = new();
        private string? wanted;
        private TaskCompletionSource seen = new();

        public Task Await(string text)
        {
            lock (gate)
            {
                (wanted, seen) = (text, new(TaskCreationOptions.RunContinuationsAsynchronously));
                return seen.Task;
            }
        }

        public async Task ReadAsync(HttpClient http, string study, CancellationToken cancellationToken)
        {
            try
            {
                await using var body = await http.GetStreamAsync(new Uri($"/console/studies/{study}/live", UriKind.Relative), cancellationToken);
                using var lines = new StreamReader(body);
                while (await lines.ReadLineAsync(cancellationToken) is { } line)
                {
                    if (!line.Contains("\"study-recent\"", StringComparison.Ordinal)) continue;
                    lock (gate)
                    {
                        if (wanted is not null && line.Contains(wanted, StringComparison.Ordinal)) seen.TrySetResult();
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // It has seen enough.
            }
        }
    }
}
