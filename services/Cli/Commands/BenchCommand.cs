using System.Collections.Immutable;
using System.CommandLine;
using ArchOpt.Cli.Bench;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Results;
using ArchOpt.Cli.Bench.Running;
using ArchOpt.Cli.Files;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt bench SUITE</c>: compares strategies on benchmark problems.</summary>
internal static class BenchCommand
{
    public static Command Create(CommandScope scope)
    {
        var suites = new Argument<string>("SUITE") { Description = $"{string.Join(", ", BenchRequest.SuiteNames)}; several with commas between" };
        var strategies = new Option<string?>("--strategies") { Description = "Which to compare, with settings where wanted: random,simulated-annealing{cooling=0.9} [all but grid and explicit]", HelpName = "LIST" };
        var seeds = Numbers.Range(new Option<int?>("--seeds") { Description = "Runs of each strategy on each problem [10]", HelpName = "N" }, 1, 10_000);
        var trials = Numbers.Range(new Option<int?>("--trials") { Description = "Trials of each run [100, or the task's]", HelpName = "N" }, 1, 1_000_000);
        var output = new Option<string?>("--out") { Description = "Directory for results; the same command goes on from what is there", HelpName = "DIR" };
        var fresh = new Option<bool>("--fresh") { Description = "Forget the runs that are in --out" };
        var threads = Numbers.Range(new Option<int>("--threads") { Description = "Runs at the same time [cores]", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount }, 1, 1_024);
        var tables = new Option<string?>("--tables") { Description = "Folder of the suite tables: NAME.json and NAME.csv for each", HelpName = "DIR" };
        var peers = new Option<string?>("--peers") { Description = "Medians of other optimizers to compare with (JSON)", HelpName = "FILE" };
        var command = new Command("bench", "Compare strategies on benchmark problems") { suites, strategies, seeds, trials, output, fresh, threads, tables, peers };
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var request = new BenchRequest
            {
                Suites = BenchRequest.ParseSuites(call.Get(suites)),
                Strategies = call.Get(strategies) is { } list ? StrategyList.Parse(list) : StrategyList.Default,
                Trials = call.Get(trials),
                Seeds = call.Get(seeds),
                Tables = call.Get(tables),
            };
            var known = call.Get(peers) is { } path ? PeerResults.Read(await InputFile.ReadAsync(path, call.Surroundings, cancellationToken)) : PeerResults.None;
            var problems = await ProblemsAsync(request, cancellationToken);
            var results = await RunAsync(call, request, problems, call.Get(output), call.Get(fresh), call.Get(threads), cancellationToken);
            var report = BenchReport.Of(results, known);
            if (call.Options.Json) await call.Results.JsonAsync(report);
            else await BenchTables.WriteAsync(report, call.Results);
            foreach (var run in results.Broken) await call.SayAsync($"{run.Key.Problem} {run.Key.Strategy} seed {run.Key.Seed}: {run.Error}");
            return results.Broken.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static async Task<ImmutableArray<BenchProblem>> ProblemsAsync(BenchRequest request, CancellationToken cancellationToken)
    {
        var trials = request.Trials ?? BenchRequest.DefaultTrials;
        var problems = ImmutableArray.CreateBuilder<BenchProblem>();
        foreach (var suite in request.Suites)
        {
            problems.AddRange(suite == ClassicSuite.Name
                ? ClassicSuite.Create(trials)
                : await TablesSuite.ReadAsync(request.Tables, trials, cancellationToken));
        }

        return problems.ToImmutable();
    }

    private static async Task<BenchResults> RunAsync(
        Call call, BenchRequest request, ImmutableArray<BenchProblem> problems, string? output, bool fresh, int threads, CancellationToken cancellationToken)
    {
        if (output is not null) CreateDirectory(output);
        using var file = output is null ? null : RunsFile.Open(output, fresh);
        if (file?.OfOtherBuilds is > 0 and var others)
            await call.SayAsync($"{output}: {others} of its runs were made by another build of the search; --fresh makes all of them anew.");
        var session = new BenchSession(file, call.Surroundings.Clock);
        try
        {
            return await session.RunAsync(
                problems,
                request.Strategies,
                _ => request.Seeds ?? BenchRequest.DefaultSeeds,
                threads,
                work => BenchDisplay.ShowAsync(call.Surroundings, work),
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await call.SayAsync(output is null
                ? "bench: interrupted; with --out the finished runs would have been kept."
                : $"bench: interrupted; the finished runs are in {output}, and the same command goes on from there.");
            throw;
        }
    }

    private static void CreateDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliException.Wrong($"--out: '{path}' cannot be created ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }
}
