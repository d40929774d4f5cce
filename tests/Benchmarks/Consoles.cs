using System.Diagnostics;
using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Benchmarks;

/// <summary>The console's pages about a study of 100,000 trials: how long the server takes for each, and how large they are. Analysis in a process of its own.</summary>
internal static class Consoles
{
    private const int Trials = 100_000;

    private static readonly (string Name, string Path)[] Pages =
    [
        ("studies", "/console"),
        ("study, live", $"/console/studies/{LargeStore.Study}"),
        ("trials, first page", $"/console/studies/{LargeStore.Study}/trials"),
        ("trials, last page", $"/console/studies/{LargeStore.Study}/trials?page=2000"),
        ("trials by value", $"/console/studies/{LargeStore.Study}/trials?sort=value&order=asc"),
        ("trials by duration, page 1,000", $"/console/studies/{LargeStore.Study}/trials?sort=duration&page=1000"),
        ("failed trials of a group, by text", $"/console/studies/{LargeStore.Study}/trials?state=Failed&group=GT%2BRL&text=out+of+memory"),
        ("one trial, with its learning curve", $"/console/studies/{LargeStore.Study}/trials/{LargeStore.Eventful}"),
    ];

    public static async Task<IEnumerable<Figure>> RunAsync(int trials, int repeats, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("archopt-benchmark-").FullName;
        var data = Path.Combine(directory, "data");
        await LargeStore.WriteAsync(data, Trials, cancellationToken);
        var address = $"http://127.0.0.1:{Ports.Free()}";
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = address,
            ["ConnectionStrings__archopt"] = "sqlite:" + data,
            ["Logging__LogLevel__Default"] = "Warning",
            // .NET lets what is young in memory grow with the processor's cache, which some shared hosts have 300 MB of: as where it is 32 MB.
            ["DOTNET_GCgen0size"] = "0x1a00000",
        };
        await using var analysis = new ServiceProcess("analysis", "services/Analysis", "ArchOpt.Analysis", directory, environment);
        using var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(1) };
        analysis.Start();
        await Eventually.TrueAsync(() => AnswersAsync(http, cancellationToken), TimeSpan.FromMinutes(1), "the server answers", cancellationToken);
        foreach (var (_, path) in Pages) await AskAsync(http, path.Replace("/" + LargeStore.Study, "/" + LargeStore.Short, StringComparison.Ordinal), cancellationToken); // the first calls compile
        var first = await AskAsync(http, Pages[2].Path, cancellationToken);
        var read = Stopwatch.StartNew();
        await Eventually.TrueAsync(
            async () => !(await http.GetStringAsync(new Uri(Pages[2].Path, UriKind.Relative), cancellationToken)).Contains("is being read", StringComparison.Ordinal),
            TimeSpan.FromMinutes(1), "the study was read", cancellationToken);
        var figures = new List<Figure>
        {
            new("trials, while the study is read for the first time", [first.Milliseconds], "ms", "<= 200"),
            new("until all of it is read", [read.Elapsed.TotalSeconds], "s", ""),
        };
        foreach (var (name, path) in Pages)
        {
            List<double> times = [], sizes = [];
            await AskAsync(http, path, cancellationToken);
            for (var i = 0; i < Math.Max(10, repeats); i++)
            {
                var (milliseconds, bytes) = await AskAsync(http, path, cancellationToken);
                times.Add(milliseconds);
                sizes.Add(bytes / 1e3);
            }

            figures.Add(new(name, times, "ms", "<= 200"));
            figures.Add(new($"{name}: size", [sizes[^1]], "kB", "<= 1,000"));
        }

        figures.Add(new("peak memory of Analysis", [ProcessTree.PeakResidentMegabytes(analysis.ProcessId)], "MB", "<= 250"));
        return figures;
    }

    private static async Task<(double Milliseconds, long Bytes)> AskAsync(HttpClient http, string path, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var milliseconds = watch.Elapsed.TotalMilliseconds;
        return answer.IsSuccessStatusCode ? (milliseconds, body.Length) : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode}");
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
}
