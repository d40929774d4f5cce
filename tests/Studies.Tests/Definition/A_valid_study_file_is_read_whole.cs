using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class A_valid_study_file_is_read_whole
{
    private readonly StudyDefinition study = SampleStudy.Read(SampleStudy.Text);

    [Fact]
    public void Objectives_carry_goal_and_thresholds()
    {
        var objective = study.Objectives.ShouldHaveSingleItem();
        objective.Metric.ShouldBe("accuracy");
        objective.Goal.ShouldBe(Goal.Maximize);
        objective.Thresholds["excellent"].ShouldBe(0.9);
    }

    [Fact]
    public void Every_kind_of_parameter_comes_out_as_declared()
    {
        study.Space.Parameters.Select(p => p.Name).ShouldBe(["lr", "dropout", "model", "n_heads", "d_model", "arch"]);
        study.Space.Parameters[0].ShouldBe(new FloatParameter("lr", 1e-5, 1e-2, Log: true));
        study.Space.Parameters[1].ShouldBe(new FloatParameter("dropout", 0.1, 0.7, Step: 0.1));
        study.Space.Parameters[4].ShouldBe(new IntParameter("d_model", 64, 512, Step: 64));
        var clause = study.Space.Parameters[3].When.ShouldNotBeNull().Clauses.ShouldHaveSingleItem();
        clause.Parameter.ShouldBe("model");
        clause.Values.ShouldBe([ParameterValue.Of("gt"), ParameterValue.Of("dgt")]);
        var arch = study.Space.Parameters[5].ShouldBeOfType<ListParameter>();
        (arch.Min, arch.Max, arch.Element.Parameters.Length).ShouldBe((1, 5, 2));
        study.Space.Rules.ShouldBe([new Rule("d_model % n_heads == 0")]);
    }

    [Fact]
    public void The_other_sections_come_out_as_declared()
    {
        study.Constraints.ShouldBe([new Constraint("qps", 3500, null)]);
        study.Strategy.Name.ShouldBe("simulated-annealing");
        study.Strategy.Settings["initial_temperature"].ShouldBe(0.5);
        study.Stopping.ShouldBe(new StoppingPolicy(36, 16, 128, 0));
        study.Replicates.ShouldBe([1L, 2, 3]);
        study.Budget.ShouldBe(new Budget(99, 4, TimeSpan.FromHours(2), 20));
        study.Initial.ShouldBe([Configuration.Parse(
            """{"lr":0.001,"dropout":0.3,"model":"gat","d_model":64,"arch":[{"width":64,"depth":2}]}""")]);
    }

    [Fact]
    public void What_is_left_out_has_defaults()
    {
        var least = SampleStudy.Read("""
            study: least
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: sphere } }
            space: { x: { type: float, low: -5, high: 5 } }
            budget: { trials: 10 }
            """);
        least.Strategy.Name.ShouldBe("auto");
        least.Budget.ShouldBe(new Budget(10, 1, null, null));
        least.Seed.ShouldBe(0);
        least.TrialsPerConfiguration.ShouldBe(1);
        least.Evaluator.Settings.ShouldBe("""{"function":"sphere"}""");
        least.Pruner.ShouldBeNull();
    }

    [Fact]
    public void Strategy_settings_are_filled_in() => study.Strategy.Settings["warm_up"].ShouldBe(8);

    [Fact]
    public void What_an_initial_configuration_leaves_out_is_drawn_reproducibly_and_within_the_space()
    {
        var text = SampleStudy.With((21, "  - { arch: [{ width: 64, depth: 2 }] }"), (20, "initial:"));
        var initial = SampleStudy.Read(text).Initial.ShouldHaveSingleItem();
        ConfigurationValidation.Check(study.Space, initial).ShouldBeEmpty();
        initial["arch"].List.ShouldBe([Configuration.Of(("width", 64), ("depth", 2))]);
        SampleStudy.Read(text).Initial.ShouldBe([initial]);
    }

    [Fact]
    public void A_condition_may_name_a_single_value() =>
        SampleStudy.Read(SampleStudy.With((9, "  n_heads: { type: ordinal, values: [2, 4, 8], when: { model: gt } }")))
            .Space.Parameters[3].When!.Clauses[0].Values.ShouldBe([ParameterValue.Of("gt")]);

    [Fact]
    public void Elements_of_a_list_may_have_rules_of_their_own()
    {
        var text = SampleStudy.With((15, "    rules: ['width / depth >= 16']\n    of: { width: { type: ordinal, values: [64, 128] }, depth: { type: int, low: 1, high: 5 } }"));
        var definition = SampleStudy.Read(text);
        ((ListParameter)definition.Space.Parameters[5]).Element.Rules.ShouldBe([new Rule("width / depth >= 16")]);
        SampleStudy.Read(StudyFileWriter.ToYaml(definition)).ShouldBe(definition);
    }

    [Fact]
    public void An_explicit_study_lists_its_configurations_and_needs_no_limit()
    {
        var definition = SampleStudy.Read("""
            study: listed
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: sphere } }
            space: { x: { type: float, low: -5, high: 5 } }
            strategy: { name: explicit, settings: { configurations: [{ x: 1 }, { x: 2.5 }] } }
            """);
        definition.Strategy.Settings.Configurations.ShouldBe([Configuration.Of(("x", 1)), Configuration.Of(("x", 2.5))]);
        definition.Budget.Trials.ShouldBeNull();
    }
}
