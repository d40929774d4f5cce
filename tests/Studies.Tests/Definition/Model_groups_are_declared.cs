using System.Text.Json.Nodes;
using ArchOpt.Search.Groups;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class Model_groups_are_declared
{
    private const string Progressive = """
        study: groups
        objectives: [{ metric: val_cost, goal: minimize, thresholds: { excellent: 0.51, good: 0.55 } }]
        evaluator: { name: external }
        strategy: { name: resilient }
        budget: { trials: 122 }
        space:
          model: { type: categorical, values: [GAT+RL, GT+RL, DGT+RL] }
          embedding_dim: { type: int, low: 64, high: 1024 }
          n_heads: { type: ordinal, values: [2, 4, 8], when: { model: [GT+RL] } }
          dropout: { type: float, low: 0, high: 0.5 }
          runs: { type: ordinal, values: [1, 2] }
          version: { type: constant, value: 7 }
        """;

    private const string Compared = """
        study: groups
        objectives: [{ metric: val_cost, goal: minimize }]
        evaluator: { name: external }
        strategy: { name: tpe }
        budget: { trials: 10 }
        space:
          model: { type: categorical, values: [gat, gt] }
          x: { type: float, low: 0, high: 1 }
        """;

    private const string Plan = """
        groups:
          parameter: model
          plan:
            - { group: GT+RL, trials: 30, from: [] }
            - { group: GAT+RL, trials: 40, from: [GT+RL] }
            - { group: DGT+RL }
        """;

    [Fact]
    public void Without_a_plan_every_value_is_a_group_in_its_order()
    {
        Read(Progressive, "groups: { parameter: model }").ShouldSatisfyAllConditions(
            study => Rows(study.Groups).ShouldBe(["GAT+RL <- ", "GT+RL <- GAT+RL", "DGT+RL <- GAT+RL, GT+RL"]),
            study => Rows(StudyStrategy.Problem(study).Groups).ShouldBe(["GAT+RL 41 <- ", "GT+RL 41 <- GAT+RL", "DGT+RL <- GAT+RL, GT+RL"])); // 40 are left
        Rows(StudyStrategy.Problem(Read(Compared, "groups: { parameter: model }")).Groups).ShouldBe(["gat <- ", "gt <- "]);
    }

    [Fact]
    public void A_plan_orders_them() =>
        Rows(StudyStrategy.Groups(Read(Progressive, Plan))).ShouldBe(["GT+RL 30 <- ", "GAT+RL 40 <- GT+RL", "DGT+RL <- GT+RL, GAT+RL"]);

    [Theory]
    [InlineData("runs", "1", "2")]
    [InlineData("version", "7")]
    public void Ladders_and_constants_name_groups_too(string parameter, params string[] names) =>
        Read(Progressive, $"groups: {{ parameter: {parameter} }}").Groups!.Groups.Select(group => group.Name).ShouldBe(names);

    [Fact]
    public void Shares_are_counted_in_configurations_and_follow_the_budget()
    {
        var study = Read(Progressive.Replace("122", "36", StringComparison.Ordinal), "groups: { parameter: model }\nreplicates: [1, 2, 3]");
        StudyStrategy.Groups(study)!.Groups.Select(group => group.Trials).ShouldBe([4, 4, null]);

        var more = StudyFile.Check(study with { Budget = study.Budget with { Trials = 90 } }).Definition.ShouldNotBeNull();
        StudyStrategy.Groups(more)!.Groups.Select(group => group.Trials).ShouldBe([10, 10, null]);
        StudyResume.Compare(study, more).Resumption.ShouldBe(StudyResumption.OtherBudget);
    }

    [Fact]
    public void The_strategy_is_told_the_grades_as_losses()
    {
        StudyStrategy.Problem(Read(Progressive, "")).Thresholds.ShouldBe(new Dictionary<string, double> { ["excellent"] = 0.51, ["good"] = 0.55 }, ignoreOrder: true);
        var maximised = StudyStrategy.Problem(Read(Compared.Replace("minimize", "maximize, thresholds: { good: 0.5 }", StringComparison.Ordinal), ""));
        (maximised.IsMaximized, maximised.Thresholds["good"]).ShouldBe((true, -0.5));
    }

    [Theory]
    [InlineData(Progressive, Plan)]
    [InlineData(Progressive, "groups: { parameter: runs }")]
    [InlineData(Compared, "groups: { parameter: model, plan: [{ group: gt }, { group: gat }] }")]
    public void They_survive_being_written(string file, string groups)
    {
        var study = Read(file, groups);
        SampleStudy.Read(StudyFileWriter.Write(study)).ShouldBe(study);
        SampleStudy.Read(StudyFileWriter.ToYaml(study)).ShouldBe(study);
        Rows(SampleStudy.Read(StudyFileWriter.ToYaml(study)).Groups).ShouldBe(Rows(study.Groups));
    }

    [Fact]
    public void The_canonical_text_spells_the_plan_out() =>
        JsonNode.Parse(StudyFileWriter.Write(Read(Progressive, Plan)))!["groups"]!.ToJsonString(Relaxed).ShouldBe(
            """{"parameter":"model","plan":[{"group":"GT+RL","trials":30,"from":[]},{"group":"GAT+RL","trials":40,"from":["GT+RL"]},{"group":"DGT+RL","from":["GT+RL","GAT+RL"]}]}""");

    [Fact]
    public void Another_plan_is_another_search()
    {
        var study = Read(Progressive, Plan);
        StudyResume.Compare(study, Read(Progressive, Plan.Replace("[GT+RL]", "[]", StringComparison.Ordinal))).DifferentKey.ShouldBe("groups");
        StudyResume.Compare(study, Read(Progressive, Plan.Replace("30", "31", StringComparison.Ordinal))).DifferentKey.ShouldBe("groups");
        StudyResume.Compare(study, Read(Progressive, "")).DifferentKey.ShouldBe("groups");
        StudyResume.Compare(study, Read(Progressive, Plan)).Resumption.ShouldBe(StudyResumption.Same);
    }

    [Theory]
    [InlineData("{ parameter: modell }", "groups.parameter: must name a categorical parameter that every configuration has (the space has no 'modell'), did you mean 'model'?")]
    [InlineData("{ parameter: dropout }", "groups.parameter: must name a categorical parameter that every configuration has ('dropout' is a float)")]
    [InlineData("{ parameter: embedding_dim }", "groups.parameter: must name a categorical parameter that every configuration has ('embedding_dim' is an int)")]
    [InlineData("{ parameter: n_heads }", "groups.parameter: must name a categorical parameter that every configuration has ('n_heads' is conditional)")]
    [InlineData("{ plan: [{ group: GAT+RL }] }", "groups.parameter: is missing")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL }, { group: GT+RL }] }", "groups.plan: must name every value of 'model' (without DGT+RL)")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+LR }] }", "groups.plan[0].group: 'GAT+LR' is no value of 'model', did you mean 'GAT+RL'?")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL }, { group: GT+RL }, { group: GAT+RL }] }", "groups.plan[2].group: 'GAT+RL' has its place in the plan already")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL, from: [GAT+RL] }, { group: GT+RL }, { group: DGT+RL }] }", "groups.plan[0].from[0]: 'GAT+RL' cannot start from itself")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL, from: [GT+RL] }, { group: GT+RL }, { group: DGT+RL }] }", "groups.plan[0].from[0]: 'GT+RL' comes later in the plan")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL }, { group: GT+RL, from: [GAT+RL, GAT+RL] }, { group: DGT+RL }] }", "groups.plan[1].from[1]: 'GAT+RL' is given twice")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL }, { group: GT+RL, from: [gat] }, { group: DGT+RL }] }", "groups.plan[1].from[0]: 'gat' is no value of 'model' (its values: GAT+RL, GT+RL, DGT+RL)")]
    [InlineData("{ parameter: model, plan: [{ group: GAT+RL, trials: 0 }, { group: GT+RL }, { group: DGT+RL }] }", "groups.plan[0].trials: must be a whole number from 1 to 10,000,000 (was 0)")]
    public void Mistakes_are_named_where_they_are(string groups, string expected) => Errors(Progressive, "groups: " + groups).ShouldBe([expected]);

    [Fact]
    public void A_plan_is_for_a_strategy_that_goes_by_it() => Errors(Compared, "groups: { parameter: model, plan: [{ group: gat, trials: 5 }, { group: gt, from: [gat] }] }").ShouldBe(
    [
        "groups.plan[0].trials: strategy 'tpe' does not go through groups one after the other; leave it out, or use 'resilient'",
        "groups.plan[1].from: strategy 'tpe' does not go through groups one after the other; leave it out, or use 'resilient'",
    ]);

    [Fact]
    public void Without_trials_there_is_nothing_to_share()
    {
        var timed = Progressive.Replace("trials: 122", "time: 2h", StringComparison.Ordinal);
        Errors(timed, "groups: { parameter: model }").ShouldBe(
        [
            "groups.plan: 'GAT+RL' needs trials: without budget.trials there is nothing to divide among the groups",
            "groups.plan: 'GT+RL' needs trials: without budget.trials there is nothing to divide among the groups",
        ]);
        Errors(timed, "groups: { parameter: model, plan: [{ group: GAT+RL, trials: 3 }, { group: GT+RL, trials: 3 }, { group: DGT+RL }] }").ShouldBeEmpty();
    }

    [Fact]
    public void Values_that_read_the_same_are_no_groups() =>
        Errors(Compared.Replace("[gat, gt]", "[4, \"4\"]", StringComparison.Ordinal), "groups: { parameter: model }")
            .ShouldBe(["groups.parameter: 'model' has several values that read '4': groups must be told apart by name"]);

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static IEnumerable<string> Rows(GroupPlan? plan) =>
        plan!.Groups.Select(group => $"{group.Name}{(group.Trials is { } trials ? $" {trials}" : "")} <- {string.Join(", ", group.From)}");

    private static StudyDefinition Read(string file, string groups) => SampleStudy.Read(file + "\n" + groups);

    /// <summary>Without the line, which every mistake of one flow mapping shares.</summary>
    private static IEnumerable<string> Errors(string file, string groups) =>
        StudyFile.Read(file + "\n" + groups, "s.yaml").Lines.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
}
