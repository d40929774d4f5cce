using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>The tables that took a researcher a day: same columns, same figures, same conclusions.</summary>
public sealed class the_report_reads_like_the_seed_document
{
    [Fact]
    public void a_dominant_value_has_its_table_its_heading_and_its_finding()
    {
        var report = Published.Of("dropout", """{"type":"float","low":0.1,"high":0.7}""", new(0.1, 62, 2, 0.7048, 0.7236), new(0.3, 63, 8, 0.7016, 0.7315), new(0.5, 63, 34, 0.7150, 0.7302), new(0.7, 62, 16, 0.7099, 0.7244))
            .Report(top: 60).ToMarkdown(withPlots: false);

        report.ShouldContain("### 1. dropout: 0.5 dominates\n");
        report.ShouldContain("| dropout | n | Mean auc | Max auc | % of top 60 | Standard error |\n|---|---:|---:|---:|---:|---:|\n");
        report.ShouldContain("\n| 0.1 | 62 | 0.7048 | 0.7236 | 3.3% | ");
        report.ShouldContain("\n| 0.3 | 63 | 0.7016 | 0.7315 | 13.3% | ");
        report.ShouldContain("\n| **0.5** | 63 | **0.7150** | 0.7302 | **56.7%** | ");
        report.ShouldContain("\n| 0.7 | 62 | 0.7099 | 0.7244 | 26.7% | ");
        report.ShouldContain("**Finding**: dropout = 0.5 dominates: 56.7% of the top 60, the best mean (0.7150).");
        report.ShouldContain("| dropout | **0.4, 0.6** | dropout = 0.5 is good (56.7% of the top 60), and nothing was tried between it and 0.3 or 0.7. |");
    }

    [Fact]
    public void higher_is_better_marks_both_good_values()
    {
        var report = Published.Study("weight_decay", new(0.0, 62, 8, 0.7035, 0.7236), new(1e-5, 63, 3, 0.7040, 0.7230), new(1e-4, 63, 22, 0.7090, 0.7315), new(1e-3, 62, 27, 0.7120, 0.7302))
            .Report(top: 60).ToMarkdown(withPlots: false);

        report.ShouldContain("### 1. weight_decay: higher is better\n");
        report.ShouldContain("| **1e-4** | 63 | **0.7090** | 0.7315 | **36.7%** |");
        report.ShouldContain("| **1e-3** | 62 | **0.7120** | 0.7302 | **45.0%** |");
    }

    [Fact]
    public void a_tie_is_no_key_lever()
    {
        var report = Published.Study("d_ff_ratio", new(2, 125, 35, 0.7082, 0.7315), new(4, 125, 25, 0.7083, 0.7302)).Report(top: 60).ToMarkdown(withPlots: false);

        report.ShouldContain("### 1. d_ff_ratio: no key lever\n");
        report.ShouldContain("| 2 | 125 | 0.7082 | 0.7315 | 58.3% |");
        report.ShouldContain("| 4 | 125 | 0.7083 | 0.7302 | 41.7% |");
    }

    [Fact]
    public void two_good_regions_are_bimodal()
    {
        var report = Published.Study(
            "n_layers", new(2, 60, 16, 0.711, 0.7302), new(3, 30, 3, 0.705, 0.7230), new(4, 30, 3, 0.704, 0.7220), new(5, 30, 4, 0.703, 0.7221), new(6, 40, 21, 0.715, 0.7315), new(7, 30, 9, 0.708, 0.7240), new(8, 30, 4, 0.704, 0.7229))
            .Report(top: 60).ToMarkdown(withPlots: false);

        report.ShouldContain("### 1. n_layers: bimodal, 2 or 6\n");
        report.ShouldContain("n_layers has two good regions, 2 (26.7% of the top 60) and 6 (35.0%), with 16.7% in between.");
        report.ShouldContain("Spearman"); // the seed names the correlation, too
    }

    [Fact]
    public void a_minimised_objective_has_the_mirrored_table()
    {
        var study = new SampleStudy("""{"study":"s","objectives":[{"metric":"cost","goal":"minimize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"ordinal","values":[1,2]}},"budget":{"trials":99}}""");
        for (var i = 0; i < 40; i++) study.Completed(Configuration.Of(("x", 1.0 + i % 2)), i % 2 == 0 ? 0.1 + 0.001 * i : 0.9 + 0.001 * i, seed: i);

        var report = study.Report().ToMarkdown(withPlots: false);

        report.ShouldContain("| x | n | Mean cost | Min cost | % of top 8 | Standard error |");
        report.ShouldContain("| **1** | 20 | **0.1190** | 0.1000 | **100.0%** |");
        report.ShouldContain("Minimised: cost");
    }

    [Fact]
    public void the_proposal_has_phases_sets_expectations_resources_and_the_commands_that_run_it()
    {
        var report = SeedStudy.Create().Report().ToMarkdown(withPlots: false);
        var proposal = report[report.IndexOf("## 8. Supplementary trials", StringComparison.Ordinal)..];

        proposal.ShouldContain("### Phase 1: ");
        proposal.ShouldContain("#### Set A: ");
        proposal.ShouldContain("Base, trial 51 (0.7166, group 200M): tier=200M, dropout=0.5, lr=1e-4");
        proposal.ShouldContain("### Expected outcomes\n\n| If | Then |\n");
        proposal.ShouldContain("### Resources\n\n15 trials of ");
        proposal.ShouldEndWith("archopt propose phase6b-a50 --out next.yaml\narchopt run next.yaml\n```\n");
    }

    [Fact]
    public void failures_are_grouped_by_cause_and_located()
    {
        var report = SeedStudy.Create().Report().ToMarkdown(withPlots: false);

        report.ShouldContain("| CUDA out of memory: tried to allocate N MiB | 14 | 36, 46, 65, 95, 117, 131 and 8 more |");
        report.ShouldContain("| d_model = 192 and tier = 200M | 14 | 14 | 100.0% |");
    }

    [Fact]
    public void convergence_tells_when_the_best_came_and_which_thresholds_were_crossed()
    {
        var report = SeedStudy.Create().Report().ToMarkdown(withPlots: false);

        report.ShouldContain("The best improved 5 times over 250 results; the last improvement was trial 51, result 52");
        report.ShouldContain("| 25% | 63 | 0.7166 | 51 | 0.0089 |");
        report.ShouldContain("| good | 0.7 | trial 2 (result 3) |");
        report.ShouldContain("| dream | 0.8 | not reached |");
        report.ShouldContain("| 200M | 84 | 0.7166 | 7 | trial 51, its result 18 of 84 |");
    }
}
