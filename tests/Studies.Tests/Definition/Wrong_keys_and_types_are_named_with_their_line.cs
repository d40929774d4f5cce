namespace ArchOpt.Studies.Tests.Definition;

public sealed class Wrong_keys_and_types_are_named_with_their_line
{
    [Theory]
    [InlineData(24, "budgets: { trials: 99 }", "s.yaml:24: budgets: unknown key 'budgets', did you mean 'budget'?")]
    [InlineData(24, "budget: { trails: 99, time: 2h }", "s.yaml:24: budget.trails: unknown key 'trails', did you mean 'trials'?")]
    [InlineData(6, "  lr: { type: float, lo: 1e-5, low: 1e-4, high: 1e-2 }", "s.yaml:6: space.lr.lo: unknown key 'lo', did you mean 'log'?")]
    [InlineData(15, "    of: { width: { type: int, low: 64, high: 128, stepp: 64 } }", "s.yaml:15: space.arch.of.width.stepp: unknown key 'stepp', did you mean 'step'?")]
    [InlineData(10, "  d_model: { type: int, low: 64, high: 512, size: 2 }", "s.yaml:10: space.d_model.size: unknown key 'size'")]
    [InlineData(6, "  lr: { type: floaty, low: 0, high: 1 }", "s.yaml:6: space.lr.type: unknown type 'floaty', did you mean 'float'?")]
    [InlineData(6, "  lr: { low: 0, high: 1 }", "s.yaml:6: space.lr.type: is missing (one of float, int, ordinal, categorical, constant, list)")]
    [InlineData(6, "  lr: { type: float, low: 0 }", "s.yaml:6: space.lr.high: is missing")]
    [InlineData(6, "  lr: { type: float, low: zero, high: 1 }", "s.yaml:6: space.lr.low: must be a number (was 'zero')")]
    [InlineData(6, "  lr: { type: float, low: '0', high: 1 }", "s.yaml:6: space.lr.low: must be a number (was '0')")]
    [InlineData(6, "  lr: { type: float, low: .nan, high: 1 }", "s.yaml:6: space.lr.low: must be a finite number (was .nan)")]
    [InlineData(6, "  lr: { type: float, low: 0, high: .inf }", "s.yaml:6: space.lr.high: must be a finite number (was .inf)")]
    [InlineData(6, "  lr: { type: float, low: 0, high: 1e999 }", "s.yaml:6: space.lr.high: must be a finite number (was 1e999)")]
    [InlineData(6, "  lr: { type: float, low: 0.1, high: 1, log: yes }", "s.yaml:6: space.lr.log: must be true or false (was 'yes')")]
    [InlineData(6, "  lr: 5", "s.yaml:6: space.lr: must be a mapping (was 5)")]
    [InlineData(6, "  lr:", "s.yaml:6: space.lr: must be a mapping (was empty)")]
    [InlineData(10, "  d_model: { type: int, low: 64, high: 512, step: 0.5 }", "s.yaml:10: space.d_model.step: must be a whole number from -2^53 to 2^53 (was 0.5)")]
    [InlineData(10, "  d_model: { type: int, low: 64, high: 1e17 }", "s.yaml:10: space.d_model.high: must be a whole number from -2^53 to 2^53 (was 1e17)")]
    [InlineData(8, "  model: { type: categorical, values: gat }", "s.yaml:8: space.model.values: must be a list (was 'gat')")]
    [InlineData(8, "  model: { type: categorical, values: [gat, [gt], dgt] }", "s.yaml:8: space.model.values[1]: must be a number, text or boolean (was a list)")]
    [InlineData(1, "study: 2024", "s.yaml:1: study: must be text (was 2024); put it in quotes")]
    [InlineData(1, "study: ..", "s.yaml:1: study: must have letters, digits, - _ . only, and not only dots (was '..')")]
    [InlineData(1, "study: my study", "s.yaml:1: study: must have letters, digits, - _ . only, and not only dots (was 'my study')")]
    [InlineData(1, "study: ''", "s.yaml:1: study: must not be empty")]
    [InlineData(1, "# nothing", "s.yaml:2: study: is missing")]
    [InlineData(4, "", "s.yaml:1: evaluator: is missing")]
    [InlineData(3, "  - { metric: accuracy, goal: max }", "s.yaml:3: objectives[0].goal: unknown goal 'max' (must be one of minimize, maximize)")]
    [InlineData(3, "  - { metric: accuracy, goal: maximise }", "s.yaml:3: objectives[0].goal: unknown goal 'maximise', did you mean 'maximize'?")]
    [InlineData(3, "  - { goal: maximize }", "s.yaml:3: objectives[0].metric: is missing")]
    [InlineData(3, "  []", "s.yaml:2: objectives: must have 1 to 10 items (has 0)")]
    [InlineData(4, "evaluator: { name: extern }", "s.yaml:4: evaluator.name: unknown evaluator 'extern', did you mean 'external'?")]
    [InlineData(4, "evaluator: external", "s.yaml:4: evaluator: must be a mapping (was 'external')")]
    [InlineData(4, "evaluator: { name: external, settings: { timeouts: 3h } }", "s.yaml:4: evaluator.settings.timeouts: unknown key 'timeouts', did you mean 'timeout'?")]
    [InlineData(4, "evaluator: { name: external, settings: { timeout: 3 } }", "s.yaml:4: evaluator.settings.timeout: must be a duration such as 90s, 2h or 1h30m, at most 3650d (was 3)")]
    [InlineData(4, "evaluator: { name: command, settings: { command: rm -rf } }", "s.yaml:4: evaluator.settings.command: must be a plain name: letters, digits, - _ . only, starting with a letter or digit (was 'rm -rf')")]
    [InlineData(4, "evaluator: { name: command, settings: { command: train, program: /bin/sh } }", "s.yaml:4: evaluator.settings.program: unknown key 'program'")]
    [InlineData(4, "evaluator: { name: tabular, settings: { table: ../secret.csv, value: loss } }", "s.yaml:4: evaluator.settings.table: must be a plain file name: letters, digits, - _ . only, not starting with a dot (was '../secret.csv')")]
    [InlineData(4, "evaluator: { name: tabular, settings: { table: /etc/passwd, value: loss } }", "s.yaml:4: evaluator.settings.table: must be a plain file name: letters, digits, - _ . only, not starting with a dot (was '/etc/passwd')")]
    [InlineData(4, "evaluator: { name: tabular }", "s.yaml:4: evaluator.settings: is missing")]
    [InlineData(19, "strategy: { name: simulated-anealing }", "s.yaml:19: strategy.name: unknown strategy 'simulated-anealing', did you mean 'simulated-annealing'?")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { initial_temprature: 1 } }", "s.yaml:19: strategy.settings.initial_temprature: unknown key 'initial_temprature', did you mean 'initial_temperature'?")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { cooling: 2 } }", "s.yaml:19: strategy.settings.cooling: must be from 0.01 to 1 (was 2)")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { warm_up: 2.5 } }", "s.yaml:19: strategy.settings.warm_up: must be a whole number from 0 to 100,000 (was 2.5)")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { preset: sead } }", "s.yaml:19: strategy.settings.preset: unknown preset 'sead', did you mean 'seed'?")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { preset: published } }", "s.yaml:19: strategy.settings.preset: unknown preset 'published' (must be one of default, seed)")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { preset: 1 } }", "s.yaml:19: strategy.settings.preset: must be one of default, seed (was 1)")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { feasibility_first: yes } }", "s.yaml:19: strategy.settings.feasibility_first: must be true or false (was 'yes')")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { feasibility_first: 2 } }", "s.yaml:19: strategy.settings.feasibility_first: must be true or false (was 2)")]
    [InlineData(19, "strategy: { name: simulated-annealing, settings: { cooling: true } }", "s.yaml:19: strategy.settings.cooling: must be a number (was true)")]
    [InlineData(19, "pruner: { name: hyper }", "s.yaml:19: pruner.name: unknown pruner 'hyper' (must be one of none, median, percentile, asha, hyperband, patience)")]
    [InlineData(19, "pruner: { name: medain }", "s.yaml:19: pruner.name: unknown pruner 'medain', did you mean 'median'?")]
    [InlineData(19, "pruner: { name: none, settings: { eta: 3 } }", "s.yaml:19: pruner.settings.eta: unknown key 'eta'")]
    [InlineData(19, "pruner: { name: asha, settings: { etta: 3 } }", "s.yaml:19: pruner.settings.etta: unknown key 'etta', did you mean 'eta'?")]
    [InlineData(19, "pruner: { name: hyperband, settings: { eta: 1 } }", "s.yaml:19: pruner.settings.eta: must be from 2 to 1,000 (was 1)")]
    [InlineData(19, "pruner: { name: median, settings: { n_startup_trials: 2.5 } }", "s.yaml:19: pruner.settings.n_startup_trials: must be a whole number from 1 to 1,000 (was 2.5)")]
    [InlineData(19, "pruner: hyperband", "s.yaml:19: pruner: must be a mapping (was 'hyperband')")]
    [InlineData(18, "  - { metric: qps, min: 3500, mode: medium }", "s.yaml:18: constraints[0].mode: unknown mode 'medium' (must be one of hard, soft)")]
    [InlineData(18, "  - { metric: qps, min: 3500, mode: soft, tau: 0 }", "s.yaml:18: constraints[0].tau: must be > 0 and <= 1,000,000,000 (was 0)")]
    [InlineData(18, "  - { metric: 'my qps', min: 3500 }", "s.yaml:18: constraints[0].metric: must be a metric name: no spaces, quotes, commas or semicolons (was 'my qps')")]
    [InlineData(22, "stopping: { patience: 0, max_epochs: 128 }", "s.yaml:22: stopping.patience: must be a whole number from 1 to 1,000,000 (was 0)")]
    [InlineData(22, "stopping: { max_epochs: 0 }", "s.yaml:22: stopping.max_epochs: must be a whole number from 1 to 1,000,000 (was 0)")]
    [InlineData(22, "stopping: { patience: 3, epochs: 5 }", "s.yaml:22: stopping.epochs: unknown key 'epochs'")]
    [InlineData(22, "stopping: { patience: 3, max_epochs: 128, min_delta: -1 }", "s.yaml:22: stopping.min_delta: must be >= 0 (was -1)")]
    [InlineData(23, "replicates: []", "s.yaml:23: replicates: must have 1 to 1,000 items (has 0)")]
    [InlineData(23, "replicates: [1, -2, 3]", "s.yaml:23: replicates[1]: must be a whole number from 0 to 2^53 (was -2)")]
    [InlineData(24, "budget: { trials: 0 }", "s.yaml:24: budget.trials: must be a whole number from 1 to 10,000,000 (was 0)")]
    [InlineData(24, "budget: { trials: 10000001 }", "s.yaml:24: budget.trials: must be a whole number from 1 to 10,000,000 (was 10000001)")]
    [InlineData(24, "budget: { trials: 99, parallelism: 10001 }", "s.yaml:24: budget.parallelism: must be a whole number from 1 to 10,000 (was 10001)")]
    [InlineData(24, "budget: { trials: 99, time: 2 hours }", "s.yaml:24: budget.time: must be a duration such as 90s, 2h or 1h30m, at most 3650d (was '2 hours')")]
    [InlineData(24, "budget: { trials: 99, time: 0s }", "s.yaml:24: budget.time: must be a duration such as 90s, 2h or 1h30m, at most 3650d (was '0s')")]
    [InlineData(24, "budget: { trials: 99, failures: 0 }", "s.yaml:24: budget.failures: must be a whole number from 1 to 10,000,000 (was 0)")]
    [InlineData(25, "seed: -1", "s.yaml:25: seed: must be a whole number from 0 to 2^53 (was -1)")]
    [InlineData(25, "seed: 9007199254740994", "s.yaml:25: seed: must be a whole number from 0 to 2^53 (was 9007199254740994)")]
    public void One_line_for_one_mistake(int line, string replacement, string expected) =>
        SampleStudy.ErrorsWith((line, replacement)).ShouldBe([expected]);

    [Fact]
    public void A_name_of_more_than_100_characters_is_refused() =>
        SampleStudy.ErrorsWith((1, "study: " + new string('x', 101))).ShouldBe(["s.yaml:1: study: must have at most 100 characters (has 101)"]);

    [Fact]
    public void A_key_that_is_given_twice_is_named_at_its_second_place() =>
        SampleStudy.ErrorsWith((7, "  dropout: { type: float, low: 0.1, high: 0.7, step: 0.1 }\n  lr: { type: float, low: 0, high: 1 }"))
            .ShouldBe(["s.yaml:8: space.lr: is given twice (first on line 6)"]);

    [Fact]
    public void Every_mistake_is_reported_in_one_go_in_the_order_of_the_file() => SampleStudy.ErrorsWith(
        (1, "study: a b"),
        (6, "  lr: { type: float, low: 0, high: 1e-2, log: true }"),
        (7, "  dropout: { type: float, low: 0.9, high: x }"),
        (20, "initials:"),
        (24, "budget: { trials: 100, parallelism: 0 }")).ShouldBe(
        [
            "s.yaml:1: study: must have letters, digits, - _ . only, and not only dots (was 'a b')",
            "s.yaml:6: space.lr.low: must be > 0 for a log scale (was 0)",
            "s.yaml:7: space.dropout.high: must be a number (was 'x')",
            "s.yaml:20: initials: unknown key 'initials', did you mean 'initial'?",
            "s.yaml:24: budget.parallelism: must be a whole number from 1 to 10,000 (was 0)",
        ]);
}
