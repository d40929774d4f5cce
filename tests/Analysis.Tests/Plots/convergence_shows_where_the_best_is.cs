using ArchOpt.Analysis.Plots;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Plots;

public sealed class convergence_shows_where_the_best_is
{
    private static readonly SearchSpace Line = new([new FloatParameter("x", 0, 1)]);

    [Fact]
    public void the_minimum_of_each_group_is_circled_where_it_lies()
    {
        var analysis = Samples.OfResilient;
        var plot = DrawnPlot.Of(analysis, "convergence");

        var rings = plot.Rings.OrderBy(ring => ring.X).ToArray();

        var best = analysis.Data.Measured.GroupBy(trial => trial.Group).Select(group => group.MinBy(trial => trial.Value)!).OrderBy(trial => trial.Number).ToArray();
        best.Length.ShouldBe(3);
        rings.Length.ShouldBe(3);
        for (var i = 0; i < 3; i++)
        {
            rings[i].X.ShouldBe(plot.AtX(best[i].Number), 1);
            rings[i].Y.ShouldBe(plot.AtY(best[i].Value!.Value), 1);
            plot.Texts.ShouldContain(text => text.Text == FormattableString.Invariant($"{best[i].Group}: {best[i].Value:0.0000} (trial {best[i].Number})"));
        }
    }

    [Fact]
    public void grades_are_drawn_where_they_lie_and_named()
    {
        var plot = DrawnPlot.Of(Samples.OfResilient, "convergence");

        foreach (var (name, value) in new[] { ("good", 0.55), ("excellent", 0.51), ("breakthrough", 0.50) })
        {
            var y = plot.AtY(value);
            plot.Named("line").Count(line => Math.Abs(DrawnPlot.Number(line, "y1") - y) < 1 && line.Attribute("stroke-dasharray") is not null).ShouldBe(1, name);
            plot.Texts.ShouldContain(text => text.Text == FormattableString.Invariant($"{name} {value:0.00}") && Math.Abs(text.Y - 4 - y) < 20);
        }
    }

    [Fact]
    public void a_maximised_objective_gives_the_mirrored_picture()
    {
        var (least, most) = (DrawnPlot.Of(Samples.OfResilient, "convergence"), DrawnPlot.Of(Samples.OfMirrored, "convergence"));

        var below = least.Rings.Select(ring => least.Area.Bottom - ring.Y);
        var above = most.Rings.Select(ring => ring.Y - most.Area.Top);

        below.Zip(above).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 0.5);
        StudyPlots.Of(Samples.OfMirrored)[0].Caption.ShouldStartWith("The maximum of each group");
    }

    [Fact]
    public void a_far_outlier_does_not_flatten_the_rest()
    {
        var analysis = OddSamples.Of(Samples.Definition(Line, "loss"), [.. Enumerable.Range(0, 40).Select(i => i == 11 ? 1e9 : 0.5 + (0.001 * i))]);
        var plot = DrawnPlot.Of(analysis, "convergence");

        Math.Abs(plot.AtY(0.5) - plot.AtY(0.52)).ShouldBeGreaterThan(0.3 * plot.Area.Height);
        plot.Texts.ShouldContain(text => text.Text.Contains("1 value lies off the scale, the furthest at 1e9"));
    }

    [Fact]
    public void values_over_decades_have_a_logarithmic_axis()
    {
        var analysis = OddSamples.Of(Samples.Definition(Line, "loss"), [.. Enumerable.Range(0, 40).Select(i => Math.Pow(10, -i / 5.0))]);

        DrawnPlot.Of(analysis, "convergence").Texts.ShouldContain(text => text.Text == "loss (minimised, logarithmic)");
        DrawnPlot.Of(Samples.OfSeed, "convergence").Texts.ShouldContain(text => text.Text == "auc (maximised)");
    }

    [Fact]
    public void the_mean_over_seeds_is_best_and_not_the_luckiest_run()
    {
        var plot = DrawnPlot.Of(OddSamples.Replicated, "convergence");

        plot.Rings.ShouldHaveSingleItem().Y.ShouldBe(plot.AtY(0.3), 1);
        plot.Texts.ShouldContain(text => text.Text == "0.3000 (mean of trials 4-5)");
    }

    [Fact]
    public void what_breaks_a_soft_constraint_is_shown_and_never_best()
    {
        var sample = new AnalysisSample(Samples.Definition(Line, "loss") with { Constraints = [new("loss", 0.2, null, ConstraintMode.Soft)] });
        foreach (var value in (double[])[0.5, 0.1, 0.4]) sample.Add(Configuration.Of(("x", value)), AttemptState.Completed, [value]);
        var plot = DrawnPlot.Of(sample.Analyse(), "convergence");

        plot.Texts.ShouldContain(text => text.Text == "0.4000 (trial 2)");
        plot.Texts.ShouldContain(text => text.Text == "breaks a constraint");
    }

    [Fact]
    public void trials_without_a_value_are_counted_at_the_foot()
    {
        var analysis = Samples.OfResilient;
        var plot = DrawnPlot.Of(analysis, "convergence");

        foreach (var state in new[] { TrialState.Pruned, TrialState.Infeasible, TrialState.Failed })
        {
            var count = analysis.Trials.Count(trial => trial.State == state);
            count.ShouldBeGreaterThan(0);
            plot.Texts.ShouldContain(text => text.Text == $"{state.ToString().ToLowerInvariant()} {count}");
        }
    }

    [Fact]
    public void a_study_in_which_everything_failed_still_shows_that()
    {
        var sample = new AnalysisSample(Samples.Definition(Line, "loss"));
        for (var i = 0; i < 5; i++) sample.Add(Configuration.Of(("x", i / 5.0)), AttemptState.Failed, []);

        var plot = StudyPlots.Of(sample.Analyse()).Single(plot => plot.Name == "convergence");

        plot.Caption.ShouldBe("No trial has a result that may be best.");
        new DrawnPlot(plot.Svg).Texts.ShouldContain(text => text.Text == "failed 5");
    }
}
