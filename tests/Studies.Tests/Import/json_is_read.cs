using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Import;

public sealed class json_is_read
{
    private const string Optuna = """
        [
          {"number": 0, "value": 0.71, "state": "TrialState.COMPLETE", "params": {"lr": 0.001, "model": "gat"},
           "user_attrs": {"auc_std": 0.01, "train_time": 63.5, "note": "first", "curve": [0.1, 0.2]}, "intermediate_values": {"0": 0.5}},
          {"number": 1, "values": [0.72], "state": 1, "params": {"model": "gt"}, "user_attrs": {"forced_lr": 0.01},
           "datetime_start": "2026-03-01T00:00:00", "datetime_complete": "2026-03-01T00:02:00"},
          {"number": 2, "value": null, "state": "PRUNED", "params": {"lr": 0.1, "model": "gt"}, "user_attrs": {}},
          {"number": 3, "value": NaN, "state": "FAIL", "params": {"lr": 0.1, "model": "gat"}, "user_attrs": {}},
          {"number": 4, "value": null, "state": "RUNNING", "params": {"lr": 0.1, "model": "gat"}, "user_attrs": {}}
        ]
        """;

    [Fact]
    public async Task a_dump_of_optuna()
    {
        var reading = await Importing.Json(Optuna, request => request with { Objective = "auc", Goal = Goal.Maximize });
        reading.Format.ShouldBe(ImportFormat.Optuna);
        reading.Objectives.ShouldBe(["auc"], "the value has no name of its own");
        reading.Definition!.Objectives[0].Goal.ShouldBe(Goal.Maximize);
        reading.Trials.Select(trial => trial.State).ShouldBe([TrialState.Completed, TrialState.Completed, TrialState.Pruned, TrialState.Failed]);
        reading.Trials[0].Metrics.Keys.ShouldBe(["auc", "auc_std"]);
        reading.Trials[0].DurationSeconds.ShouldBe(63.5);
        reading.Trials[1].DurationSeconds.ShouldBe(120);
        reading.Trials[1].Configuration.ShouldBe(Importing.Point("""{"lr":0.01,"model":"gt"}"""), "forced parameters stand in for missing ones");
        reading.Trials[3].Metrics["auc"].ShouldBe(double.NaN);
        Importing.Messages(reading).ShouldBe(["5/8 state: must be a finished trial (was RUNNING)"]);
    }

    [Fact]
    public async Task without_a_name_optunas_value_is_called_value() =>
        (await Importing.Json(Optuna)).Objectives.ShouldBe(["value"]);

    [Fact]
    public async Task an_attribute_of_optuna_may_be_the_objective()
    {
        var reading = await Importing.Json("""[{"number":0,"value":1,"state":"COMPLETE","params":{"a":1},"user_attrs":{"ndcg":5}},{"number":1,"value":2,"state":"COMPLETE","params":{"a":2},"user_attrs":{"ndcg":6}}]""", request => request with { Objective = "ndcg" });
        reading.Trials.Select(trial => trial.Metrics["ndcg"]).ShouldBe([5, 6]);
        reading.Metrics.ShouldBe(["value"]);
    }

    [Fact]
    public async Task several_values_of_optuna_are_several_objectives()
    {
        var reading = await Importing.Json("""[{"number":0,"values":[1,2],"state":"COMPLETE","params":{"a":1}},{"number":1,"values":[3,4],"state":"COMPLETE","params":{"a":2}}]""");
        reading.Objectives.ShouldBe(["value_0", "value_1"]);
        reading.Trials[1].Metrics.ShouldBe([KeyValuePair.Create("value_0", 3.0), KeyValuePair.Create("value_1", 4.0)]);
    }

    [Fact]
    public async Task runs_of_wandb()
    {
        var reading = await Importing.Read("""
            {"id": "ab12", "name": "brisk-sun-1", "state": "finished", "created_at": "2026-02-01T10:00:00Z", "config": {"lr": {"value": 0.1, "desc": null}, "opt": {"value": {"name": "adam"}}, "seed": {"value": 3}, "_wandb": {"value": {}}}, "summary": {"loss": 0.5, "best": {"acc": 0.9}, "_runtime": 33.5, "_step": 9, "media": {"_type": "image"}}}
            {"id": "cd34", "name": "calm-sea-2", "state": "killed", "config": {"lr": 0.2, "opt": {"name": "sgd"}}, "summary": {}}
            """, "runs.jsonl", request => request with { Objective = "loss" });
        reading.Format.ShouldBe(ImportFormat.Wandb);
        reading.Problems.ShouldBeEmpty();
        var trial = reading.Trials[0];
        trial.Configuration.ShouldBe(Importing.Point("""{"lr":0.1,"opt.name":"adam"}"""));
        (trial.Seed, trial.Name, trial.DurationSeconds).ShouldBe((3, "brisk-sun-1", 33.5));
        trial.Metrics.Keys.ShouldBe(["best.acc", "loss"]);
        reading.Trials[1].State.ShouldBe(TrialState.Cancelled);
    }

    [Fact]
    public async Task runs_whose_config_is_text_as_the_api_gives_it()
    {
        var reading = await Importing.Json("""[{"name":"a","state":"finished","config":"{\"lr\": 1}","summaryMetrics":"{\"loss\": NaN}"},{"name":"b","state":"finished","config":"{\"lr\": 2}","summaryMetrics":"{\"loss\": 1}"}]""");
        reading.Problems.ShouldBeEmpty();
        reading.Trials[0].Metrics["loss"].ShouldBe(double.NaN);
    }

    [Fact]
    public async Task flat_objects_are_rows_of_a_table()
    {
        var reading = await Importing.Json("""{"trials": [{"lr": 0.1, "arch": [{"width": 64}], "loss": 1}, {"lr": 0.2, "arch": [{"width": 64}, {"width": 128}], "loss": -Infinity}]}""");
        reading.Trials[1].Configuration.ShouldBe(Importing.Point("""{"lr":0.2,"arch":[{"width":64},{"width":128}]}"""));
        reading.Trials[1].Metrics["loss"].ShouldBe(double.NegativeInfinity);
    }

    [Fact]
    public async Task a_list_of_numbers_is_one_choice_among_others()
    {
        var reading = await Importing.Json("""[{"hidden": [64, 32], "loss": 1}, {"hidden": [64], "loss": 2}]""");
        Importing.Parameter(reading, "hidden").ShouldBeOfType<CategoricalParameter>().Values.ShouldBe(["[64,32]", "[64]"], ignoreOrder: true);
    }

    [Fact]
    public async Task an_empty_list_of_nobody_knows_what_is_a_choice_too()
    {
        var reading = await Importing.Json("""[{"hidden": [64, 32], "tags2": [], "loss": 1}, {"hidden": [], "tags2": [], "loss": 2}]""");
        reading.Trials[1].Configuration.ShouldBe(Importing.Point("""{"hidden":"[]","tags2":"[]"}"""));
    }

    [Fact]
    public async Task parameters_of_optuna_may_have_many_choices_but_paths_in_a_config_are_none()
    {
        string[] numbers = [.. Enumerable.Range(0, 20).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var optuna = await Importing.Json("[" + string.Join(',', numbers.Select(i => $$$"""{"number":{{{i}}},"value":{{{i}}}.5,"state":"COMPLETE","params":{"kind":"k{{{i}}}"}}""")) + "]");
        optuna.Parameters.ShouldBe(["kind"]);
        var wandb = await Importing.Json("[" + string.Join(',', numbers.Select(i => $$$"""{"name":"r{{{i}}}","state":"finished","config":{"lr":{{{i}}},"out":"runs/{{{i}}}","new":{{{(i == "3" ? "1" : "null")}}}},"summary":{"loss":{{{i}}}}}""")) + "]");
        wandb.Parameters.ShouldBe(["lr"]);
        wandb.LeftOut.Select(column => column.Column).ShouldBe(["new", "out"]);
        wandb.Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task text_that_is_no_unicode_makes_a_bad_row()
    {
        var reading = await Importing.Json("""[{"a\ud800":1,"loss":2},{"a":"\ud800","loss":1},{"a":1,"loss":1},{"a":2,"loss":1}]""");
        Importing.Messages(reading).ShouldBe(["1/1 : has text that is not valid Unicode", "2/1 : has text that is not valid Unicode"]);
    }

    [Fact]
    public async Task one_broken_line_costs_no_other()
    {
        var reading = await Importing.Read("{\"lr\": 1, \"loss\": 1}\n{\"lr\": 2, \n{\"lr\": 3, \"loss\": 3}\n[1]\n\n{\"lr\": 4, \"lr\": 5, \"loss\": 1}\n", "trials.jsonl");
        reading.Trials.Select(trial => trial.Row).ShouldBe([1, 3]);
        reading.Problems.Select(problem => (problem.Row, problem.Line)).ShouldBe([(2, 2), (4, 4), (5, 6)]);
    }

    [Fact]
    public async Task one_broken_element_costs_no_other()
    {
        var reading = await Importing.Json("[{\"lr\": 1, \"loss\": 1},\n{\"lr\": oops, \"loss\": 2},\n{\"lr\": 3, \"text\": \"]},{\\\"\", \"loss\": 3}, 7]");
        reading.Trials.Select(trial => trial.Row).ShouldBe([1, 3]);
        Importing.Messages(reading).First().ShouldStartWith("2/2 : is not JSON: 'o' is an invalid");
        Importing.Messages(reading).Last().ShouldBe("4/3 : must be an object (was Number)");
    }

    [Fact]
    public async Task a_seed_in_params_is_the_trials_seed_unless_it_is_named()
    {
        const string text = """[{"number":0,"value":1,"state":"COMPLETE","params":{"a":1,"seed":5}},{"number":1,"value":2,"state":"COMPLETE","params":{"a":2,"seed":6}}]""";
        (await Importing.Json(text)).Trials[0].Seed.ShouldBe(5);
        var named = await Importing.Json(text, request => request with { Parameters = ["a", "seed"] });
        named.Trials[0].Configuration["seed"].ShouldBe(ParameterValue.Of(5));
        named.Trials[0].Seed.ShouldBeNull();
    }
}
