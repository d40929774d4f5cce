using ArchOpt.Cli.Bench.AdsArch;
using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Cli.Bench.Running;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Tests.Bench;

public class The_ads_architecture_benchmark
{
    [Theory]
    [InlineData("10x100", 100, 10, 1)]
    [InlineData("20x5", 5, 20, 10)]
    [InlineData("40x5wide", 5, 40, 10)]
    public async Task Has_the_published_tasks(string task, int sets, int trials, int seeds)
    {
        var problems = await ProblemsAsync(new() { Task = task });

        problems.Count.ShouldBe(sets);
        problems.ShouldAllBe(problem => problem.Trials == trials && problem.Seeds == seeds && problem.Start == 0);
        // The space and the settings are such that a study file could say them.
        foreach (var problem in problems.Take(5)) StudyFile.Check(problem.Study).Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Counts_the_baseline_as_what_everybody_starts_from()
    {
        foreach (var problem in await ProblemsAsync(new() { Task = "40x5wide" }))
        {
            var run = await RunAsync(problem, 0);
            run.Curve.ShouldAllBe(best => best >= 0);
            run.Curve.Zip(run.Curve.Skip(1)).ShouldAllBe(pair => pair.Second >= pair.First);
        }
    }

    [Fact]
    public async Task Never_reports_a_best_above_the_optimum()
    {
        foreach (var problem in await ProblemsAsync(new() { Task = "20x5" }))
        {
            for (var seed = 0; seed < 10; seed++) (await RunAsync(problem, seed)).Best.ShouldBeLessThanOrEqualTo(problem.Optimum!.Value + 1e-6);
        }
    }

    [Fact]
    public async Task Gates_the_best_in_soft_mode_too()
    {
        var hard = await ProblemsAsync(new() { Task = "20x5", QpsMin = 20_000 });
        var soft = await ProblemsAsync(new() { Task = "20x5", QpsMin = 20_000, SoftQps = true, Tau = 0.15 });

        for (var i = 0; i < hard.Count; i++)
        {
            soft[i].Study.Constraints[0].Mode.ShouldBe(ConstraintMode.Soft);
            soft[i].Study.Constraints[0].Scale.ShouldBe(SoftScale.Relative);
            // Random search does not look at results, so only the gate could make a difference.
            (await RunAsync(soft[i], 1)).Curve.ShouldBe((await RunAsync(hard[i], 1)).Curve);
        }
    }

    [Theory]
    [InlineData("20x5", 2e-5)]
    [InlineData("40x5wide", 5e-4)]
    public void Has_optima_that_a_search_with_full_knowledge_finds(string name, double tolerance)
    {
        var task = AdsArchTask.All.Single(task => task.Name == name);

        for (var i = 0; i < task.Optima.Length; i++)
            BestKnown.Score(task, AdsArchTask.ListedSets[i], task.QpsMin).ShouldBe(task.Optima[i], tolerance, $"set {i + 1}");
    }

    private static async Task<IReadOnlyList<BenchProblem>> ProblemsAsync(AdsArchOptions options) =>
        await AdsArchSuite.CreateAsync(options, null, null, _ => Task.CompletedTask, TestContext.Current.CancellationToken);

    private static Task<BenchRun> RunAsync(BenchProblem problem, int seed) =>
        new BenchRunner(1, TimeProvider.System).RunAsync(new(problem, BenchStrategy.Of(RandomSearch.Description), seed), TestContext.Current.CancellationToken);
}
