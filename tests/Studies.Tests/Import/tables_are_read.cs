using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Import;

public sealed class tables_are_read
{
    [Fact]
    public async Task a_table_becomes_a_study_with_its_trials()
    {
        var reading = await Importing.Csv("""
            trial,lr,dropout,model,val_loss,state,seed,started,duration_s
            17,1e-3,0.1,gat,0.52,completed,7,2026-01-02T03:04:05Z,61.5
            18,1e-4,0.3,gt,0.48,completed,8,2026-01-02 03:06:00,62
            """, request => request with { Goal = Goal.Minimize });
        reading.Problems.ShouldBeEmpty();
        reading.Objectives.ShouldBe(["val_loss"]);
        reading.Parameters.ShouldBe(["lr", "dropout", "model"]);
        var trial = reading.Trials[0];
        trial.Configuration.ShouldBe(Importing.Point("""{"lr":0.001,"dropout":0.1,"model":"gat"}"""));
        trial.Metrics.ShouldBe([KeyValuePair.Create("val_loss", 0.52)]);
        (trial.Row, trial.Name, trial.Seed, trial.DurationSeconds, trial.State).ShouldBe((1, "trial 17", 7, 61.5, TrialState.Completed));
        trial.Started.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        reading.Trials[1].Started.ShouldBe(new DateTimeOffset(2026, 1, 2, 3, 6, 0, TimeSpan.Zero), "a time without a zone is UTC");
        reading.Definition!.Evaluator.Name.ShouldBe("external");
        reading.Definition.Name.ShouldBe("imported");
    }

    [Theory]
    [InlineData(';')]
    [InlineData('\t')]
    [InlineData('|')]
    public async Task whatever_separates_the_cells(char separator)
    {
        var reading = await Importing.Read("lr,units,loss\n0.1,64,1\n0.2,128,2\n".Replace(',', separator), "export.tsv");
        reading.Trials.Select(trial => trial.Configuration.ToString()).ShouldBe(["""{"lr":0.1,"units":64}""", """{"lr":0.2,"units":128}"""]);
    }

    [Fact]
    public async Task with_a_byte_order_mark_blank_lines_and_line_ends_of_windows()
    {
        var reading = await Importing.Csv("\uFEFFlr,loss\r\n0.1,1\r\n\r\n0.2,2\r\n");
        reading.Trials.Select(trial => trial.Metrics["loss"]).ShouldBe([1, 2]);
        Importing.Parameter(reading, "lr").ShouldBeOfType<OrdinalParameter>();
    }

    [Fact]
    public async Task quoted_cells_may_hold_separators_and_line_ends()
    {
        var reading = await Importing.Csv("kind,loss\n\"a,b\",1\n\"a\nb\",2\n\"say \"\"x\"\"\",3\nbad\n", request => request with { Parameters = ["kind"] });
        reading.Trials.Select(trial => trial.Configuration["kind"].Text).ShouldBe(["a,b", "a\nb", "say \"x\""]);
        Importing.Messages(reading).ShouldBe(["4/6 : has 1 cells under 2 columns"]);
    }

    [Fact]
    public async Task the_index_of_a_data_frame_is_no_parameter()
    {
        var reading = await Importing.Csv(",lr,loss\n0,0.1,1\n1,0.2,2\n");
        reading.Parameters.ShouldBe(["lr"]);
    }

    [Fact]
    public async Task states_by_any_name()
    {
        var reading = await Importing.Csv("lr,loss,status\n1,1,finished\n2,,PRUNED\n3,,crashed\n4,9,killed\n5,,infeasible\n6,,TrialState.FAIL\n7,2,running\n8,2,odd\n");
        reading.Trials.Select(trial => trial.State).ShouldBe([TrialState.Completed, TrialState.Pruned, TrialState.Failed, TrialState.Cancelled, TrialState.Infeasible, TrialState.Failed]);
        Importing.Messages(reading).ShouldBe(
        [
            "7/8 status: must be a finished trial (was running)",
            "8/9 status: must be completed, pruned, infeasible, failed or cancelled (was odd)",
        ]);
        reading.BadRows.ShouldBe(2);
    }

    [Fact]
    public async Task a_run_table_of_wandb()
    {
        var reading = await Importing.Csv("""
            "Name","State","Notes","User","Tags","Created","Runtime","Sweep","batch_size","optimizer","epoch","train_loss","val_acc"
            "brisk-sun-1","finished","-","me","","2026-02-01T10:00:00.000Z","120","","32","adam","10","0.4","0.81"
            "calm-sea-2","crashed","-","me","","2026-02-01T10:10:00.000Z","7","","64","sgd","1","",""
            """, request => request with { Objective = "val_acc", Goal = Goal.Maximize });
        reading.Problems.ShouldBeEmpty();
        reading.Parameters.ShouldBe(["batch_size", "optimizer"]);
        reading.Metrics.ShouldBe(["epoch", "train_loss"]);
        reading.LeftOut.Select(column => column.Column).ShouldBe(["Notes", "Sweep", "Tags", "User"]);
        (reading.Trials[1].Name, reading.Trials[1].State, reading.Trials[1].DurationSeconds).ShouldBe(("calm-sea-2", TrialState.Failed, 7));
    }

    [Fact]
    public async Task a_data_frame_of_optuna()
    {
        var reading = await Importing.Csv("""
            number,value,datetime_start,datetime_complete,duration,params_lr,params_model,user_attrs_auc,user_attrs_forced_lr,system_attrs_x,state
            0,0.5,2026-01-01 00:00:00.123,2026-01-01 00:01:02.5,0 days 00:01:02.377000,0.1,a,0.7,,1,COMPLETE
            1,,2026-01-01 00:00:00.123,,1 days 00:00:01,,b,,0.2,1,PRUNED
            """);
        reading.Problems.ShouldBeEmpty();
        reading.Objectives.ShouldBe(["value"]);
        reading.Parameters.ShouldBe(["lr", "model"]);
        reading.Metrics.ShouldBe(["auc"]);
        reading.Trials[0].DurationSeconds!.Value.ShouldBe(62.377, 1e-9);
        reading.Trials[1].DurationSeconds.ShouldBe(86_401);
        reading.Trials[1].Configuration["lr"].ShouldBe(ParameterValue.Of(0.2), "the forced value stands in");
    }

    [Fact]
    public async Task prefixes_mark_parameters_and_metrics()
    {
        var reading = await Importing.Csv("params.x,params.y,metrics.foo\n1,2,3\n2,3,4\n");
        reading.Parameters.ShouldBe(["x", "y"]);
        reading.Objectives.ShouldBe(["foo"]);
        reading.Trials[0].Configuration.ShouldBe(Importing.Point("""{"x":1,"y":2}"""));
    }

    [Fact]
    public async Task paths_become_lists()
    {
        var reading = await Importing.Csv("arch[0].width,arch[0].depth,arch[1].width,arch[1].depth,score\n64,1,,,1\n128,2,64,3,2\n64,3,256,1,3\n");
        reading.Trials[1].Configuration.ShouldBe(Importing.Point("""{"arch":[{"width":128,"depth":2},{"width":64,"depth":3}]}"""));
        var list = Importing.Parameter(reading, "arch").ShouldBeOfType<ListParameter>();
        (list.Min, list.Max).ShouldBe((1, 2));
        list.Element.Parameters.Select(parameter => parameter.Name).ShouldBe(["width", "depth"]);
    }

    [Fact]
    public async Task a_million_cells_without_a_pause()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $"{i % 7},{i % 5},{i % 3},{i * 0.001}");
        var reading = await Importing.Csv("a,b,c,loss\n" + string.Join('\n', rows));
        (reading.Trials.Length, reading.BadRows).ShouldBe((20_000, 0));
    }
}
