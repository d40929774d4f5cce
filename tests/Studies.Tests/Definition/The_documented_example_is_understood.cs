using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

/// <summary>The example that documents the file format shows every key; it names parameters that it does not declare.</summary>
public sealed class The_documented_example_is_understood
{
    private const string Example = """
        study: ads-arch-demo
        objectives: [{ metric: score, goal: maximize, thresholds: { good: 0.05, excellent: 0.10 } }]
        evaluator: { name: ads-arch, settings: { days: 60 } }
        space:
          lr:       { type: float, low: 1e-5, high: 1e-2, log: true }
          dropout:  { type: float, low: 0.1, high: 0.7, step: 0.1 }
          n_layers: { type: int, low: 2, high: 16 }
          width:    { type: ordinal, values: [64, 128, 256, 512, 1024, 2048] }
          model:    { type: categorical, values: [gat, gt, dgt] }
          n_heads:  { type: ordinal, values: [2, 4, 8], when: { model: [gt, dgt] } }      # active only then
          seed:     { type: constant, value: 7 }
          arch:                                                                           # nested: a list of sub-architectures
            type: list
            min: 1
            max: 5
            of: { width: { type: ordinal, values: [64, 128, 256, 512, 1024, 2048] }, depth: { type: int, low: 1, high: 5 } }
        rules: [ "d_model % n_heads == 0", "batch_size is power of 2" ]     # hard, checked before dispatch
        constraints:
          - { metric: qps, min: 3500, mode: hard }                          # or: mode: soft, tau: 0.15
        strategy: { name: simulated-annealing, settings: { initial_temperature: 0.5 } }
        initial: [ { arch: [ { width: 256, depth: 2 } ] } ]                 # evaluated first
        pruner: { name: hyperband, settings: { min_resource: 500, eta: 3 } }
        stopping: { patience: 36, min_epochs: 16, max_epochs: 128, min_delta: 0.0 }
        replicates: [1, 2, 3]                                               # seeds; every configuration runs once per seed
        budget: { trials: 100, parallelism: 4, time: 2h, failures: 20 }
        seed: 0
        """;

    [Fact]
    public void Key_by_key_and_what_it_cannot_mean_is_said_once() => StudyFile.Read(Example, "demo.yaml").Lines.ShouldBe(
    [
        "demo.yaml:17: rules[0]: column 1: unknown parameter 'd_model', did you mean 'model'?",
        "demo.yaml:17: rules[1]: column 1: unknown parameter 'batch_size'",
        "demo.yaml:25: budget.trials: must be a multiple of the 3 replicates (was 100): every configuration runs once per seed",
    ]);

    [Fact]
    public void And_runs_once_its_rules_have_parameters()
    {
        var study = SampleStudy.Read(Example
            .Replace("  seed:     { type: constant", "  d_model: { type: int, low: 64, high: 512, step: 64 }\n  batch_size: { type: int, low: 16, high: 128, step: 16 }\n  seed:     { type: constant", StringComparison.Ordinal)
            .Replace("trials: 100", "trials: 99", StringComparison.Ordinal));
        study.Space.Parameters.Length.ShouldBe(10);
        var pruner = study.Pruner.ShouldNotBeNull();
        pruner.Name.ShouldBe("hyperband");
        pruner.Settings.Select(s => $"{s.Key} {s.Value}").ShouldBe(["eta 3", "min_resource 500"]);
        var initial = study.Initial.ShouldHaveSingleItem();
        initial["seed"].Number.ShouldBe(7);
        initial["arch"].ToString().ShouldBe("""[{"depth":2,"width":256}]""");
        ConfigurationValidation.Check(study.Space, initial).ShouldBeEmpty();
    }
}
