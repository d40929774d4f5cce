using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Insight.Tests.Trends;

public sealed class a_trend_table_is_honest
{
    private static readonly SearchSpace Space = new([
        new FloatParameter("lr", 1e-5, 1e-1, Log: true),
        new CategoricalParameter("model", ["gat", "gt"]),
        new IntParameter("heads", 1, 3, When: new([new("model", ["gt"])])),
        new ListParameter("arch", 1, 2, new([new OrdinalParameter("width", [64, 128])])),
        new ConstantParameter("version", 7),
    ]);

    [Fact]
    public void Every_parameter_has_a_table_constants_excepted()
    {
        var trends = TrendTables.Of(Sample(400));
        trends.Select(trend => trend.Parameter).ShouldBe(["lr", "model", "heads", "len(arch)", "arch[0].width", "arch[1].width"]);
        foreach (var trend in trends)
        {
            trend.TopK.ShouldBe(60);
            trend.Rows.Sum(row => row.N).ShouldBe(400);
            trend.Rows.Sum(row => row.ShareOfTop).ShouldBe(1, 1e-12);
        }

        trends[1].Rows.Select(row => row.Label).ShouldBe(["gat", "gt"]);
        trends[2].Rows.Select(row => row.Label).ShouldBe(["1", "2", "3", "not active"]);
        trends[2].Rows[^1].IsInactive.ShouldBeTrue();
    }

    [Fact]
    public void Many_values_are_binned_and_the_bins_say_what_is_in_them()
    {
        var data = Sample(400);
        var trend = TrendTables.Of(data)[0];
        trend.IsBinned.ShouldBeTrue();
        trend.Rows.Length.ShouldBe(6);
        trend.Rows.ShouldAllBe(row => row.N >= 60 && row.N <= 72);
        for (var i = 1; i < trend.Rows.Length; i++) trend.Rows[i].Low!.Value.ShouldBeGreaterThan(trend.Rows[i - 1].High!.Value);
        foreach (var row in trend.Rows)
        {
            row.Label.ShouldBe($"{NumberText.Rounded(row.Low!.Value)} .. {NumberText.Rounded(row.High!.Value)}");
            double[] inside = [.. data.Measured.Where(trial => trial.Configuration["lr"].Number >= row.Low && trial.Configuration["lr"].Number <= row.High).Select(trial => trial.Value!.Value)];
            row.N.ShouldBe(inside.Length);
            row.Mean.ShouldBe(inside.Average(), 1e-12);
            row.Best.ShouldBe(inside.Min());
        }
    }

    [Fact]
    public void The_order_of_the_trials_changes_nothing()
    {
        var data = Sample(200, ties: true);
        for (var seed = 0; seed < 5; seed++)
            TrendTables.Of(SampleTrials.Shuffled(data, seed)).Select(Text).ShouldBe(TrendTables.Of(data).Select(Text));
    }

    [Fact]
    public void A_maximised_objective_mirrors_the_table()
    {
        var data = Sample(200);
        var mirrored = SampleTrials.Mirrored(data);
        foreach (var (one, other) in TrendTables.Of(data).Zip(TrendTables.Of(mirrored)))
        {
            other.Finding.Kind.ShouldBe(one.Finding.Kind);
            other.Rows.Select(row => (row.Label, -row.Mean, -row.Best, row.ShareOfTop, row.StandardError, row.IsMarked))
                .ShouldBe(one.Rows.Select(row => (row.Label, row.Mean, row.Best, row.ShareOfTop, row.StandardError, row.IsMarked)));
        }

        ParameterCorrelations.Of(mirrored).Select(c => c.Spearman).ShouldBe(ParameterCorrelations.Of(data).Select(c => -c.Spearman));
    }

    [Fact]
    public void What_has_no_value_is_counted_and_kept_out_of_means()
    {
        var good = Sample(50);
        InsightTrial With(long number, ObservedOutcome outcome, double? value) => new(number, good.Trials[0].Configuration, outcome, value);
        var data = new InsightData(Space, good.Objective, good.Trials.Concat([
            With(1000, ObservedOutcome.Completed, double.NaN), With(1001, ObservedOutcome.Completed, double.NegativeInfinity), With(1002, ObservedOutcome.Completed, null),
            With(1003, ObservedOutcome.Failed, null), With(1004, ObservedOutcome.Infeasible, -1e9), With(1005, ObservedOutcome.Pruned, -1e9),
        ]));
        data.Counts.ShouldBe(new(50, 3, 1, 1, 1));
        TrendTables.Of(data).Select(Text).ShouldBe(TrendTables.Of(good).Select(Text));
        Should.Throw<ArgumentException>(() => new InsightData(Space, good.Objective, [good.Trials[0], good.Trials[0]]));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(12, 2)]
    [InlineData(299, 59)]
    [InlineData(301, 60)]
    [InlineData(5000, 60)]
    public void The_top_is_sixty_or_a_fifth_whichever_is_less(int trials, int top) => Sample(trials).TopCount().ShouldBe(top);

    [Fact]
    public void Ties_at_the_border_of_the_top_go_to_the_lower_number()
    {
        var space = new SearchSpace([new OrdinalParameter("x", [1, 2])]);
        var data = new InsightData(space, new("loss", false), Enumerable.Range(0, 20).Select(i => SampleTrials.Completed(i, Configuration.Of(("x", i < 10 ? 2 : 1)), i == 19 ? 0 : 1)));
        TrendTables.Of(data, top: 4)[0].Rows.Select(row => row.ShareOfTop).ShouldBe([0.25, 0.75]);
    }

    [Fact]
    public void Degenerate_studies_say_what_they_are()
    {
        TrendTables.Of(Sample(0)).ShouldBeEmpty();
        TrendTables.Of(Sample(1)).ShouldAllBe(trend => trend.Finding.Kind == FindingKind.SingleValue && trend.Rows.All(row => row.StandardError == null));
        TrendTables.Of(Sample(6)).ShouldAllBe(trend => trend.Finding.Kind == FindingKind.TooFewTrials || trend.Finding.Kind == FindingKind.SingleValue);
        var constant = TrendTables.Of(SampleTrials.Sampled(Space, 60, (_, _) => 0.25));
        constant.ShouldAllBe(trend => trend.Finding.Kind == FindingKind.ConstantObjective && trend.Rows.All(row => !row.IsMarked));
        constant[1].Finding.Sentence.ShouldBe("loss is 0.2500 in all 60 trials, so nothing can be said about model.");
    }

    [Fact]
    public void Noise_is_a_tie_nineteen_times_in_twenty()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, 50).Select(i => new FloatParameter($"x{i}", 0, 1))]);
        var findings = TrendTables.Of(SampleTrials.Sampled(space, 300, (_, stream) => stream.NextNormal())).Select(trend => trend.Finding.Kind).ToList();
        findings.Count.ShouldBe(50);
        findings.Count(kind => kind == FindingKind.Tie).ShouldBeGreaterThan(40);
    }

    [Fact]
    public void A_slope_is_monotone_and_a_hill_is_none()
    {
        var space = new SearchSpace([new FloatParameter("slope", 0, 1), new FloatParameter("hill", 0, 1)]);
        var trends = TrendTables.Of(SampleTrials.Sampled(space, 300, (c, _) => c["slope"].Number + 4 * Math.Pow(c["hill"].Number - 0.5, 2)));
        trends[0].Finding.Kind.ShouldBe(FindingKind.Monotone);
        trends[0].Finding.Sentence.ShouldStartWith("Lower slope is better (Spearman 0.");
        trends[1].Finding.Kind.ShouldNotBe(FindingKind.Monotone);
        trends[1].Rows.Where(row => row.IsMarked).ShouldAllBe(row => row.Low > 0.2 && row.High < 0.8);
    }

    [Theory]
    [InlineData(1e-5, "1e-5")]
    [InlineData(1e-4, "1e-4")]
    [InlineData(0.00025, "2.5e-4")]
    [InlineData(0.001, "1e-3")]
    [InlineData(0.01, "0.01")]
    [InlineData(0.0125, "0.0125")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(-0.0003, "-3e-4")]
    [InlineData(128, "128")]
    [InlineData(20_000_000, "2e7")]
    [InlineData(1_234_567, "1234567")]
    public void Numbers_are_written_as_people_write_them(double value, string text)
    {
        NumberText.Exact(value).ShouldBe(text);
        double.Parse(text).ShouldBe(value);
    }

    private static InsightData Sample(int count, bool ties = false) => SampleTrials.Sampled(
        Space,
        count,
        (configuration, stream) =>
        {
            var value = Math.Log10(configuration["lr"].Number) + (configuration["model"].Text == "gt" ? 1 : 0) + stream.NextNormal();
            return ties ? Math.Round(value) : value;
        });

    private static string Text(Trend trend) => $"{trend.Parameter} {trend.Finding} {string.Join(';', trend.Rows.Select(row => (row with { Members = [] }).ToString()))}";
}
