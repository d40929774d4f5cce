using System.Diagnostics;
using System.Globalization;
using System.Text;
using ArchOpt.Search.Randomness;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Benchmarks;

/// <summary>
/// What a person waits for who brings finished trials and wants to know what they say: a CSV of 100,000 trials becomes a study, and one of 10,000 its whole report.
/// One process with everything in it, over HTTP; every run is another study, so none finds its answer made.
/// </summary>
internal static class Analyses
{
    private const int Parameters = 10;

    public static async Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("archopt-benchmark-").FullName;
        var port = Ports.FreePair();
        await using var process = new ServiceProcess(
            "archopt", "services/Cli", "archopt", directory, new Dictionary<string, string>(), ["serve", "--data", Path.Combine(directory, "data"), "--port", port.ToString(CultureInfo.InvariantCulture)]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
        process.Start();
        await Eventually.TrueAsync(() => AnswersAsync(http, cancellationToken), TimeSpan.FromMinutes(1), "the server answers", cancellationToken);
        var (large, small) = (Table(100_000), Table(10_000));
        List<double> imports = [], reports = [], pages = [];
        for (var i = 0; i < repeats; i++)
        {
            imports.Add(await SecondsAsync(() => http.PostAsync($"/studies/large-{i}/import?format=csv&objective=loss", new StringContent(large), cancellationToken)));
            await SecondsAsync(() => http.PostAsync($"/studies/small-{i}/import?format=csv&objective=loss", new StringContent(small), cancellationToken));
            reports.Add(await SecondsAsync(() => http.GetAsync(new Uri($"/studies/small-{i}/report?format=json", UriKind.Relative), cancellationToken)));
            pages.Add(await SecondsAsync(() => http.GetAsync(new Uri($"/studies/small-{i}/report?format=html", UriKind.Relative), cancellationToken)));
        }

        return
        [
            new Figure("import of a CSV of 100,000 trials x 10 parameters", imports, "s", "<= 10"),
            new Figure("report on 10,000 trials x 10 parameters", reports, "s", "<= 5"),
            new Figure("the same as a page with plots, after that", pages, "s", ""),
            new Figure("peak memory of the process that does both", [ProcessTree.PeakResidentMegabytes(process.ProcessId)], "MB", "<= 500"),
        ];
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

    private static async Task<double> SecondsAsync(Func<Task<HttpResponseMessage>> ask)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await ask();
        var seconds = watch.Elapsed.TotalSeconds;
        return answer.IsSuccessStatusCode ? seconds : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static string Table(int rows)
    {
        var text = new StringBuilder("loss");
        for (var p = 0; p < Parameters; p++) text.Append(CultureInfo.InvariantCulture, $",p{p}");
        text.Append('\n');
        for (var row = 0; row < rows; row++)
        {
            var stream = RandomStream.For(11, row);
            double[] x = [.. Enumerable.Range(0, Parameters).Select(_ => stream.NextDouble())];
            var loss = Math.Sin(6 * x[0]) + 2 * Math.Pow(x[1] - 0.5, 2) + 3 * x[2] * x[3] + 0.5 * x[4] + 0.1 * stream.NextNormal();
            text.Append(CultureInfo.InvariantCulture, $"{loss:R}");
            foreach (var value in x) text.Append(CultureInfo.InvariantCulture, $",{value:0.#####}");
            text.Append('\n');
        }

        return text.ToString();
    }
}
