using System.Collections.Immutable;
using System.CommandLine;
using ArchOpt.Cli.Bench;
using ArchOpt.Cli.Bench.AdsArch;
using ArchOpt.Cli.Bench.Overhead;
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
        var seeds = Numbers.Range(new Option<int?>("--seeds") { Description = "Runs of each strategy on each problem [10, or the task's]", HelpName = "N" }, 1, 10_000);
        var trials = Numbers.Range(new Option<int?>("--trials") { Description = "Trials of each run [100, or the task's]", HelpName = "N" }, 1, 1_000_000);
        var output = new Option<string?>("--out") { Description = "Directory for results; the same command goes on from what is there", HelpName = "DIR" };
        var fresh = new Option<bool>("--fresh") { Description = "Forget the runs that are in --out" };
        var threads = Numbers.Range(new Option<int>("--threads") { Description = "Runs at the same time [cores]", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount }, 1, 1_024);
        var tables = new Option<string?>("--tables") { Description = "tables: folder of NAME.json and NAME.csv for each table", HelpName = "DIR" };
        var peers = new Option<string?>("--peers") { Description = "Medians of other optimizers to compare with (JSON)", HelpName = "FILE" };
        var observations = Numbers.List(new Option<ImmutableArray<int>>("--observations") { Description = "overhead: how many each strategy has seen [100,1000,10000]", HelpName = "LIST", DefaultValueFactory = _ => OverheadSuite.DefaultObservations }, 1, 10_000_000);
        var adsArch = new AdsArchArguments();
        var command = new Command("bench", "Compare strategies on benchmark problems") { suites, strategies, seeds, trials, output, fresh, threads, tables, peers, observations };
        foreach (var option in adsArch.All) command.Options.Add(option);
        ImmutableArray<SuiteOption> owned =
        [
            .. new Option[] { seeds, trials, fresh, threads, peers }.Select(option => new SuiteOption(option, BenchRequest.ProblemSuites)),
            new(tables, [TablesSuite.Name]),
            new(observations, [OverheadSuite.Name]),
            .. adsArch.All.Select(option => new SuiteOption(option, [AdsArchSuite.Name])),
        ];
        return scope.Do(command, async (call, cancellationToken) =>
        {
            var named = BenchRequest.ParseSuites(call.Get(suites));
            SuiteOption.Check(call, named, owned);
            var request = new BenchRequest
            {
                Suites = named,
                Strategies = call.Get(strategies) is { } list ? StrategyList.Parse(list) : StrategyList.Default,
                Trials = call.Get(trials),
                Seeds = call.Get(seeds),
                Threads = call.Get(threads),
                Tables = call.Get(tables),
                AdsArch = adsArch.Read(call) with { IsFresh = call.Get(fresh) },
                Output = call.Get(output),
                IsFresh = call.Get(fresh),
            };
            var known = call.Get(peers) is { } path ? PeerResults.Read(await InputFile.ReadAsync(path, call.Surroundings, cancellationToken)) : PeerResults.None;
            if (request.Output is not null) BenchFiles.CreateDirectory(request.Output);
            var results = await RunAsync(call, request, cancellationToken);
            var overhead = request.Suites.Contains(OverheadSuite.Name)
                ? await new OverheadSuite(call.Surroundings.Clock).MeasureAsync(request.Strategies, call.Get(observations), call.SayAsync, cancellationToken)
                : [];
            var report = BenchReport.Of(results, known) with { Overhead = overhead };
            if (request.Output is not null) await BenchFiles.WriteAsync(request.Output, report, results, cancellationToken);
            if (call.Options.Json) await call.Results.JsonAsync(report);
            else await BenchTables.WriteAsync(report, call.Results);
            foreach (var run in results.Broken) await call.SayAsync($"{run.Key.Problem} {run.Key.Strategy} seed {run.Key.Seed}: {run.Error}");
            return results.Broken.IsEmpty ? ExitCode.Done : ExitCode.Failed;
        });
    }

    private static async Task<BenchResults> RunAsync(Call call, BenchRequest request, CancellationToken cancellationToken)
    {
        var problems = await request.ProblemsAsync(call.SayAsync, cancellationToken);
        if (problems.IsEmpty) return BenchResults.None;
        using var file = request.Output is null ? null : RunsFile.Open(request.Output, request.IsFresh);
        if (file?.OfOtherBuilds is > 0 and var others)
            await call.SayAsync($"{request.Output}: {others} of its runs were made by another build of the search; --fresh makes all of them anew.");
        try
        {
            return await new BenchSession(file, call.Surroundings.Clock).RunAsync(
                problems,
                request.Strategies,
                problem => request.Seeds ?? problem.Seeds,
                request.Threads,
                work => BenchDisplay.ShowAsync(call.Surroundings, work),
                cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await call.SayAsync(request.Output is null
                ? "bench: interrupted; with --out the finished runs would have been kept."
                : $"bench: interrupted; the finished runs are in {request.Output}, and the same command goes on from there.");
            throw;
        }
    }
}
