namespace ArchOpt.Studies.Tests.Definition;

public sealed class Sections_that_do_not_agree_are_named
{
    private const string FunctionSpace = """
        study: f
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: branin } }
        budget: { trials: 10 }
        space:
        """;

    private const string ArchSpace = """
        study: a
        objectives: [{ metric: score, goal: maximize }]
        evaluator: { name: ads-arch }
        budget: { trials: 10 }
        space:
        """;

    [Theory]
    [InlineData(3, "  - { metric: accuracy, goal: maximize, thresholds: { good: 0.9, excellent: 0.8 } }", "s.yaml:3: objectives[0].thresholds.excellent: must be above 'good' for goal maximize (was 0.8, 'good' is 0.9)")]
    [InlineData(3, "  - { metric: loss, goal: minimize, thresholds: { excellent: 0.9, good: 0.8 } }", "s.yaml:3: objectives[0].thresholds.excellent: must be below 'good' for goal minimize (was 0.9, 'good' is 0.8)")]
    [InlineData(3, "  - { metric: loss, goal: minimize, thresholds: { excellent: 0.5, breakthrough: 0.51 } }", "s.yaml:3: objectives[0].thresholds.breakthrough: must be below 'excellent' for goal minimize (was 0.51, 'excellent' is 0.5)")]
    [InlineData(3, "  - { metric: loss, goal: minimize, thresholds: { excellent: 0.51, acceptable: 0.5 } }", "s.yaml:3: objectives[0].thresholds.excellent: must be below 'acceptable' for goal minimize (was 0.51, 'acceptable' is 0.5)")]
    [InlineData(18, "  - { metric: qps }", "s.yaml:18: constraints[0]: must have min or max")]
    [InlineData(18, "  - { metric: qps, min: 5, max: 4 }", "s.yaml:18: constraints[0].min: must be <= max (was 5 > 4)")]
    [InlineData(18, "  - { metric: qps, min: 0, mode: soft }", "s.yaml:18: constraints[0].min: must be > 0 for a relative soft constraint (was 0); use scale: absolute")]
    [InlineData(22, "stopping: { patience: 3, min_epochs: 200, max_epochs: 128 }", "s.yaml:22: stopping.min_epochs: must be <= max_epochs (was 200 > 128)")]
    [InlineData(23, "replicates: [1, 2, 1]", "s.yaml:23: replicates[2]: the seed 1 is given twice")]
    [InlineData(24, "budget: { trials: 100 }", "s.yaml:24: budget.trials: must be a multiple of the 3 replicates (was 100): every configuration runs once per seed")]
    public void One_line_for_one_disagreement(int line, string replacement, string expected) =>
        SampleStudy.ErrorsWith((line, replacement)).ShouldBe([expected]);

    [Fact]
    public void Two_objectives_of_one_metric_are_refused() =>
        SampleStudy.ErrorsWith((3, "  - { metric: a, goal: maximize }\n  - { metric: a, goal: minimize }"), (19, "strategy: { name: random }"))
            .ShouldBe(["s.yaml:4: objectives[1].metric: 'a' is an objective already"]);

    [Fact]
    public void Parameters_that_are_one_variable_in_a_programs_environment_are_refused_for_a_command() =>
        SampleStudy.ErrorsWith((4, "evaluator: { name: command, settings: { command: train, timeout: 2h } }"), (7, "  d-model: { type: float, low: 0.1, high: 0.7, step: 0.1 }"), (21, "  - { lr: 1e-3, d-model: 0.3, model: gat, d_model: 64, arch: [{ width: 64, depth: 2 }] }"))
            .ShouldBe(["s.yaml:10: space.d_model: evaluator 'command' cannot tell it from 'd-model': both are ARCHOPT_PARAM_D_MODEL in the program's environment"]);

    [Fact]
    public void A_command_may_be_any_that_the_workers_know() =>
        SampleStudy.ErrorsWith((4, "evaluator: { name: command, settings: { command: train } }")).ShouldBeEmpty();

    [Fact]
    public void A_strategy_of_one_objective_refuses_two() =>
        SampleStudy.ErrorsWith((3, "  - { metric: a, goal: maximize }\n  - { metric: b, goal: minimize }"))
            .ShouldBe(["s.yaml:20: strategy: simulated-annealing optimises one objective (the study has 2)"]);

    [Fact]
    public void Grid_over_a_continuous_parameter_is_refused() =>
        SampleStudy.ErrorsWith((19, "strategy: { name: grid }"))
            .ShouldBe(["s.yaml:19: strategy: grid needs a finite space: give 'lr' a step, or make it ordinal"]);

    [Theory]
    [InlineData("budget: { parallelism: 2 }", "s.yaml:4: budget: needs trials or time: this space is too large to be tried to its end")]
    [InlineData("seed: 3", "s.yaml:1: budget: needs trials or time: this space is too large to be tried to its end")]
    public void A_study_that_never_ends_is_refused(string budget, string expected) =>
        Errors(FunctionSpace.Replace("budget: { trials: 10 }", budget, StringComparison.Ordinal)
            + "\n  x: { type: float, low: 0, high: 1 }\n  y: { type: float, low: 0, high: 1 }").ShouldBe([expected]);

    [Fact]
    public void A_small_finite_space_needs_no_limit() =>
        Errors(FunctionSpace.Replace("budget: { trials: 10 }", "seed: 1", StringComparison.Ordinal)
            + "\n  x: { type: int, low: 0, high: 9 }\n  y: { type: int, low: 0, high: 9 }").ShouldBeEmpty();

    [Fact]
    public void An_objective_or_constraint_on_a_metric_that_the_evaluator_never_reports_is_refused() =>
        Errors(ArchSpace.Replace("metric: score", "metric: scores", StringComparison.Ordinal)
            + "\n  arch: { type: list, min: 1, max: 5, of: { width: { type: ordinal, values: [64] }, depth: { type: int, low: 1, high: 5 } } }"
            + "\nconstraints: [{ metric: latency, max: 3 }]").ShouldBe(
        [
            "s.yaml:2: objectives[0].metric: evaluator 'ads-arch' reports no metric 'scores', did you mean 'score'?",
            "s.yaml:7: constraints[0].metric: evaluator 'ads-arch' reports no metric 'latency' (it reports score, ne, qps, parameters, cost)",
        ]);

    [Theory]
    [InlineData("  x: { type: float, low: 0, high: 1 }", "s.yaml:5: space: must have 2 parameters for function 'branin' (has 1)")]
    [InlineData("  x: { type: float, low: 0, high: 1 }\n  m: { type: categorical, values: [a, b] }", "s.yaml:7: space.m: must be a number for evaluator 'function'")]
    [InlineData("  x: { type: int, low: 0, high: 1 }\n  y: { type: float, low: 0, high: 1, when: { x: 1 } }", "s.yaml:7: space.y.when: evaluator 'function' needs every parameter in every configuration")]
    public void A_space_must_suit_the_function(string space, string expected) => Errors(FunctionSpace + "\n" + space).ShouldBe([expected]);

    [Theory]
    [InlineData("  x: { type: float, low: 0, high: 1 }", "s.yaml:5: space.arch: evaluator 'ads-arch' needs a list parameter 'arch' of 'width' and 'depth'")]
    [InlineData("  arch: { type: list, min: 0, max: 6, of: { width: { type: ordinal, values: [64] }, depth: { type: int, low: 1, high: 5 } } }", "s.yaml:6: space.arch.min: must be >= 1 for evaluator 'ads-arch' (was 0)", "s.yaml:6: space.arch.max: must be <= 5 for evaluator 'ads-arch' (was 6)")]
    [InlineData("  arch: { type: list, min: 1, max: 5, of: { width: { type: ordinal, values: [64, 4096] } } }", "s.yaml:6: space.arch.of.depth: evaluator 'ads-arch' needs the parameter 'depth'", "s.yaml:6: space.arch.of.width: must be multiples of 64 from 64 to 2048 for evaluator 'ads-arch'")]
    [InlineData("  arch: { type: list, min: 1, max: 5, of: { width: { type: int, low: 64, high: 128 }, depth: { type: int, low: 0, high: 5 } } }", "s.yaml:6: space.arch.of.width: must be multiples of 64 from 64 to 2048 for evaluator 'ads-arch'", "s.yaml:6: space.arch.of.depth: must be whole numbers from 1 to 5 for evaluator 'ads-arch'")]
    public void A_space_must_suit_the_simulator(string space, params string[] expected) => Errors(ArchSpace + "\n" + space).ShouldBe(expected);

    [Theory]
    [InlineData("{ days: 0 }", "evaluator.settings.days: must be > 0 and <= 10,000 (was 0)")]
    [InlineData("{ modifiers: [[1, 1, 1, 1, 1]] }", "evaluator.settings.modifiers: must have 5 items (has 1)")]
    [InlineData("{ baseline: [[4096]] }", "evaluator.settings.baseline[0]: must be a multiple of 64 up to 2048 (was 4096)")]
    [InlineData("{ baseline: [[64], [64, 128]] }", "evaluator.settings.baseline[1]: must have layers of one width (was 64, 128)")]
    [InlineData("{ max_width: 2000 }", "evaluator.settings.max_width: must be a multiple of 64 (was 2000)")]
    [InlineData("{ modifiers: [[1, 0, 1, 1, 1], [1, 0, 1, 1, 1], [1, 0, 1, 1, 1], [1, 0, 1, 1, 1], [1, 0, 1, 1, 1]] }", "evaluator.settings.modifiers: must weigh speed: in some row the QPS weight must be > 0")]
    [InlineData("{ delay_ms: -1 }", "evaluator.settings.delay_ms: must be from 0 to 3,600,000 (was -1)")]
    [InlineData("{ fail_rate: 1.5 }", "evaluator.settings.fail_rate: must be from 0 to 1 (was 1.5)")]
    [InlineData("{ days: 100, gpu_days: 500 }", "evaluator.settings.gpu_days: must be >= 800, the cost of one trial: 8 GPUs x days (was 500)")]
    [InlineData("{ gpu_days: 400 }", "evaluator.settings.gpu_days: must be >= 480, the cost of one trial: 8 GPUs x days (was 400)")]
    [InlineData("{ day: 3 }", "evaluator.settings.day: unknown key 'day', did you mean 'days'?")]
    public void Settings_of_the_simulator_are_checked(string settings, string expected) =>
        Errors(ArchSpace.Replace("name: ads-arch", "name: ads-arch, settings: " + settings, StringComparison.Ordinal)
            + "\n  arch: { type: list, min: 1, max: 5, of: { width: { type: ordinal, values: [64] }, depth: { type: int, low: 1, high: 5 } } }")
            .ShouldBe(["s.yaml:3: " + expected]);

    private static IEnumerable<string> Errors(string text) => ArchOpt.Studies.Definition.StudyFile.Read(text, "s.yaml").Lines;
}
