using System.Text.Json;

namespace ArchOpt.Cli.Tests;

/// <summary>The whole way of somebody who has results and wants to know what they say: dumps of another tool, a report, the next trials.</summary>
public sealed class From_imported_trials_to_the_next_ones : IDisposable
{
    private static readonly double[] Dropouts = [0.1, 0.3, 0.5, 0.7], Rates = [1e-5, 5e-5, 1e-4, 5e-4];

    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Every_figure_of_a_trend_table_is_that_of_the_dumps()
    {
        var trials = await ImportAsync();

        var report = JsonDocument.Parse((await CallAsync("report", "hpo", "--format", "json", "--top", "30")).Output).RootElement;

        report.GetProperty("counts").GetProperty("completed").GetInt32().ShouldBe(160);
        report.GetProperty("best").EnumerateArray().Select(best => best.GetProperty("group").GetString()).ShouldBe(["a50-2M", "a50-20M"]);
        var rows = report.GetProperty("trends").EnumerateArray().Single(trend => trend.GetProperty("parameter").GetString() == "dropout").GetProperty("rows").EnumerateArray().ToList();
        rows.ConvertAll(row => row.GetProperty("value").GetDouble()).ShouldBe(Dropouts);
        var top = trials.OrderByDescending(trial => trial.Auc).Take(30).ToList();
        foreach (var row in rows)
        {
            var own = trials.Where(trial => trial.Dropout == row.GetProperty("value").GetDouble()).ToList();
            row.GetProperty("n").GetInt32().ShouldBe(own.Count);
            row.GetProperty("mean").GetDouble().ShouldBe(own.Average(trial => trial.Auc), 1e-12);
            row.GetProperty("best").GetDouble().ShouldBe(own.Max(trial => trial.Auc));
            row.GetProperty("share_of_top_k").GetDouble().ShouldBe(top.Intersect(own).Count() / 30.0, 1e-12);
        }
    }

    [Fact]
    public async Task The_next_trials_lie_between_the_values_that_were_tried_and_keep_the_group_of_the_champion()
    {
        await ImportAsync();

        var written = await CallAsync("propose", "hpo", "--out", files["next.yaml"]);

        written.ExitCode.ShouldBe(0, written.Error);
        (await CallAsync("validate", files["next.yaml"])).ExitCode.ShouldBe(0);
        var proposal = JsonDocument.Parse((await CallAsync("propose", "hpo", "--json")).Output).RootElement;
        var tuned = proposal.GetProperty("phases")[0].GetProperty("sets").EnumerateArray().SelectMany(set => set.GetProperty("trials").EnumerateArray())
            .Select(trial => trial.GetProperty("configuration")).ToList();
        tuned.Select(configuration => configuration.GetProperty("dropout").GetDouble()).Except(Dropouts).ShouldNotBeEmpty();
        tuned.ShouldAllBe(configuration => configuration.GetProperty("group").GetString() == proposal.GetProperty("champion").GetProperty("group").GetString());
    }

    /// <summary>Two dumps of 80 trials each: dropout 0.5 and a rate of 1e-4 are best, a larger budget is a little better.</summary>
    private async Task<List<Run>> ImportAsync()
    {
        var all = new List<Run>();
        foreach (var (group, bonus) in new[] { ("a50-2M", 0.0), ("a50-20M", 0.004) })
        {
            var random = new Random(group.Length);
            var runs = Enumerable.Range(0, 80).Select(i => (Dropout: Dropouts[i % 4], Rate: Rates[i / 4 % 4])).Select(c => new Run(
                c.Dropout, c.Rate, Math.Round(0.71 + bonus - 0.04 * Math.Abs(c.Dropout - 0.5) - 0.004 * Math.Abs(Math.Log(c.Rate / 1e-4)) + 0.002 * random.NextDouble(), 6))).ToList();
            all.AddRange(runs);
            var dump = JsonSerializer.Serialize(runs.Select((run, i) => new
            {
                number = i,
                value = run.Auc,
                state = "TrialState.COMPLETE",
                @params = new { dropout = run.Dropout },
                user_attrs = new { forced_learning_rate = run.Rate, duration = 30 },
            }));
            var import = await CallAsync("import", files.Write($"{group}.json", dump), "--study", "hpo", "--objective", "auc", "--goal", "maximize", "--group", group);
            import.ExitCode.ShouldBe(0, import.Error);
        }

        return all;
    }

    private Task<CliResult> CallAsync(params string[] arguments) => Archopt.RunAsync([.. arguments, "--embedded", "--data", files["data"]]);

    private sealed record Run(double Dropout, double Rate, double Auc);
}
