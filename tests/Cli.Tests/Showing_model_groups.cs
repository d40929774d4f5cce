using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Tests;

public class Showing_model_groups
{
    [Fact]
    public async Task The_page_tells_what_a_person_looks_for_and_nothing_else()
    {
        var page = await ShowAsync(GroupViews.Study());

        page.ShouldBe("""
            cvrp  Running (started)
            resilient over command: minimize val_cost

            OVERVIEW
              trials        14 of 120: 13 completed, 1 failed, 1 running
              groups        2 of 3 tested: GAT+RL, GT+RL
              working on    GT+RL: normal search, 3 results without improvement, began from GAT+RL's best, trial 8
              elapsed       3 min 20 s
              epochs saved  312

            BEST BY GROUP
              GAT+RL    0.5095 (trial 8)  EXCELLENT  10 of 40 configurations
                        embedding_dim=96 n_heads=8 n_layers=4
                        dropout=0.15 learning_rate=0.001 parameters=~37k
                        best at epoch 24 of 60, stopped early, 1 min 29 s
              GT+RL     none yet: 1 failed, 1 running
              DGT+RL    not begun

            OVERALL BEST
              GAT+RL  val_cost 0.5095 (trial 8)
              EXCELLENT (<= 0.51); next: breakthrough at 0.5
              thresholds: good <= 0.55 (first by trial 2), excellent <= 0.51 (first by trial 8), breakthrough <= 0.5 (not reached)
            """);
    }

    [Fact]
    public async Task Before_the_first_result_it_says_so()
    {
        var study = GroupViews.Study() with { Best = null, EpochsSaved = 0, Trials = new(1, 0, 1, 0, 0, 0, 0, 0) };
        study = study with { Groups = [.. study.Groups.Select((group, i) => group with { Best = null, Trials = i == 0 ? new(1, 0, 1, 0, 0, 0, 0, 0) : new(0, 0, 0, 0, 0, 0, 0, 0) })] };

        var page = await ShowAsync(study);

        page.ShouldContain("trials        0 of 120: 1 running");
        page.ShouldContain("GAT+RL    none yet: 1 running");
        page.ShouldContain("OVERALL BEST\n  none yet\n");
        page.ShouldNotContain("epochs saved");
    }

    [Fact]
    public async Task The_parameters_are_the_reported_ones_and_else_the_estimate()
    {
        var study = GroupViews.Study();
        var estimated = study.Groups[0] with { Best = study.Groups[0].Best! with { Metrics = Views.Metrics(("val_cost", 0.5095)) } };

        (await ShowAsync(study with { Groups = study.Groups.SetItem(0, estimated) })).ShouldContain("parameters=~1.2M");
        (await ShowAsync(study)).ShouldContain("parameters=~37k");
    }

    [Theory]
    [InlineData(0.04, "no threshold reached; next: good at 0.05")]
    [InlineData(0.05, "GOOD (>= 0.05); next: excellent at 0.1")]
    [InlineData(0.2, "EXCELLENT (>= 0.1)")]
    public async Task Thresholds_work_upwards_too(double value, string sentence)
    {
        var study = GroupViews.Study() with
        {
            Objectives = [new("score", Goal.Maximize)],
            Thresholds = [new("good", 0.05, null), new("excellent", 0.1, null)],
        };
        study = study with { Best = study.Best! with { Value = value } };

        var page = await ShowAsync(study);

        page.ShouldContain("maximize score");
        page.Split('\n').ShouldContain("  " + sentence);
        page.ShouldContain("thresholds: good >= 0.05 (not reached), excellent >= 0.1 (not reached)");
    }

    [Fact]
    public async Task A_strategy_with_modes_is_shown_without_groups_too()
    {
        var study = GroupViews.Study();
        var whole = study.Groups[0] with { Group = null, Search = new(null, "jump", 8, true) };

        var page = await ShowAsync(study with { Groups = [whole], GroupParameter = null });

        page.ShouldContain("working on    conservative jumps, 8 results without improvement");
        page.ShouldNotContain("BY GROUP");
        page.ShouldContain("OVERALL BEST\n  val_cost 0.5095 (trial 8)\n");
        page.ShouldContain("  embedding_dim=96 model=GAT+RL n_heads=8 n_layers=4\n");
    }

    [Fact]
    public async Task One_group_of_another_strategy_is_worked_on_where_its_trials_run()
    {
        var study = GroupViews.Study();

        var page = await ShowAsync(study with { Strategy = "random", Groups = [study.Groups[0] with { Search = null }, study.Groups[1] with { Search = null }] });

        page.ShouldContain("working on    GT+RL\n");
    }

    [Fact]
    public async Task Names_break_no_line_and_steer_no_terminal()
    {
        const string Hostile = "a\nb\u001b[31m\u202e[red]";
        var study = GroupViews.Study();
        var best = study.Groups[0].Best! with { Configuration = Configuration.Of(("model", Hostile), ("name", Hostile)) };

        var page = await ShowAsync(study with
        {
            Groups = [study.Groups[0] with { Group = Hostile, Best = best }],
            Thresholds = [new(Hostile, 0.6, 8)],
            Reason = Hostile,
        });

        page.ShouldContain("a\uFFFDb\uFFFD[31m\uFFFD[red]");
        page.ShouldNotContain('\u001b');
        page.ShouldNotContain('\u202e');
        page.Split('\n').ShouldNotContain(line => line.StartsWith('b'));
    }

    [Fact]
    public async Task What_keeps_a_study_from_going_on_is_said()
    {
        var page = await ShowAsync(GroupViews.Study() with { Trouble = "no living worker takes its trials" });

        page.ShouldContain("trouble       no living worker takes its trials");
    }

    [Fact]
    public async Task As_json_the_groups_are_part_of_the_document()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/cvrp", GroupViews.Study());

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--json");

        var groups = System.Text.Json.JsonDocument.Parse(result.Output).RootElement.GetProperty("groups");
        groups.GetArrayLength().ShouldBe(3);
        groups[0].GetProperty("best").GetProperty("training").GetProperty("bestStep").GetInt64().ShouldBe(24);
        groups[1].GetProperty("search").GetProperty("inherited").GetProperty("number").GetInt64().ShouldBe(8);
    }

    [Fact]
    public async Task On_a_terminal_the_same_lines_are_there()
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/cvrp", GroupViews.Study());

        var result = await Archopt.RunAsync(
            ["show", "cvrp", "--server", server.Url], "", new Dictionary<string, string> { ["NO_COLOR"] = "1" }, TestContext.Current.CancellationToken, outputTerminal: true);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("BEST BY GROUP");
        result.Output.ShouldContain("  EXCELLENT (<= 0.51); next: breakthrough at 0.5");
    }

    private static async Task<string> ShowAsync(StudyView study)
    {
        await using var server = await StubServer.StartAsync();
        server.Json("GET /studies/cvrp", study);
        var result = await Archopt.OnAsync(server, "show", "cvrp");
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output.TrimEnd('\n');
    }
}
