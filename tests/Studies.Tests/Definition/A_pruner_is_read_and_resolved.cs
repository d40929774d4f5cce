using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class A_pruner_is_read_and_resolved
{
    private const string Study = """
        study: sample
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere, steps: 81 } }
        space: { x: { type: float, low: -5, high: 5 } }
        budget: { trials: 60 }
        """;

    [Theory]
    [InlineData("name: none", null)]
    [InlineData("name: median", "interval 1, n_startup_trials 5, n_warmup_steps 0")]
    [InlineData("name: percentile, settings: { percentile: 40, interval: 5 }", "interval 5, n_startup_trials 5, n_warmup_steps 0, percentile 40")]
    [InlineData("name: asha", "early_stopping_rate 0, eta 4, max_resource 81, min_resource 1")]
    [InlineData("name: asha, settings: { min_resource: 500 }", "early_stopping_rate 0, eta 4, min_resource 500")]
    [InlineData("name: hyperband", "eta 3, max_resource 81, min_resource 1")]
    [InlineData("name: hyperband, settings: { min_iter: 3, max_iter: 27 }", "eta 3, max_resource 27, min_resource 3")]
    [InlineData("name: hyperband, settings: { s: 2, brackets: 1 }", "brackets 1, eta 3, max_resource 81, min_resource 9")]
    [InlineData("name: patience", "min_delta 0, min_steps 0, patience 10")]
    public void with_everything_that_follows_written_out(string pruner, string? settings)
    {
        var study = SampleStudy.Read($"{Study}\npruner: {{ {pruner} }}");
        (study.Pruner is null ? null : string.Join(", ", study.Pruner.Settings.Select(s => $"{s.Key} {s.Value}"))).ShouldBe(settings);
        SampleStudy.Read(StudyFileWriter.Write(study)).ShouldBe(study);
        SampleStudy.Read(StudyFileWriter.ToYaml(study)).ShouldBe(study);
        (StudyPruner.Create(study) is null).ShouldBe(settings is null);
    }

    [Fact]
    public void patience_waits_for_the_epochs_that_every_run_has()
    {
        const string stopping = "stopping: { patience: 36, min_epochs: 16, max_epochs: 128 }";
        SampleStudy.Read($"{Study}\n{stopping}\npruner: {{ name: patience }}").Pruner!.Settings["min_steps"].ShouldBe(16);
        StudyFile.Read($"{Study}\n{stopping}\npruner: {{ name: patience, settings: {{ min_steps: 3 }} }}", "s.yaml").Lines
            .ShouldBe(["s.yaml:7: pruner.settings.min_steps: must be >= stopping.min_epochs, before which no run ends (was 3 < 16)"]);
    }

    [Theory]
    [InlineData("hyperband, settings: { min_resource: 81, max_resource: 27 }", "pruner.settings.min_resource: must be < max_resource (was 81 >= 27)")]
    [InlineData("hyperband, settings: { min_iter: 81, max_iter: 27 }", "pruner.settings.min_iter: must be < max_resource (was 81 >= 27)")]
    [InlineData("hyperband, settings: { min_iter: 1, min_resource: 1 }", "pruner.settings.min_iter: is another name of min_resource, which is given too")]
    [InlineData("asha, settings: { min_resource: 30, max_resource: 30 }", "pruner.settings.min_resource: must be < max_resource (was 30 >= 30)")]
    public void unless_its_settings_contradict_each_other(string pruner, string mistake) =>
        StudyFile.Read($"{Study}\npruner: {{ name: {pruner} }}", "s.yaml").Lines.ShouldBe([$"s.yaml:6: {mistake}"]);

    [Fact]
    public void unless_the_study_gives_it_nothing_to_compare()
    {
        StudyFile.Read(Study.Replace("function, settings: { function: sphere, steps: 81 }", "external", StringComparison.Ordinal) + "\npruner: { name: median }", "s.yaml").Lines
            .ShouldBe(["s.yaml:6: pruner: 'median' needs an evaluator that reports steps, and 'external' reports none"]);
        const string two = "[{ metric: score, goal: maximize }, { metric: qps, goal: maximize }]";
        StudyFile.Read($$"""
            study: two
            objectives: {{two}}
            evaluator: { name: ads-arch }
            space: { arch: { type: list, min: 1, max: 2, of: { width: { type: ordinal, values: [64, 128] }, depth: { type: int, low: 1, high: 2 } } } }
            pruner: { name: asha }
            budget: { trials: 9 }
            strategy: { name: random }
            """, "s.yaml").Lines.ShouldBe(["s.yaml:5: pruner: 'asha' judges trials by one objective (the study has 2)"]);
    }
}
