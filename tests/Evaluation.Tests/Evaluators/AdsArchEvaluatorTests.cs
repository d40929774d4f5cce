using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Tests.Evaluators;

public sealed class AdsArchEvaluatorTests
{
    private static readonly EvaluatorRegistry Registry = EvaluatorRegistry.BuiltIn(".", TimeProvider.System);

    private static Task<EvaluationResult> EvaluateAsync(string architecture, string settings, long seed = 0) =>
        Registry.EvaluateOnceAsync("ads-arch", settings, Configurations.Architecture(architecture), seed, TestContext.Current.CancellationToken);

    [Fact]
    public async Task The_wide_variant_scores_its_own_baseline_zero_and_takes_layers_of_4096()
    {
        var baseline = await EvaluateAsync("2x1024 2x512 2x1024 1x1024 1x1024", """{"max_width":4096}""");
        var largest = await EvaluateAsync("5x4096 5x4096 5x4096 5x4096 5x4096", """{"max_width":4096}""");

        baseline.Metrics["score"].ShouldBe(0, 1e-15);
        largest.Metrics["ne"].ShouldBe(0.68 - 0.20 / (1 + Math.Exp(-8 * 0.7)), 1e-12);
        largest.Metrics["qps"].ShouldBe(500);
    }

    [Fact]
    public async Task The_step64_ladder_is_as_good_as_the_powers_of_two()
    {
        var between = await EvaluateAsync("1x192", "{}");
        between.Outcome.ShouldBe(EvaluationOutcome.Completed);
        between.Metrics["parameters"].ShouldBe((513 * 192 + 193 * 10) / 1e6, 1e-15);
    }

    [Theory]
    [InlineData("1x100", "arch[0].width: must be a multiple of 64 in [64, 2048] (was 100).")]
    [InlineData("1x64 1x4096", "arch[1].width: must be a multiple of 64 in [64, 2048] (was 4096).")]
    [InlineData("6x64", "arch[0].depth: must be 1 to 5 (was 6).")]
    [InlineData("1.5x64", "arch[0].depth: must be 1 to 5 (was 1.5).")]
    [InlineData("1x64 1x64 1x64 1x64 1x64 1x64", "arch: must have 1 to 5 sub-architectures (has 6).")]
    public async Task An_architecture_off_the_ladder_can_never_work(string architecture, string error)
    {
        var result = await EvaluateAsync(architecture, "{}");
        result.Outcome.ShouldBe(EvaluationOutcome.Infeasible);
        result.Error.ShouldBe(error);
    }

    [Fact]
    public async Task A_configuration_without_an_architecture_is_the_study_authors_mistake()
    {
        var result = await Registry.EvaluateOnceAsync("ads-arch", "{}", Configuration.Of(("lr", 0.1)), 0, TestContext.Current.CancellationToken);
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldStartWith("arch: must be a list");
    }

    [Theory]
    [InlineData("""{"days":-1}""", "settings.days: must be in (0, 36500] (was -1).")]
    [InlineData("""{"dayz":10}""", "settings.dayz: is not a setting of this evaluator")]
    [InlineData("""{"max_width":100}""", "settings.max_width: must be 2048 or 4096 (was 100).")]
    [InlineData("""{"modifiers":[[1,2,3]]}""", "settings.modifiers: must be five rows")]
    [InlineData("""{"baseline":[[64,128]]}""", "settings.baseline: must be 1 to 5 lists")]
    [InlineData("""{"noise":1}""", "settings.noise: must be true or false (was 1).")]
    [InlineData("""{"fail_rate":2}""", "settings.fail_rate: must be in [0, 1] (was 2).")]
    [InlineData("[]", "settings: must be a JSON object (was Array).")]
    [InlineData("{", "settings: must be a JSON object:")]
    public async Task Wrong_settings_fail_the_trial_and_name_setting_rule_and_value(string settings, string error)
    {
        var result = await EvaluateAsync("1x64", settings);
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldContain(error);
    }

    [Fact]
    public async Task Noise_is_determined_by_seed_and_architecture_and_fades_with_training()
    {
        var noisy = """{"noise":true,"days":10}""";
        var first = await EvaluateAsync("2x256", noisy, seed: 1);
        var again = await EvaluateAsync("2x256", noisy, seed: 1);
        var other = await EvaluateAsync("2x256", noisy, seed: 2);
        var exact = await EvaluateAsync("2x256", """{"days":10}""");

        again.Metrics.ShouldBe(first.Metrics);
        other.Metrics["ne"].ShouldNotBe(first.Metrics["ne"]);
        Spread(days: 10).ShouldBe(0.02 * (0.01 + 0.7 * (1 - 10.0 / 60)), 0.001);
        Spread(days: 60).ShouldBe(0.02 * 0.01, 0.00002);
        first.Metrics["ne"].ShouldBe(exact.Metrics["ne"], 0.1);
    }

    [Fact]
    public async Task A_gpu_day_budget_refuses_the_first_trial_that_would_exceed_it()
    {
        var evaluator = new AdsArchEvaluator(TimeProvider.System);
        var outcomes = new List<EvaluationOutcome>();
        foreach (var number in new long[] { 0, 15, 16 })
        {
            var request = new EvaluationRequest { Configuration = Configurations.Architecture("1x64"), Settings = """{"gpu_days":8000}""", Seed = 0, Number = number };
            outcomes.Add((await evaluator.EvaluateAsync(request, null!, TestContext.Current.CancellationToken)).Outcome);
        }

        outcomes.ShouldBe([EvaluationOutcome.Completed, EvaluationOutcome.Completed, EvaluationOutcome.Failed]);
    }

    [Fact]
    public async Task An_imitated_failure_repeats_for_the_same_attempt_and_may_pass_on_the_next()
    {
        var evaluator = new AdsArchEvaluator(TimeProvider.System);
        var outcomes = new Dictionary<(long Number, int Attempt), EvaluationOutcome>();
        for (var pass = 0; pass < 2; pass++)
        {
            for (var number = 0L; number < 200; number++)
            {
                foreach (var attempt in new[] { 1, 2 })
                {
                    var request = new EvaluationRequest { Configuration = Configurations.Architecture("1x64"), Settings = """{"fail_rate":0.3}""", Seed = number * 7, Number = number, Attempt = attempt };
                    var outcome = (await evaluator.EvaluateAsync(request, null!, TestContext.Current.CancellationToken)).Outcome;
                    if (pass == 0) outcomes[(number, attempt)] = outcome;
                    else outcome.ShouldBe(outcomes[(number, attempt)]);
                }
            }
        }

        var failed = outcomes.Where(o => o.Key.Attempt == 1 && o.Value == EvaluationOutcome.Failed).Select(o => o.Key.Number).ToArray();
        failed.Length.ShouldBeInRange(40, 80);
        failed.Count(number => outcomes[(number, 2)] == EvaluationOutcome.Completed).ShouldBeGreaterThan(0);
    }

    private static double Spread(double days)
    {
        var simulator = new AdsArchSimulator(AdsArchProblem.Standard with { Days = days });
        SubArchitecture[] architecture = [new(256, 2)];
        var exact = simulator.Evaluate(architecture).Ne;
        return Math.Sqrt(Enumerable.Range(0, 20_000).Average(seed => Math.Pow(simulator.Measure(architecture, seed).Ne - exact, 2)));
    }
}
