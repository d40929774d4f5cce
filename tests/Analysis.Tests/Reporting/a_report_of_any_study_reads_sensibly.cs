using System.Text.Json;
using ArchOpt.Analysis.Reporting.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Reporting;

public sealed class a_report_of_any_study_reads_sensibly
{
    private const string Plain = """{"study":"s","objectives":[{"metric":"m","goal":"maximize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1},"n":{"type":"int","low":1,"high":4}},"budget":{"trials":99}}""";

    [Fact]
    public void without_a_trial()
    {
        var report = Whole(new(Plain));
        report.ShouldContain("The study has no trials yet.");
        report.ShouldContain("No result is known yet.");
        report.ShouldContain("Nothing can be proposed: there is no feasible completed trial to start from.");
    }

    [Fact]
    public void with_one_trial()
    {
        var report = Whole(new SampleStudy(Plain).Completed(At(0.5, 2), 0.9));
        report.ShouldContain("1 trial (1 completed).");
        report.ShouldContain("**Best**: 0.9000 in trial 0.");
        report.ShouldContain("Importance cannot be ranked: 1 measured trials are too few.");
    }

    [Fact]
    public void with_a_trial_that_still_runs()
    {
        var report = Whole(new SampleStudy(Plain).Running(At(0.5, 2)));
        report.ShouldContain("1 trial (1 running).");
        report.ShouldContain("No trial has ended yet.");
    }

    [Fact]
    public void with_nothing_but_failures()
    {
        var study = new SampleStudy(Plain);
        for (var i = 0; i < 12; i++) study.Failed(At(i / 12.0, 1 + i % 4), $"exit code {i}");
        var report = Whole(study);
        report.ShouldContain("No trial has completed and is feasible yet");
        report.ShouldContain("| exit code N | 12 | 0, 1, 2, 3, 4, 5 and 6 more |");
        report.ShouldContain("**Failures**: 12 trials of 12, see section 7.");
    }

    [Fact]
    public void with_a_constant_objective()
    {
        var study = new SampleStudy(Plain);
        for (var i = 0; i < 30; i++) study.Completed(At(i / 30.0, 1 + i % 4), 0.5);
        var report = Whole(study);
        report.ShouldContain("m is 0.5000 in all 30 trials, so nothing can be said about x.");
        report.ShouldContain("Importance cannot be ranked: all measured trials have the same objective.");
    }

    [Fact]
    public void with_fifty_parameters_those_that_decide_nothing_share_one_table()
    {
        var space = string.Join(",", Enumerable.Range(0, 50).Select(i => $$"""
            "p{{i}}":{"type":"int","low":1,"high":4}
            """));
        var study = new SampleStudy($$"""{"study":"s","objectives":[{"metric":"m","goal":"minimize"}],"evaluator":{"name":"external"},"space":{ {{space}} },"budget":{"trials":999} }""");
        for (var i = 0; i < 120; i++)
        {
            var stream = RandomStream.For(1, i);
            var configuration = Configuration.Of([.. Enumerable.Range(0, 50).Select(p => ($"p{p}", ParameterValue.Of(1 + stream.NextInt32(4))))]);
            study.Completed(configuration, configuration["p7"].Number + 0.1 * stream.NextNormal(), seed: i);
        }

        var report = Whole(study);
        report.ShouldContain("### 1. p7: 1 dominates");
        report.ShouldContain("The first 20 of 50 parameters.");
        report.Split("\n### ").Count(part => part.Contains("% of top 24", StringComparison.Ordinal)).ShouldBeLessThan(20);
        report.ShouldMatch(@"### \d+\. The other \d+ parameters");
    }

    [Fact]
    public void with_several_objectives_there_is_a_front()
    {
        var study = new SampleStudy("""{"study":"s","objectives":[{"metric":"cost","goal":"minimize"},{"metric":"speed","goal":"maximize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":99}}""");
        for (var i = 0; i < 20; i++) study.Completed(Configuration.Of(("x", i / 20.0)), i, metrics: [("speed", i < 5 ? i : 0)]);
        var report = Whole(study);
        report.ShouldContain("The study has 2 objectives. What follows speaks of the first, cost;");
        report.ShouldContain("### Pareto front");
        report.ShouldContain("| Trial | cost (min) | speed (max) | Configuration |");
        report.ShouldContain("| 4 | 4.0000 | 4.0000 | x=0.2 |");
        var json = JsonElement.Parse(JsonSerializer.Serialize(study.Report().ToView(), ReportJson.Options));
        json.GetProperty("pareto").EnumerateArray().Select(point => point.GetProperty("number").GetInt32()).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void with_replicates_the_best_is_a_mean_and_the_luckiest_run_is_not()
    {
        var study = new SampleStudy("""{"study":"s","objectives":[{"metric":"m","goal":"maximize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"replicates":[1,2,3],"budget":{"trials":99}}""");
        double[][] runs = [[0.5, 0.5, 0.5], [0.9, 0.1, 0.2], [0.6, 0.7, 0.65]];
        for (var c = 0; c < 3; c++)
        {
            for (var r = 0; r < 3; r++) study.Completed(Configuration.Of(("x", c / 3.0)), runs[c][r], seed: r + 1);
        }

        var report = study.Report();
        Whole(study).ShouldContain("**Best**: 0.6500 ± 0.0289 (3 seeds) in trial 6.");
        report.Analysis.Supplement.ChampionNumber.ShouldBe(6);
        report.Analysis.Supplement.ChampionValue!.Value.ShouldBe(0.65, 1e-12);
        report.Analysis.Data.Trials.Length.ShouldBe(9); // hypotheses pair single runs by seed
    }

    [Fact]
    public void what_breaks_a_soft_constraint_is_never_called_best()
    {
        var study = new SampleStudy("""{"study":"s","objectives":[{"metric":"m","goal":"maximize"}],"constraints":[{"metric":"qps","min":100,"mode":"soft"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":99}}""");
        for (var i = 0; i < 20; i++) study.Completed(Configuration.Of(("x", i / 20.0)), i, metrics: [("qps", i < 10 ? 200 : 50)]);
        var report = Whole(study);
        report.ShouldContain("**Best**: 9.0000 in trial 9.");
        report.ShouldContain("10 completed trials broke a soft constraint and count as infeasible here.");
        report.ShouldContain("| qps below 100 (soft constraint) | 10 |");
        report.ShouldContain("Where trials are infeasible much more often than everywhere (50.0% of 20):");
        study.Report().Analysis.Supplement.ChampionNumber.ShouldBe(9);
    }

    [Fact]
    public void hypotheses_have_verdicts_in_sentences()
    {
        var report = Whole(HypothesisStudy.Create());
        report.ShouldContain("| H1: Plummet \\| beats \\<lognorm> | **supported** | ");
        report.ShouldContain("H1 is supported: plummet is better than lognorm by ");
        report.ShouldContain("### H2, comparison by comparison");
        report.ShouldContain("| problem_id = beams | supported |");
    }

    [Fact]
    public void early_stopping_and_duplicates_are_counted()
    {
        var study = new SampleStudy(Plain);
        for (var i = 0; i < 6; i++)
            study.Ended(AttemptState.Completed, At(0.5, 2), 1, attempt => attempt with { Values = [0.5 + i], Metrics = attempt.Metrics.Add("m", 0.5 + i), Training = new(10, 20, 30) });
        var report = Whole(study);
        report.ShouldContain("Early stopping ended 6 trainings and spared 180 epochs.");
        report.ShouldContain("### Duplicated trials\n\n5 trials ran a configuration that had run with the same seed");
        report.ShouldContain("| 0, 1, 2, 3, 4, 5 | 5 | x=0.5, n=2 |");
    }

    [Fact]
    public void the_same_trials_have_the_same_report()
    {
        SeedStudy.Create().Report().ToHtml().ShouldBe(SeedStudy.Create().Report().ToHtml());
    }

    private static Configuration At(double x, int n) => Configuration.Of(("x", x), ("n", (double)n));

    /// <summary>The Markdown, after everything that holds for any report was checked in all formats.</summary>
    private static string Whole(SampleStudy study)
    {
        var report = study.Report();
        var markdown = report.ToMarkdown(withPlots: false);
        markdown.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]).ShouldBe(
        [
            "1. Overview", "2. Convergence", "3. Observed trends", "4. Importance and interactions", "5. Hypotheses", "6. Untested values worth trying", "7. Failures and infeasible regions", "8. Supplementary trials",
        ]);
        markdown.ShouldNotContain("NaN");
        markdown.ShouldNotContain("∞");
        markdown.ShouldNotContain("![");
        markdown.ShouldNotContain("\n\n\n");
        WellFormed.Page(report.ToHtml()).ShouldNeedNothingElse();
        JsonSerializer.Serialize(report.ToView(), ReportJson.Options).ShouldNotContain("\"NaN\"");
        return markdown;
    }
}
