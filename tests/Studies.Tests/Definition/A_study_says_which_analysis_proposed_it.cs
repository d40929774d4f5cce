using System.Text.Json.Nodes;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class A_study_says_which_analysis_proposed_it
{
    private const string Text = """
        study: my-search-next
        objectives: [{ metric: auc, goal: maximize }]
        evaluator: { name: external }
        space: { dropout: { type: float, low: 0.1, high: 0.7 }, lr: { type: float, low: 1e-5, high: 1e-2, log: true } }
        strategy:
          name: explicit
          settings:
            configurations:
              - { dropout: 0.4, lr: 5e-5 }
              - { dropout: 0.45, lr: 5e-5 }
              - { dropout: 0.3, lr: 7e-5 }
        budget: { trials: 3 }
        parent:
          study: my-search
          champion: 5
          value: 0.7315
          phases:
            - name: "Phase 1: Fine-tune the champion"
              sets:
                - id: A
                  name: "dropout around trial 5"
                  base: 5
                  value: 0.7315
                  trials:
                    - { id: A1, reason: "between 0.3 and 0.5" }
                    - { id: A2, reason: "just below the best value" }
                  expectations:
                    - { if: "A2 beats A1", then: "dropout around 0.5 is confirmed", better: [A2], than: [A1] }
                    - { if: "the best of A1-A2 beats trial 5", then: "a new champion", better: [A1, A2] }
                - { id: B, name: lr, base: 5, value: 0.7315, trials: [{ id: B1, reason: halfway }] }
        """;

    [Fact]
    public void It_is_read_whole()
    {
        var parent = SampleStudy.Read(Text).Parent.ShouldNotBeNull();
        (parent.Study, parent.Champion, parent.Value, parent.TrialCount).ShouldBe(("my-search", 5L, 0.7315, 3));
        var phase = parent.Phases.ShouldHaveSingleItem();
        phase.Name.ShouldBe("Phase 1: Fine-tune the champion");
        phase.Sets.Select(set => set.Id).ShouldBe(["A", "B"]);
        phase.Sets[0].Trials.ShouldBe([new("A1", "between 0.3 and 0.5"), new("A2", "just below the best value")]);
        phase.Sets[0].Expectations[0].ShouldSatisfyAllConditions(e => e.If.ShouldBe("A2 beats A1"), e => e.Better.ShouldBe(["A2"]), e => e.Than.ShouldBe(["A1"]));
        phase.Sets[0].Expectations[1].Than.ShouldBeEmpty();
        phase.Sets[1].Expectations.ShouldBeEmpty();
    }

    [Fact]
    public void It_survives_being_written_and_is_read_as_easily_as_it_was_written()
    {
        var study = SampleStudy.Read(Text);
        SampleStudy.Read(StudyFileWriter.Write(study)).ShouldBe(study);
        var yaml = StudyFileWriter.ToYaml(study);
        SampleStudy.Read(yaml).ShouldBe(study);
        yaml.ShouldContain("""
            parent:
              study: my-search
              champion: 5
              value: 0.7315
              phases:
                - name: "Phase 1: Fine-tune the champion"
                  sets:
                    - id: A
                      name: "dropout around trial 5"
                      base: 5
                      value: 0.7315
                      trials: [{ id: A1, reason: "between 0.3 and 0.5" }, { id: A2, reason: "just below the best value" }]
                      expectations:
                        - { if: "A2 beats A1", then: "dropout around 0.5 is confirmed", better: [A2], than: [A1] }

            """.TrimEnd());
    }

    [Fact]
    public void The_schema_for_editors_knows_it() =>
        new SchemaCheck(JsonNode.Parse(StudySchema.Json())!.AsObject()).Problems(JsonNode.Parse(StudyFileWriter.Write(SampleStudy.Read(Text)))).ShouldBeEmpty();

    [Fact]
    public void Another_parent_is_another_study() =>
        StudyResume.Compare(SampleStudy.Read(Text), SampleStudy.Read(Text.Replace("my-search\n", "other\n", StringComparison.Ordinal))).DifferentKey.ShouldBe("parent");

    [Theory]
    [InlineData("id: A2, reason", "id: A1, reason", "s.yaml:26: parent.phases[0].sets[0].trials[1].id: 'A1' is the id of an earlier trial already",
        "s.yaml:28: parent.phases[0].sets[0].expectations[0].better[0]: no trial of the proposal has the id 'A2', did you mean 'A1'?",
        "s.yaml:29: parent.phases[0].sets[0].expectations[1].better[1]: no trial of the proposal has the id 'A2', did you mean 'A1'?")]
    [InlineData("{ id: B, name", "{ id: A, name", "s.yaml:30: parent.phases[0].sets[1].id: 'A' is the id of an earlier set already")]
    [InlineData("than: [A1]", "than: [C9]", "s.yaml:28: parent.phases[0].sets[0].expectations[0].than[0]: no trial of the proposal has the id 'C9'")]
    [InlineData("better: [A1, A2]", "better: []", "s.yaml:29: parent.phases[0].sets[0].expectations[1].better: must have 1 to 10,000 items (has 0)")]
    [InlineData("trials: [{ id: B1, reason: halfway }]", "trials: [{ id: B1, reason: halfway }, { id: B2, reason: on }]",
        "s.yaml:17: parent.phases: must have one trial for each of the 3 configurations of the strategy (has 4)")]
    [InlineData("champion: 5", "champion: -1", "s.yaml:15: parent.champion: must be a whole number from 0 to 2^53 (was -1)")]
    [InlineData("study: my-search\n", "study: my search\n", "s.yaml:14: parent.study: must have letters, digits, - _ . only, and not only dots (was 'my search')")]
    [InlineData("  value: 0.7315\n  phases", "  value: .nan\n  phases", "s.yaml:16: parent.value: must be a finite number (was .nan)")]
    [InlineData("reason: halfway", "", "s.yaml:30: parent.phases[0].sets[1].trials[0].reason: is missing")]
    public void Mistakes_are_named_with_line_and_field(string from, string to, params string[] lines)
    {
        Text.ShouldContain(from);
        StudyFile.Read(Text.Replace(from, to, StringComparison.Ordinal), "s.yaml").Lines.ShouldBe(lines);
    }

    [Fact]
    public void Only_listed_configurations_can_have_been_proposed()
    {
        var at = Text.IndexOf("strategy:", StringComparison.Ordinal);
        var other = Text[..at] + "strategy: { name: random }\n" + Text[Text.IndexOf("budget:", StringComparison.Ordinal)..];
        StudyFile.Read(other, "s.yaml").Lines.ShouldBe(["s.yaml:7: parent: is for strategy 'explicit': its trials are the configurations listed there (the strategy is 'random')"]);
    }
}
