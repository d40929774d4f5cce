using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Evaluation.Tests.Evaluators;

/// <summary>Simulators report learning curves that end where a run without steps ends.</summary>
public sealed class ImitatedTrainingTests
{
    private static readonly EvaluatorRegistry Registry = EvaluatorRegistry.BuiltIn(".", TimeProvider.System);

    [Fact]
    public async Task A_function_falls_to_its_value_and_orders_points_at_every_step_as_at_the_end()
    {
        var good = await TrainAsync("function", """{"function":"sphere","steps":20}""", Configuration.Of(("x", 1.0)));
        var bad = await TrainAsync("function", """{"function":"sphere","steps":20}""", Configuration.Of(("x", 1.5)));

        good.Steps.Select(s => s.Step).ShouldBe(Enumerable.Range(1, 20).Select(n => (long)n));
        var values = good.Steps.Select(s => s.Metrics["value"]).ToArray();
        values.ShouldBe(values.OrderDescending());
        values[^1].ShouldBe(1);
        good.Result.Metrics["value"].ShouldBe(1);
        values[9].ShouldBe(1 + Math.Exp(-2.5) - Math.Exp(-5), 1e-12);
        good.Steps.Zip(bad.Steps).ShouldAllBe(pair => pair.First.Metrics["value"] < pair.Second.Metrics["value"]);
    }

    [Theory]
    [InlineData("""{"function":"sphere"}""", false, 0)]
    [InlineData("""{"function":"sphere"}""", true, 60)]
    [InlineData("""{"function":"sphere","steps":1}""", false, 1)]
    public async Task It_trains_when_it_is_told_to_or_a_pruner_watches(string settings, bool watched, int steps) =>
        (await TrainAsync("function", settings, Configuration.Of(("x", 1.0)), watched)).Steps.Length.ShouldBe(steps);

    [Theory]
    [InlineData("{}", false, 0)]
    [InlineData("{}", true, 60)]
    [InlineData("""{"curve":false}""", true, 0)]
    [InlineData("""{"curve":true,"steps":30}""", false, 30)]
    public async Task So_does_the_ads_architecture(string settings, bool watched, int steps) =>
        (await TrainAsync("ads-arch", settings, Configurations.Architecture("2x256 2x512"), watched)).Steps.Length.ShouldBe(steps);

    [Theory]
    [InlineData("function", """{"function":"sphere"}""", 128)]
    [InlineData("function", """{"function":"sphere","steps":30}""", 30)]
    [InlineData("ads-arch", "{}", 128)]
    [InlineData("ads-arch", """{"steps":30}""", 30)]
    [InlineData("ads-arch", """{"curve":false}""", 0)]
    public async Task Under_a_stopping_policy_it_trains_for_as_long_as_that_allows_unless_it_is_told(string evaluator, string settings, int steps)
    {
        var configuration = evaluator == "function" ? Configuration.Of(("x", 1.0)) : Configurations.Architecture("2x256 2x512");
        var run = await TrainAsync(evaluator, settings, configuration, policy: StoppingPolicy.Default);
        run.Steps.Length.ShouldBe(steps);
        run.Result.Metrics.ShouldBe((await Registry.EvaluateOnceAsync(evaluator, settings, configuration, 7, TestContext.Current.CancellationToken)).Metrics);
    }

    [Theory]
    [InlineData("function", """{"function":"sphere","steps":500}""")]
    [InlineData("ads-arch", """{"steps":500}""")]
    public async Task A_training_that_would_take_longer_ends_where_the_policy_does(string evaluator, string settings)
    {
        var configuration = evaluator == "function" ? Configuration.Of(("x", 1.0)) : Configurations.Architecture("2x256 2x512");
        var run = await TrainAsync(evaluator, settings, configuration, policy: StoppingPolicy.Default);
        run.Steps.Length.ShouldBe(128);
        run.Result.Metrics.ShouldBe(run.Steps[^1].Metrics);
        var whole = await TrainAsync(evaluator, settings, configuration, watched: true);
        whole.Steps[127].Metrics.ShouldBe(run.Result.Metrics);
        whole.Result.Metrics.ShouldNotBe(run.Result.Metrics);
    }

    [Fact]
    public async Task The_ads_architecture_shows_after_t_of_60_steps_what_t_days_of_training_give()
    {
        var architecture = Configurations.Architecture("4x512 5x1024 5x64 1x2048 5x64");
        var run = await TrainAsync("ads-arch", """{"curve":true}""", architecture);

        run.Steps[9].Metrics["ne"].ShouldBe(0.613516401197, 1e-11); // the benchmark's check value after 10 days
        run.Steps[9].Metrics["cost"].ShouldBe(80);
        run.Steps[9].Metrics.ShouldBe((await Registry.EvaluateOnceAsync("ads-arch", """{"days":10}""", architecture, 0, TestContext.Current.CancellationToken)).Metrics);
        run.Steps[^1].Metrics.ShouldBe(run.Result.Metrics);
        run.Result.Metrics.ShouldBe((await Registry.EvaluateOnceAsync("ads-arch", "{}", architecture, 0, TestContext.Current.CancellationToken)).Metrics);
    }

    [Fact]
    public async Task Noise_is_the_same_in_every_repetition_and_ends_where_a_run_without_steps_ends()
    {
        var architecture = Configurations.Architecture("2x256 2x512");
        var (first, second) = (await TrainAsync("ads-arch", """{"curve":true,"noise":true}""", architecture), await TrainAsync("ads-arch", """{"curve":true,"noise":true}""", architecture));
        first.Steps.SelectMany(s => s.Metrics.Values).ShouldBe(second.Steps.SelectMany(s => s.Metrics.Values));
        first.Steps.Select(s => s.Metrics["ne"]).Distinct().Count().ShouldBe(60);
        first.Result.Metrics.ShouldBe((await Registry.EvaluateOnceAsync("ads-arch", """{"noise":true}""", architecture, 7, TestContext.Current.CancellationToken)).Metrics);
    }

    [Fact]
    public async Task What_cannot_be_evaluated_has_no_curve()
    {
        var run = await TrainAsync("ads-arch", """{"curve":true}""", Configurations.Architecture("6x64"));
        run.Steps.ShouldBeEmpty();
        run.Result.Outcome.ShouldBe(EvaluationOutcome.Infeasible);
        (await TrainAsync("function", """{"function":"branin","steps":3}""", Configuration.Of(("x", 1.0)))).Steps.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("function", """{"function":"sphere","steps":0}""", "settings.steps: must be a whole number in [1, 100000] (was 0).")]
    [InlineData("function", """{"function":"sphere","steps":2.5}""", "settings.steps: must be a whole number in [1, 100000] (was 2.5).")]
    [InlineData("ads-arch", """{"curve":"yes"}""", """settings.curve: must be true or false (was "yes").""")]
    public async Task Wrong_settings_are_named(string evaluator, string settings, string error) =>
        (await TrainAsync(evaluator, settings, Configuration.Of(("x", 1.0)))).Result.Error.ShouldBe(error);

    [Fact]
    public async Task A_run_that_is_stopped_ends_at_the_step_it_has_reached()
    {
        using var stop = new CancellationTokenSource();
        var heard = new Steps(step => step == 3 ? stop.CancelAsync() : Task.CompletedTask);
        Registry.TryGet("function", out var evaluator).ShouldBeTrue();
        var request = new EvaluationRequest { Configuration = Configuration.Of(("x", 1.0)), Settings = """{"function":"sphere","steps":10,"delay_ms":200}""", Seed = 7 };

        await Should.ThrowAsync<OperationCanceledException>(() => evaluator!.EvaluateAsync(request, heard, stop.Token));

        heard.All.Count.ShouldBe(3);
    }

    private static async Task<(EvaluationResult Result, (long Step, ImmutableSortedDictionary<string, double> Metrics)[] Steps)> TrainAsync(
        string name, string settings, Configuration configuration, bool watched = false, StoppingPolicy? policy = null)
    {
        Registry.TryGet(name, out var evaluator).ShouldBeTrue();
        var heard = new Steps(_ => Task.CompletedTask);
        var request = new EvaluationRequest
        {
            Configuration = configuration,
            Settings = settings,
            Seed = 7,
            WantsCurve = watched,
            Stopping = policy,
            MaxResource = policy?.MaxEpochs,
        };
        return (await evaluator!.EvaluateAsync(request, heard, TestContext.Current.CancellationToken), [.. heard.All]);
    }

    private sealed class Steps(Func<long, Task> then) : IStepReporter
    {
        public ConcurrentQueue<(long Step, ImmutableSortedDictionary<string, double> Metrics)> All { get; } = new();

        public async ValueTask ReportAsync(long step, ImmutableSortedDictionary<string, double> metrics, CancellationToken cancellationToken)
        {
            All.Enqueue((step, metrics));
            await then(step);
        }
    }
}
