using System.Text.Json;
using ArchOpt.Cli.Progress;
using ArchOpt.Contracts.Http;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

public sealed class Telling_of_trials
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(11)]
    public async Task Every_start_and_end_is_told_once_however_often_the_connection_breaks(int breakEvery)
    {
        await using var server = await StubServer.StartAsync();
        _ = new ScriptedStudy(
            server,
            GroupViews.Study() with { Groups = [], Best = null },
            s => s.Set(Trial(0, TrialState.Completed), Trial(1, TrialState.Running), Trial(2, TrialState.Proposed)),
            s => s.Set(Trial(1, TrialState.Completed) with { Training = new(24, 60, 68), Metrics = Views.Metrics(("val_cost", 0.5095), ("parameters", 37_123)) }, Trial(2, TrialState.Running)),
            s => s.Set(Trial(2, TrialState.Running, attempt: 2), Trial(3, TrialState.Failed) with { Error = "out of memory\n  at line 7", DurationSeconds = 3.1 }),
            s => s.Set(Trial(2, TrialState.Infeasible, attempt: 2) with { Error = "too large" }, Trial(4, TrialState.Running)),
            s => s.Set(Trial(4, TrialState.Pruned) with { Error = "at step 3 it ranks 4 of 4" }),
            s => s.Study = s.Study with { Status = StudyStatus.Completed })
        { BreakEvery = breakEvery };

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch");

        result.ExitCode.ShouldBe(0, result.Error);
        Lines(result).ShouldBe(
        [
            "GAT+RL trial 1: dropout=0.15 embedding_dim=96 (small step)",
            "GAT+RL trial 1: EXCELLENT val_cost 0.5095, best at epoch 24 of 60, stopped early, ~37k parameters, 43 s",
            "GAT+RL trial 2: dropout=0.15 embedding_dim=96 (small step)",
            "GAT+RL trial 3 failed: out of memory, 3.1 s: dropout=0.15 embedding_dim=96",
            "GAT+RL trial 2: starts again, attempt 2",
            "GAT+RL trial 2 infeasible: too large, 43 s",
            "GAT+RL trial 4: dropout=0.15 embedding_dim=96 (small step)",
            "GAT+RL trial 4 pruned: at step 3 it ranks 4 of 4, 43 s",
        ]);
    }

    [Fact]
    public async Task The_changes_of_the_search_are_told_between_the_trials_that_caused_them()
    {
        await using var server = await StubServer.StartAsync();
        var study = GroupViews.Study();
        var gat = study.Groups[0];
        var gt = study.Groups[1] with { Trials = new(0, 0, 0, 0, 0, 0, 0, 0) };
        _ = new ScriptedStudy(
            server,
            study,
            s => Search(s, new("GAT+RL", "normal", 2, true), new("GT+RL", "waiting", 0, false)),
            s => Search(s, new("GAT+RL", "local", 0, true), new("GT+RL", "waiting", 0, false)),
            s => Search(s, new("GAT+RL", "normal", 7, true), new("GT+RL", "waiting", 0, false)),
            s => Search(s, new("GAT+RL", "jump", 8, true), new("GT+RL", "waiting", 0, false)),
            s => Search(s, new("GAT+RL", "done", 9, false), new("GT+RL", "normal", 0, true)),
            s => Search(s, new("GAT+RL", "done", 9, false), new("GT+RL", "normal", 0, true) { Inherited = new("GAT+RL", 8) }),
            s => s.Study = s.Study with { Status = StudyStatus.Completed });

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch");

        Lines(result).ShouldBe(
        [
            "GAT+RL: local exploration around trial 8",
            "GAT+RL: normal search",
            "GAT+RL: conservative jumps after 8 results without improvement",
            "GAT+RL had its turn, best 0.5095 (trial 8)",
            "GT+RL begins",
            "GT+RL starts from GAT+RL's best, trial 8",
        ]);

        void Search(ScriptedStudy s, SearchView first, SearchView second) =>
            s.Study = s.Study with { Groups = [gat with { Search = first }, gt with { Search = second }] };
    }

    [Fact]
    public async Task Nothing_is_told_of_trials_that_are_too_fast_to_read()
    {
        await using var server = await StubServer.StartAsync();
        _ = new ScriptedStudy(
            server,
            GroupViews.Study() with { Groups = [], Best = null },
            s => s.Set(Trial(0, TrialState.Running)),
            s => s.Set([.. Enumerable.Range(0, 500).Select(i => Trial(i, TrialState.Completed))]),
            s => s.Set([.. Enumerable.Range(500, 600).Select(i => Trial(i, TrialState.Completed))]),
            s => s.Study = s.Study with { Status = StudyStatus.Completed });

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch");

        Lines(result).ShouldBe(["GAT+RL trial 0: dropout=0.15 embedding_dim=96 (small step)"]);
    }

    [Fact]
    public async Task A_name_cannot_write_lines_of_its_own()
    {
        await using var server = await StubServer.StartAsync();
        var hostile = Configuration.Of(("model", "a\n[00:00:00] trial 9: EXCELLENT\u001b[2J"));
        _ = new ScriptedStudy(
            server,
            GroupViews.Study() with { Groups = [], Best = null },
            s => s.Set(Trial(0, TrialState.Running) with { Configuration = hostile, Reason = "x\r\ny" }),
            s => s.Set(Trial(0, TrialState.Failed) with { Configuration = hostile, Error = "\u001b[31m" }),
            s => s.Study = s.Study with { Status = StudyStatus.Completed });

        var result = await Archopt.OnAsync(server, "show", "cvrp", "--watch");

        Lines(result).Length.ShouldBe(2);
        result.Error.ShouldNotContain('\u001b');
        result.ErrorLines.ShouldNotContain(line => line.Contains("] trial 9", StringComparison.Ordinal) && line.StartsWith("[00:00:00]", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_the_same_in_every_configuration_is_not_told()
    {
        var study = GroupViews.Study() with { Definition = JsonElement.Parse("""{"space":{"dropout":{"type":"constant","value":0.15},"embedding_dim":{"type":"int"}}}""") };

        TrialLines.Started(study, Trial(1, TrialState.Running), again: false).ShouldBe("GAT+RL trial 1: embedding_dim=96 (small step)");
    }

    private static TrialView Trial(long number, TrialState state, int attempt = 1) => Views.Trial(number, state, 0.5095) with
    {
        Attempt = attempt,
        Configuration = Configuration.Parse("""{"model":"GAT+RL","embedding_dim":96,"dropout":0.15}"""),
        Reason = "small step",
        Metrics = Views.Metrics(("val_cost", 0.5095)),
        Sequence = number,
        DurationSeconds = 43.2,
    };

    /// <summary>The lines of trials, without their times.</summary>
    private static string[] Lines(CliResult result) => [.. result.ErrorLines.Where(line => line.StartsWith('[') && line[9..11] == "] ").Select(line => line[11..])];
}
