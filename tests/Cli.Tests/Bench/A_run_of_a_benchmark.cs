using System.Text.Json;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Running;
using ArchOpt.Evaluation.Evaluators.Functions;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Annealing;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Tests.Bench;

public class A_run_of_a_benchmark
{
    [Fact]
    public async Task Is_determined_by_problem_strategy_and_seed()
    {
        foreach (var problem in ClassicSuite.Create(30))
        {
            var first = await RunAsync(problem, SimulatedAnnealing.Description, 1);
            (await RunAsync(problem, SimulatedAnnealing.Description, 1)).Curve.ShouldBe(first.Curve);
            (await RunAsync(problem, SimulatedAnnealing.Description, 2)).Curve.ShouldNotBe(first.Curve);
        }
    }

    [Theory]
    [InlineData("random")]
    [InlineData("simulated-annealing")]
    public async Task Finds_what_a_live_study_finds(string strategy)
    {
        using var directory = new TemporaryDirectory();
        var text = $$"""
            study: live
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: branin } }
            space:
              x0: { type: float, low: -5, high: 10 }
              x1: { type: float, low: 0, high: 15 }
            strategy: { name: {{strategy}} }
            budget: { trials: 40, parallelism: 1 }
            seed: 11
            """;
        var file = directory.Write("live.yaml", text);

        var live = await Archopt.RunAsync("run", file, "--embedded", "--data", directory["data"], "--json");

        live.ExitCode.ShouldBe(0, live.Error);
        var run = new StudyRun(StudyFile.Read(text).Definition!, new FunctionEvaluator(TimeProvider.System), TimeProvider.System);
        while (run.Trials < 40) (await run.StepAsync(TestContext.Current.CancellationToken)).ShouldBeTrue();
        using var summary = JsonDocument.Parse(live.Output);
        run.Best.ShouldBe(summary.RootElement.GetProperty("best").GetProperty("value").GetDouble());
    }

    [Fact]
    public void Starts_where_others_do_not()
    {
        var boxes = ClassicSuite.Create(1).Where(problem => problem.Name is "rosenbrock5" or "rastrigin5").ToArray();
        var seeds = boxes.Select(problem => StudyRun.Of(problem, BenchStrategy.Of(RandomSearch.Description), 0).Seed);

        seeds.Distinct().Count().ShouldBe(boxes.Length);
    }

    [Fact]
    public async Task That_fails_is_reported_and_stops_no_other()
    {
        var sound = ClassicSuite.Create(3)[0];
        var broken = sound with { Name = "broken", Evaluator = new FormulaEvaluator("broken", _ => double.NaN) };
        var strategy = BenchStrategy.Of(RandomSearch.Description);
        var seen = new Seen();

        await new BenchRunner(2, TimeProvider.System).RunAsync([new(broken, strategy, 0), new(sound, strategy, 0)], seen, TestContext.Current.CancellationToken);

        seen.Runs.Single().Key.Problem.ShouldBe("branin");
        seen.BrokenRuns.Single().Key.Problem.ShouldBe("broken");
        seen.BrokenRuns.Single().Error.ShouldContain("value is NaN");
    }

    private static Task<BenchRun> RunAsync(BenchProblem problem, StrategyDescription strategy, int seed) =>
        new BenchRunner(1, TimeProvider.System).RunAsync(new(problem, BenchStrategy.Of(strategy), seed), TestContext.Current.CancellationToken);

    private sealed class Seen : IBenchObserver
    {
        public List<BenchRun> Runs { get; } = [];

        public List<BrokenRun> BrokenRuns { get; } = [];

        public void Finished(BenchRun run) => Runs.Add(run);

        public void Broke(BrokenRun run) => BrokenRuns.Add(run);
    }
}
