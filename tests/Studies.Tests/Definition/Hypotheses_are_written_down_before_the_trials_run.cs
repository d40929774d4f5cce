using System.Text.Json.Nodes;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class Hypotheses_are_written_down_before_the_trials_run
{
    private const string Study = """
        study: pruning
        objectives: [{ metric: val_rec, goal: minimize }, { metric: active_dims, goal: minimize }]
        evaluator: { name: external }
        space:
          pruning_strategy: { type: categorical, values: [plummet, pca_cdf, lognorm, probabilistic] }
          problem_id: { type: categorical, values: [beams2d, heat, each] }
          latent_dim: { type: ordinal, values: [32, 64, 128] }
          lr: { type: float, low: 1e-5, high: 1e-2, log: true }
          layers: { type: list, min: 1, max: 3, of: { width: { type: int, low: 8, high: 64, step: 8 } } }
          epochs: { type: constant, value: 2500 }
        replicates: [1, 2, 3]
        budget: { trials: 36 }
        """;

    private const string Claim = """
        hypotheses:
          - id: H1
            statement: "plummet reconstructs better than lognorm"
            compare: { parameter: pruning_strategy }
            metric: val_rec
            within: { problem_id: each }
            expect: { better: plummet, than: lognorm }
            alpha: 0.01
            minimum_effect: 0.02
        """;

    [Fact]
    public void They_are_read_whole()
    {
        var hypothesis = Read(Claim).Hypotheses.ShouldHaveSingleItem();
        hypothesis.ShouldSatisfyAllConditions(
            h => (h.Id, h.Statement, h.Parameter, h.Metric).ShouldBe(("H1", "plummet reconstructs better than lognorm", "pruning_strategy", "val_rec")),
            h => (h.Better, h.Than).ShouldBe((ParameterValue.Of("plummet"), ParameterValue.Of("lognorm"))),
            h => h.Within.ShouldHaveSingleItem().ShouldBe(new("problem_id", null)),
            h => (h.Alpha, h.MinimumEffect, h.Maximize).ShouldBe((0.01, 0.02, null)));
    }

    [Fact]
    public void Without_alpha_and_effect_they_mean_the_usual() =>
        Of("{ id: H1, statement: s, compare: { parameter: latent_dim }, metric: val_rec, expect: { better: 32, than: 64 } }")
            .ShouldSatisfyAllConditions(h => (h.Alpha, h.MinimumEffect).ShouldBe((0.05, 0.0)), h => h.Better.ShouldBe(ParameterValue.Of(32)), h => h.Within.ShouldBeEmpty());

    [Theory]
    [InlineData("each", null)]
    [InlineData("[each]", "each")]
    [InlineData("heat", "heat")]
    [InlineData("[heat]", "heat")]
    public void Each_is_one_comparison_per_value_and_a_list_of_one_is_that_value(string written, string? value) =>
        Of(Hypothesis($"within: {{ problem_id: {written} }}")).Within["problem_id"].ShouldBe(value is null ? default(ParameterValue?) : ParameterValue.Of(value));

    [Theory]
    [InlineData("metric: val_rec", null)]
    [InlineData("metric: val_rec, goal: minimize", null)] // the first objective's own: saying it changes nothing
    [InlineData("metric: active_dims", false)]
    [InlineData("metric: vol_loss, goal: minimize", false)]
    [InlineData("metric: psnr, goal: maximize", true)]
    public void The_goal_is_the_objectives_own_or_given(string metric, bool? maximize) =>
        Of($"{{ id: H1, statement: s, compare: {{ parameter: latent_dim }}, {metric}, expect: {{ better: 32, than: 64 }} }}").Maximize.ShouldBe(maximize);

    [Theory]
    [InlineData(Claim)]
    [InlineData("hypotheses: [{ id: H1, statement: s, compare: { parameter: \"layers[2].width\" }, metric: active_dims, within: { problem_id: [each], latent_dim: 64, \"len(layers)\": each }, expect: { better: 8, than: 16 } }]")]
    [InlineData("hypotheses: [{ id: a, statement: s, compare: { parameter: lr }, metric: psnr, goal: maximize, expect: { better: 1e-3, than: 1e-4 } }, { id: b, statement: t, compare: { parameter: \"len(layers)\" }, metric: val_rec, expect: { better: 1, than: 3 } }]")]
    public void They_survive_being_written(string hypotheses)
    {
        var study = Read(hypotheses);
        SampleStudy.Read(StudyFileWriter.Write(study)).ShouldBe(study);
        SampleStudy.Read(StudyFileWriter.ToYaml(study)).ShouldBe(study);
        SampleStudy.Read(StudyFileWriter.ToYaml(study)).Hypotheses.Select(Row).ShouldBe(study.Hypotheses.Select(Row));

        static (Hypothesis, string) Row(Hypothesis h) =>
            (h with { Within = System.Collections.Immutable.ImmutableSortedDictionary<string, ParameterValue?>.Empty }, string.Join(";", h.Within.Select(within => $"{within.Key}={within.Value}")));
    }

    [Fact]
    public void The_canonical_text_spells_them_out() =>
        JsonNode.Parse(StudyFileWriter.Write(Read(Claim.Replace("    alpha: 0.01\n", "", StringComparison.Ordinal))))!["hypotheses"]!.ToJsonString().ShouldBe(
            """[{"id":"H1","statement":"plummet reconstructs better than lognorm","compare":{"parameter":"pruning_strategy"},"metric":"val_rec","within":{"problem_id":"each"},"expect":{"better":"plummet","than":"lognorm"},"alpha":0.05,"minimum_effect":0.02}]""");

    [Fact]
    public void The_yaml_is_an_outline_for_people() =>
        StudyFileWriter.ToYaml(Read(Claim)).ShouldContain("""

            hypotheses:
              - id: H1
                statement: "plummet reconstructs better than lognorm"
                compare: { parameter: pruning_strategy }
                metric: val_rec
                within: { problem_id: each }
                expect: { better: plummet, than: lognorm }
                alpha: 0.01
                minimum_effect: 0.02

            """);

    [Fact]
    public void A_study_without_them_is_written_as_ever() => StudyFileWriter.Write(SampleStudy.Read(Study)).ShouldNotContain("hypotheses");

    [Fact]
    public void Another_claim_is_another_study()
    {
        var study = Read(Claim);
        StudyResume.Compare(study, Read(Claim)).Resumption.ShouldBe(StudyResumption.Same);
        StudyResume.Compare(study, Read(Claim.Replace("0.02", "0.01", StringComparison.Ordinal))).ShouldBe(new(StudyResumption.OtherSearch, "hypotheses"));
        StudyResume.Compare(study, SampleStudy.Read(Study)).ShouldBe(new(StudyResumption.OtherSearch, "hypotheses"));
        StudyResume.Compare(SampleStudy.Read(Study), study).ShouldBe(new(StudyResumption.OtherSearch, "hypotheses"));
    }

    [Fact]
    public void Single_runs_are_worth_a_hint_and_no_error()
    {
        StudyHints.Of(Read(Claim)).ShouldBeEmpty();
        var single = Study.Replace("replicates: [1, 2, 3]\n", "", StringComparison.Ordinal);
        StudyHints.Of(SampleStudy.Read(single + "\n" + Claim)).ShouldBe(["H1 compares single runs: give replicates with at least two seeds"]);
        StudyHints.Of(SampleStudy.Read(Study.Replace("[1, 2, 3]", "[1]", StringComparison.Ordinal) + "\n" + Claim)).ShouldHaveSingleItem();
        StudyHints.Of(SampleStudy.Read(single)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("better: plummet", "better: plumet", "s.yaml:19: hypotheses[0].expect.better: 'pruning_strategy' cannot be 'plumet' (did you mean 'plummet'?)")]
    [InlineData("than: lognorm", "than: 7", "s.yaml:19: hypotheses[0].expect.than: 'pruning_strategy' cannot be 7 (its values: 'plummet', 'pca_cdf', 'lognorm', 'probabilistic')")]
    [InlineData("than: lognorm", "than: plummet", "s.yaml:19: hypotheses[0].expect.than: must differ from expect.better (both are 'plummet')")]
    [InlineData("expect: { better: plummet, than: lognorm }", "expect: { better: plummet }", "s.yaml:19: hypotheses[0].expect.than: is missing")]
    [InlineData("parameter: pruning_strategy", "parameter: pruning_strateg", "s.yaml:16: hypotheses[0].compare.parameter: unknown parameter 'pruning_strateg', did you mean 'pruning_strategy'?")]
    [InlineData("parameter: pruning_strategy", "parameter: epochs", "s.yaml:16: hypotheses[0].compare.parameter: 'epochs' is constant: there is nothing to compare")]
    [InlineData("problem_id: each", "problem: each", "s.yaml:18: hypotheses[0].within.problem: unknown parameter 'problem', did you mean 'problem_id'?")]
    [InlineData("problem_id: each", "problem_id: beams3d", "s.yaml:18: hypotheses[0].within.problem_id: 'problem_id' cannot be 'beams3d' (did you mean 'beams2d'?)")]
    [InlineData("problem_id: each", "problem_id: [heat, beams2d]", "s.yaml:18: hypotheses[0].within.problem_id: must be one value, or 'each' for a comparison within each of them")]
    [InlineData("problem_id: each", "problem_id: []", "s.yaml:18: hypotheses[0].within.problem_id: must be one value, or 'each' for a comparison within each of them")]
    [InlineData("problem_id: each", "pruning_strategy: each", "s.yaml:18: hypotheses[0].within.pruning_strategy: is the parameter that is compared")]
    [InlineData("problem_id: each", "lr: 5", "s.yaml:18: hypotheses[0].within.lr: 'lr' cannot be 5 (it goes from 1E-05 to 0.01)")]
    [InlineData("problem_id: each", "\"layers[0].width\": 12", "s.yaml:18: hypotheses[0].within.layers[0].width: 'layers[0].width' cannot be 12 (it goes from 8 to 64 in steps of 8)")]
    [InlineData("problem_id: each", "\"len(layers)\": 4", "s.yaml:18: hypotheses[0].within.len(layers): 'len(layers)' cannot be 4 (it goes from 1 to 3)")]
    [InlineData("metric: val_rec", "metric: psnr", "s.yaml:14: hypotheses[0].goal: must be given: 'psnr' is none of the objectives (val_rec, active_dims), so minimize or maximize is not known")]
    [InlineData("metric: val_rec", "metric: \"a b\"", "s.yaml:17: hypotheses[0].metric: must be a metric name: no spaces, quotes, commas or semicolons (was 'a b')")]
    [InlineData("alpha: 0.01", "goal: maximize", "s.yaml:20: hypotheses[0].goal: contradicts the objective 'val_rec' (the study means to minimize it); leave it out")]
    [InlineData("alpha: 0.01", "goal: less", "s.yaml:20: hypotheses[0].goal: unknown goal 'less' (must be one of minimize, maximize)")]
    [InlineData("alpha: 0.01", "alpha: 0", "s.yaml:20: hypotheses[0].alpha: must be > 0 and <= 0.5 (was 0)")]
    [InlineData("alpha: 0.01", "alfa: 0.01", "s.yaml:20: hypotheses[0].alfa: unknown key 'alfa', did you mean 'alpha'?")]
    [InlineData("minimum_effect: 0.02", "minimum_effect: -1", "s.yaml:21: hypotheses[0].minimum_effect: must be >= 0 (was -1)")]
    [InlineData("id: H1", "id: \"H 1\"", "s.yaml:14: hypotheses[0].id: must have letters, digits, - _ . only (was 'H 1')")]
    public void Mistakes_are_named_with_line_and_field(string from, string to, string line) =>
        StudyFile.Read(Study + "\n" + Claim.Replace(from, to, StringComparison.Ordinal), "s.yaml").Lines.ShouldBe([line]);

    [Fact]
    public void An_id_belongs_to_one_hypothesis() => Errors($"hypotheses: [{Hypothesis("")}, {Hypothesis("")}]")
        .ShouldBe(["hypotheses[1].id: 'H1' is the id of an earlier hypothesis already"]);

    [Fact]
    public void What_the_evaluator_never_reports_cannot_be_compared() =>
        StudyFile.Read("""
            study: s
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: sphere } }
            space: { x: { type: ordinal, values: [1, 2] } }
            hypotheses: [{ id: H1, statement: s, compare: { parameter: x }, metric: valu, goal: minimize, expect: { better: 1, than: 2 } }]
            """, "s.yaml").Lines.ShouldBe(["s.yaml:5: hypotheses[0].metric: evaluator 'function' reports no metric 'valu', did you mean 'value'?"]);

    [Fact]
    public void They_are_bounded()
    {
        Errors($"hypotheses: [{string.Join(", ", Enumerable.Range(0, 101).Select(i => Hypothesis("").Replace("H1", $"H{i}", StringComparison.Ordinal)))}]")
            .ShouldBe(["hypotheses: must have 1 to 100 items (has 101)"]);
        Errors($"hypotheses: [{Hypothesis("").Replace("statement: s", "statement: " + new string('x', 1_001), StringComparison.Ordinal)}]")
            .ShouldBe(["hypotheses[0].statement: must have at most 1,000 characters (has 1,001)"]);
        Errors("hypotheses: []").ShouldBe(["hypotheses: must have 1 to 100 items (has 0)"]);
    }

    private static string Hypothesis(string more) =>
        $"{{ id: H1, statement: s, compare: {{ parameter: latent_dim }}, metric: val_rec, expect: {{ better: 32, than: 64 }}{(more.Length > 0 ? ", " + more : "")} }}";

    private static StudyDefinition Read(string hypotheses) => SampleStudy.Read(Study + "\n" + hypotheses);

    private static Hypothesis Of(string hypothesis) => Read($"hypotheses: [{hypothesis}]").Hypotheses.ShouldHaveSingleItem();

    /// <summary>Without the line, which every mistake of one flow mapping shares.</summary>
    private static IEnumerable<string> Errors(string hypotheses) =>
        StudyFile.Read(Study + "\n" + hypotheses, "s.yaml").Lines.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
}
