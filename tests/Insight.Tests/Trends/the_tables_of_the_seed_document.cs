using ArchOpt.Insight.Trends;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Trends;

/// <summary>The published tables over 250 trials, from trials that have the published figures: mean, max, % of top 60, and what the authors concluded.</summary>
public sealed class the_tables_of_the_seed_document
{
    [Fact]
    public void Dropout()
    {
        var trend = Table(SampleTrials.Published(
            new FloatParameter("dropout", 0.1, 0.7), new(0.1, 62, 2, 0.7048, 0.7236), new(0.3, 63, 8, 0.7016, 0.7315), new(0.5, 63, 34, 0.7150, 0.7302), new(0.7, 62, 16, 0.7099, 0.7244)));
        trend.Rows.Select(Cells).ShouldBe(
        [
            "0.1 | 62 | 0.7048 | 0.7236 | 3.3%",
            "0.3 | 63 | 0.7016 | 0.7315 | 13.3%",
            "*0.5 | 63 | 0.7150 | 0.7302 | 56.7%",
            "0.7 | 62 | 0.7099 | 0.7244 | 26.7%",
        ]);
        trend.Finding.ShouldBe(new(FindingKind.DominantValue, "dropout = 0.5 dominates: 56.7% of the top 60, the best mean (0.7150)."));
    }

    [Fact]
    public void Learning_rate()
    {
        var trend = Table(SampleTrials.Published(
            new FloatParameter("lr", 1e-5, 5e-4, Log: true), new(1e-5, 62, 2, 0.7061, 0.7233), new(5e-5, 63, 12, 0.7059, 0.7315), new(1e-4, 63, 37, 0.7146, 0.7300), new(5e-4, 62, 9, 0.7054, 0.7302)));
        trend.Rows.Select(Cells).ShouldBe(
        [
            "1e-5 | 62 | 0.7061 | 0.7233 | 3.3%",
            "5e-5 | 63 | 0.7059 | 0.7315 | 20.0%",
            "*1e-4 | 63 | 0.7146 | 0.7300 | 61.7%",
            "5e-4 | 62 | 0.7054 | 0.7302 | 15.0%",
        ]);
        trend.Finding.Kind.ShouldBe(FindingKind.DominantValue);
    }

    [Fact]
    public void Depth_is_bimodal()
    {
        var trend = Table(SampleTrials.Published(
            new IntParameter("n_layers", 2, 8),
            new(2, 60, 16, 0.711, 0.7302), new(3, 30, 3, 0.705, 0.7230), new(4, 30, 3, 0.704, 0.7220), new(5, 30, 4, 0.703, 0.7221), new(6, 40, 21, 0.715, 0.7315), new(7, 30, 9, 0.708, 0.7240), new(8, 30, 4, 0.704, 0.7229)));
        Cells(trend.Rows[0]).ShouldEndWith("26.7%");
        Cells(trend.Rows[4]).ShouldEndWith("35.0%");
        Cells(trend.Rows[5]).ShouldEndWith("15.0%");
        trend.Finding.ShouldBe(new(FindingKind.Bimodal, "n_layers has two good regions, 2 (26.7% of the top 60) and 6 (35.0%), with 16.7% in between."));
    }

    [Fact]
    public void Width_is_dominated_by_one_value()
    {
        var trend = Table(SampleTrials.Published(
            new OrdinalParameter("d_model", [48, 96, 128, 192]), new(48, 62, 14, 0.706, 0.7299), new(96, 63, 5, 0.704, 0.7302), new(128, 63, 38, 0.715, 0.7315), new(192, 62, 3, 0.703, 0.7230)));
        Cells(trend.Rows[0]).ShouldEndWith("23.3%");
        Cells(trend.Rows[2]).ShouldBe("*128 | 63 | 0.7150 | 0.7315 | 63.3%");
        trend.Finding.Kind.ShouldBe(FindingKind.DominantValue);
    }

    [Fact]
    public void More_weight_decay_is_better_and_two_values_are_marked()
    {
        var trend = Table(SampleTrials.Published(
            new OrdinalParameter("weight_decay", [0.0, 1e-5, 1e-4, 1e-3]), new(0.0, 62, 8, 0.7035, 0.7236), new(1e-5, 63, 3, 0.7040, 0.7230), new(1e-4, 63, 22, 0.7090, 0.7315), new(1e-3, 62, 27, 0.7120, 0.7302)));
        trend.Rows.Select(row => row.Label).ShouldBe(["0", "1e-5", "1e-4", "1e-3"]);
        trend.Rows.Select(row => Cells(row).Split(" | ")[^1]).ShouldBe(["13.3%", "5.0%", "36.7%", "45.0%"]);
        trend.Rows.Where(row => row.IsMarked).Select(row => row.Label).ShouldBe(["1e-4", "1e-3"]);
        trend.Finding.Kind.ShouldBe(FindingKind.Monotone);
        trend.Finding.Sentence.ShouldStartWith("Higher weight_decay is better (Spearman 0.");
    }

    [Fact]
    public void The_feed_forward_ratio_is_a_tie()
    {
        var trend = Table(SampleTrials.Published(new OrdinalParameter("d_ff_ratio", [2, 4]), new(2, 125, 35, 0.7082, 0.7315), new(4, 125, 25, 0.7083, 0.7302)));
        trend.Rows.Select(Cells).ShouldBe(["2 | 125 | 0.7082 | 0.7315 | 58.3%", "4 | 125 | 0.7083 | 0.7302 | 41.7%"]);
        trend.Finding.ShouldBe(new(FindingKind.Tie, "The values of d_ff_ratio are tied, with means from 0.7082 to 0.7083: it is no key lever."));
    }

    private static Trend Table(InsightData data)
    {
        data.Measured.Length.ShouldBe(250);
        return TrendTables.Of(data, top: 60).ShouldHaveSingleItem();
    }

    private static string Cells(TrendRow row) =>
        $"{(row.IsMarked ? "*" : "")}{row.Label} | {row.N} | {NumberText.Figure(row.Mean)} | {NumberText.Figure(row.Best)} | {NumberText.Percent(row.ShareOfTop)}";
}
