using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

public class a_curve_is_summarised
{
    [Fact]
    public void short_ones_are_kept_whole()
    {
        var curve = new CurveSummary("loss", []);
        for (var step = 1; step <= 100; step++) curve.Add(step, Samples.Metrics(("loss", step)));
        curve.Build().Select(p => p.Step).ShouldBe(Enumerable.Range(1, 100).Select(n => (long)n));
    }

    [Theory]
    [InlineData(129)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void long_ones_keep_the_needed_steps_the_first_and_the_last(int steps)
    {
        long[] needed = [3, 27, 501];
        var curve = new CurveSummary("loss", [.. needed]);
        for (var step = 1; step <= steps; step++) curve.Add(step, Samples.Metrics(("loss", step)));
        var kept = curve.Build().Select(p => p.Step).ToArray();
        kept.Length.ShouldBeInRange(CurveSummary.Capacity / 2, CurveSummary.Capacity + needed.Length + 1);
        kept.ShouldBe(kept.Order().Distinct());
        foreach (var step in needed.Where(n => n <= steps).Append(1).Append(steps)) kept.ShouldContain(step);
    }

    [Fact]
    public void what_cannot_be_compared_and_what_comes_late_is_left_out()
    {
        var curve = new CurveSummary("loss", [3]);
        curve.Add(1, Samples.Metrics(("loss", 1)));
        curve.Add(3, Samples.Metrics(("loss", double.NaN)));
        curve.Add(4, Samples.Metrics(("other", 1)));
        curve.Add(5, Samples.Metrics(("loss", 0.5)));
        curve.Add(5, Samples.Metrics(("loss", 9)));
        curve.Add(2, Samples.Metrics(("loss", 9)));
        curve.Build().ShouldBe([new(1, Samples.Metrics(("loss", 1))), new(5, Samples.Metrics(("loss", 0.5)))]);
        new CurveSummary("loss", []).Build().ShouldBeEmpty();
    }
}
