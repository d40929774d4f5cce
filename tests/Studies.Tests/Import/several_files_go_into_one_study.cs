using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;

namespace ArchOpt.Studies.Tests.Import;

public sealed class several_files_go_into_one_study
{
    private const string First = "lr,dropout,loss\n0.1,0.1,1\n0.01,0.3,2\n0.001,0.5,3\n0.01,0.1,4\n0.1,0.3,5\n0.001,0.5,6\n";

    [Fact]
    public async Task each_with_its_group()
    {
        var first = await Importing.Csv(First, request => request with { Group = "a100" });
        first.Trials.ShouldAllBe(trial => trial.Configuration["group"] == "a100");
        var second = await Importing.Csv("lr,dropout,loss\n0.1,0.7,1\n", request => request with { Group = "a50" }, Importing.Into(first));
        second.Problems.ShouldBeEmpty();
        second.Definition!.Groups!.Parameter.ShouldBe("group");
        second.Definition.Groups.Groups.Select(group => group.Name).ShouldBe(["a100", "a50"]);
        Importing.Parameter(second, "dropout").ShouldBe(new FloatParameter("dropout", 0.1, 0.7, Step: 0.2));
        Importing.Parameter(second, "lr").ShouldBe(Importing.Parameter(first, "lr"), "it holds all that came");
        Importing.Parameter(second, "group").ShouldBeOfType<CategoricalParameter>().Values.ShouldBe(["a50", "a100"]);
    }

    [Fact]
    public async Task a_column_may_name_the_groups()
    {
        var reading = await Importing.Csv("tier,budget,lr,loss\na50,2M,1,1\na100,20M,2,2\na50,200M,1,3\na100,2M,2,1\n", request => request with { Group = "tier" });
        reading.Definition!.Groups!.Groups.Select(group => group.Name).ShouldBe(["a50", "a100"]);
        reading.Parameters.ShouldBe(["tier", "budget", "lr"]);
    }

    [Fact]
    public async Task numbers_may_name_the_groups()
    {
        var reading = await Importing.Csv("size,lr,loss\n1,1,1\n2,2,2\n3,1,3\n", request => request with { Group = "size" });
        reading.Definition!.Groups!.Groups.Select(group => group.Value).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task what_a_person_corrected_stays_as_it_is()
    {
        var first = await Importing.Csv(First);
        var corrected = first.Definition! with { Space = first.Definition.Space with { Parameters = [new FloatParameter("lr", 1e-6, 1, Log: true), .. first.Definition.Space.Parameters[1..]] } };
        var second = await Importing.Csv("lr,dropout,loss\n0.5,0.9,1\nx,0.9,1\n", target: new(corrected, true, first.Trials));
        Importing.Parameter(second, "lr").ShouldBe(new FloatParameter("lr", 1e-6, 1, Log: true));
        Importing.Parameter(second, "dropout").ShouldBe(new FloatParameter("dropout", 0.1, 0.9, Step: 0.2));
        second.BadRows.ShouldBe(1);
        (second.Definition! with { Space = first.Definition.Space }).ShouldBe(first.Definition);
    }

    [Fact]
    public async Task a_wider_space_holds_the_old_trials_and_the_new_ones()
    {
        var first = await Importing.Csv(First);
        var second = await Importing.Csv("lr,dropout,loss\n0.5,0.05,1\n0.3,0.9,1\n", target: Importing.Into(first));
        foreach (var trial in first.Trials.Concat(second.Trials)) ConfigurationValidation.Check(second.Definition!.Space, trial.Configuration).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_new_column_needs_a_reason()
    {
        var first = await Importing.Csv(First, request => request with { Group = "gat" });
        var explained = await Importing.Csv("lr,dropout,heads,loss\n0.1,0.1,2,1\n0.1,0.3,4,2\n", request => request with { Group = "gt" }, Importing.Into(first));
        explained.Problems.ShouldBeEmpty();
        Importing.Parameter(explained, "heads").When.ShouldNotBeNull().Clauses.Single().Values.ShouldBe(["gt"]);
        var named = await Importing.Csv("lr,dropout,heads,loss\n0.1,0.1,2,1\n0.1,0.3,4,2\n", request => request with { Group = "gat", Parameters = ["lr", "dropout", "heads"] }, Importing.Into(first));
        named.Problems.Single().Message.ShouldBe("6 of the study's trials have no 'heads', and no parameter's value says why: it cannot become a parameter");
        var guessed = await Importing.Csv("lr,dropout,heads,loss\n0.1,0.1,2,1\n0.1,0.3,4,2\n", request => request with { Group = "gat" }, Importing.Into(first));
        guessed.LeftOut.Single().ShouldBe(new("heads", "the study's trials have no such parameter"));
        guessed.Trials[0].Metrics.ShouldContainKey("heads");
    }

    [Fact]
    public async Task constants_that_a_file_leaves_out_are_filled_in()
    {
        var first = await Importing.Csv("lr,epochs,opt,loss\n1,10,adam,1\n2,10,adam,2\n", request => request with { Parameters = ["lr", "epochs", "opt"] });
        var second = await Importing.Csv("lr,loss\n1,5\n", target: Importing.Into(first));
        second.Trials.Single().Configuration.ShouldBe(Importing.Point("""{"lr":1,"epochs":10,"opt":"adam"}"""));
        var fixedSpace = await Importing.Csv("lr,loss\n1,5\n7,1\n", target: Importing.Into(first, mayWiden: false));
        fixedSpace.Trials.Single().Configuration.ShouldBe(Importing.Point("""{"lr":1,"epochs":10,"opt":"adam"}"""));
        Importing.Messages(fixedSpace).ShouldBe(["2/3 lr: must be an integer in [1, 2] (was 7)"]);
        fixedSpace.Definition.ShouldBe(first.Definition);
    }

    [Fact]
    public async Task into_a_fixed_space_other_numbers_are_metrics()
    {
        var study = new ImportTarget(Samples.External(), MayWiden: false, []);
        var reading = await Importing.Csv("x,y,loss,note\n0.5,2,1,hello\n2,3,1,hello\n", target: study);
        Importing.Messages(reading).ShouldBe(["2/3 x: must be a number in [0, 1] (was 2)"]);
        reading.Metrics.ShouldBe(["y"]);
        reading.LeftOut.Single().Column.ShouldBe("note");
    }

    [Fact]
    public async Task a_group_that_the_study_cannot_tell_is_refused()
    {
        var reading = await Importing.Csv("x,loss\n0.5,2\n", request => request with { Group = "a" }, new ImportTarget(Samples.External(), false, []));
        reading.Problems.Single().Message.ShouldBe("the study has no parameter 'group' to hold the group");
        var first = await Importing.Csv(First);
        var second = await Importing.Csv(First, request => request with { Group = "a" }, Importing.Into(first));
        second.Problems.Single().Message.ShouldContain("have no 'group'");
    }

    [Fact]
    public async Task the_values_of_optuna_are_the_studys_objective()
    {
        var first = await Importing.Json("""[{"number":0,"value":1,"state":"COMPLETE","params":{"a":1}},{"number":1,"value":2,"state":"COMPLETE","params":{"a":2}}]""", request => request with { Objective = "auc", Goal = Goal.Maximize });
        var second = await Importing.Json("""[{"number":0,"value":3,"state":"COMPLETE","params":{"a":2}}]""", target: Importing.Into(first));
        second.Trials.Single().Metrics["auc"].ShouldBe(3);
    }

    [Fact]
    public async Task the_same_file_with_the_same_meaning_is_the_same_import()
    {
        var first = await Importing.Csv(First);
        (await Importing.Csv(First, target: Importing.Into(first))).File.ShouldBe(first.File);
        (await Importing.Csv(First, request => request with { Objective = "loss", Parameters = ["dropout", "lr"], Format = ImportFormat.Csv, Goal = Goal.Minimize })).File
            .ShouldBe(first.File, "it says aloud what was chosen anyway");
        (await Importing.Csv(First, request => request with { Group = "a" })).File.ShouldNotBe(first.File);
        (await Importing.Csv(First.Replace("0.5,6", "0.5,7"))).File.ShouldNotBe(first.File);
    }
}
