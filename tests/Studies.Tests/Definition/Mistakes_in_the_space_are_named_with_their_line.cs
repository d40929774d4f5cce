namespace ArchOpt.Studies.Tests.Definition;

public sealed class Mistakes_in_the_space_are_named_with_their_line
{
    [Theory]
    [InlineData(6, "  lr: { type: float, low: 0, high: 1e-2, log: true }", "s.yaml:6: space.lr.low: must be > 0 for a log scale (was 0)")]
    [InlineData(6, "  lr: { type: float, low: 2, high: 1 }", "s.yaml:6: space.lr.low: must be < high (was 2 >= 1)")]
    [InlineData(6, "  lr: { type: int, low: 3, high: 3 }", "s.yaml:6: space.lr.low: must be < high (was 3 >= 3)")]
    [InlineData(7, "  dropout: { type: float, low: 0.1, high: 0.7, step: 0.25 }", "s.yaml:7: space.dropout.step: must divide high - low (was 0.25, high - low is 0.6)")]
    [InlineData(10, "  d_model: { type: int, low: 64, high: 512, step: 60 }", "s.yaml:10: space.d_model.step: must divide high - low (was 60, high - low is 448)")]
    [InlineData(8, "  model: { type: categorical, values: [] }", "s.yaml:8: space.model.values: must have at least one value")]
    [InlineData(8, "  model: { type: categorical, values: [gat, gt, dgt, gt] }", "s.yaml:8: space.model.values: must be different (has \"gt\" 2 times)")]
    [InlineData(9, "  n_heads: { type: ordinal, values: [2, 4], when: { modle: gt } }", "s.yaml:9: space.n_heads.when.modle: unknown parameter 'modle', did you mean 'model'?")]
    [InlineData(9, "  n_heads: { type: ordinal, values: [2, 4], when: { model: gtt } }", "s.yaml:9: space.n_heads.when.model: 'model' is never \"gtt\" (it is one of \"gat\", \"gt\", \"dgt\")")]
    [InlineData(9, "  n_heads: { type: ordinal, values: [2, 4], when: { d_model: 64 } }", "s.yaml:9: space.n_heads.when.d_model: 'd_model' is declared later; a condition may name earlier parameters only")]
    [InlineData(9, "  n_heads: { type: ordinal, values: [2, 4], when: { n_heads: 2 } }", "s.yaml:9: space.n_heads.when.n_heads: conditions must not form a cycle (n_heads -> n_heads)")]
    [InlineData(13, "    min: 6", "s.yaml:13: space.arch.min: must be <= max (was 6 > 5)")]
    [InlineData(15, "    of: { width: { type: ordinal, values: [] } }", "s.yaml:15: space.arch.of.width.values: must have at least one value")]
    [InlineData(15, "    of: {}", "s.yaml:15: space.arch.of: must have at least one parameter")]
    [InlineData(16, "rules: ['d_model % heads == 0']", "s.yaml:16: rules[0]: column 11: unknown parameter 'heads', did you mean 'n_heads'?")]
    [InlineData(16, "rules: ['d_model >= 64', 'd_model %% 2']", "s.yaml:16: rules[1]: column 10: ")]
    [InlineData(16, "rules: ['d_model > 512']", "s.yaml:16: rules: no configuration satisfies the rules: d_model > 512")]
    public void One_line_for_one_mistake(int line, string replacement, string expected) =>
        SampleStudy.ErrorsWith((line, replacement), (20, "initial:"), (21, "  []")).ShouldHaveSingleItem().ShouldStartWith(expected);

    [Fact]
    public void A_cycle_of_conditions_is_shown_as_a_way() => SampleStudy.ErrorsWith(
        (8, "  model: { type: categorical, values: [gat, gt, dgt], when: { n_heads: 2 } }"), (20, "initial:"), (21, "  []")).ShouldBe(
        [
            "s.yaml:8: space.model.when.n_heads: conditions must not form a cycle (model -> n_heads -> model)",
            "s.yaml:9: space.n_heads.when.model: conditions must not form a cycle (n_heads -> model -> n_heads)",
        ]);

    [Fact]
    public void What_speaks_of_a_broken_parameter_is_not_reported_again() =>
        SampleStudy.ErrorsWith((8, "  model: { type: categorical, valuess: [gat, gt, dgt], values: 3 }"), (16, "rules: [\"model != 'gt'\"]")).ShouldBe(
        [
            "s.yaml:8: space.model.valuess: unknown key 'valuess', did you mean 'values'?",
            "s.yaml:8: space.model.values: must be a list (was 3)",
        ]);

    [Fact]
    public void A_broken_element_of_a_list_is_the_only_thing_reported_of_it() =>
        SampleStudy.ErrorsWith((15, "    of: { width: { type: ordinal, value: 3 }, depth: { type: int, low: 5, high: 1, when: { width: 64 } } }")).ShouldBe(
        [
            "s.yaml:15: space.arch.of.width.value: unknown key 'value', did you mean 'values'?",
            "s.yaml:15: space.arch.of.width.values: is missing",
            "s.yaml:15: space.arch.of.depth.low: must be < high (was 5 >= 1)",
        ], ignoreOrder: true);

    [Fact]
    public void A_name_that_no_rule_could_use_is_refused() =>
        SampleStudy.ErrorsWith((6, "  'l r': { type: float, low: 0, high: 1 }"), (20, "initial:"), (21, "  []"))
            .ShouldBe(["s.yaml:6: space.l r: a name may have letters, digits, _, - and . only (has ' ')"]);

    [Theory]
    [InlineData("{ lr: 1e-3, dropout: 0.3, model: gat, d_model: 64, arch: [{ width: 64, depth: 2 }, { width: 96, depth: 2 }] }", "initial[0].arch[1].width: must be one of 64, 128 (was 96)")]
    [InlineData("{ lr: 1, dropout: 0.3, model: gat, d_model: 64, arch: [{ width: 64, depth: 2 }] }", "initial[0].lr: must be a number in [1E-05, 0.01] (was 1)")]
    [InlineData("{ lr: 1e-3, dropout: 0.35, model: gat, d_model: 64, arch: [{ width: 64, depth: 2 }] }", "initial[0].dropout: must be a number in [0.1, 0.7] in steps of 0.1 (was 0.35)")]
    [InlineData("{ arch: [{ width: 64 }] }", "initial[0].arch[0].depth: is missing (must be an integer in [1, 5])")]
    [InlineData("{ arch: [] }", "initial[0].arch: must have 1 to 5 elements (has 0)")]
    [InlineData("{ modell: gat, lr: 1e-3, dropout: 0.3, model: gat, d_model: 64, arch: [{ width: 64, depth: 2 }] }", "initial[0].modell: unknown parameter 'modell', did you mean 'model'?")]
    [InlineData("{ lr: 1e-3, dropout: 0.3, model: gat, n_heads: 2, d_model: 64, arch: [{ width: 64, depth: 2 }] }", "initial[0].n_heads: must be left out: it is active only when model is one of \"gt\", \"dgt\"")]
    [InlineData("{ lr: [1, 2] }", "initial[0].lr[0]: must be a mapping (was 1)", "initial[0].lr[1]: must be a mapping (was 2)")]
    [InlineData("{ lr: }", "initial[0].lr: must be a number, text or boolean (was empty)")]
    public void An_initial_configuration_outside_the_space_is_refused(string configuration, params string[] expected) =>
        SampleStudy.ErrorsWith((21, "  - " + configuration)).ShouldBe(expected.Select(line => "s.yaml:21: " + line));

    [Fact]
    public void Configurations_of_an_explicit_study_must_lie_in_the_space() =>
        SampleStudy.ErrorsWith((19, "strategy: { name: explicit, settings: { configurations: [{ lr: 1e-3 }] } }"))[0]
            .ShouldBe("s.yaml:19: strategy.settings.configurations[0].dropout: is missing (must be a number in [0.1, 0.7] in steps of 0.1)");
}
