using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Insight.Importance;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Plots;

public sealed class plots_show_what_they_say
{
    [Fact]
    public void a_study_has_the_plots_that_it_has_something_for()
    {
        Names(Samples.OfResilient).ShouldBe(["convergence", "complexity", "trends", "importance", "interactions", "parallel", "curves", "timeline"]);
        Names(Samples.OfFront).ShouldBe(["convergence", "trends", "importance", "interactions", "parallel", "pareto", "timeline"]);
        Names(Samples.OfOne).ShouldBe(["convergence", "timeline"]);
    }

    [Fact]
    public void the_size_of_the_best_model_is_circled_as_it_was_reported()
    {
        var analysis = Samples.OfResilient;
        var best = analysis.Data.Best!;
        var plot = DrawnPlot.Of(analysis, "complexity");

        plot.Rings.Count().ShouldBe(3);
        var millions = best.Metrics["parameters"] / 1e6;
        plot.Texts.ShouldContain(text => text.Text == FormattableString.Invariant($"{best.Group}: {millions:G3}M (trial {best.Number})"));
    }

    [Fact]
    public void the_size_of_a_model_that_reports_none_is_estimated_from_its_configuration()
    {
        var space = new SearchSpace([new IntParameter("n_layers", 1, 8), new IntParameter("embedding_dim", 8, 512)]);
        var sample = new AnalysisSample(Samples.Definition(space, "loss"));
        sample.Add(Configuration.Of(("n_layers", 4), ("embedding_dim", 96)), AttemptState.Completed, [0.5]);
        sample.Add(Configuration.Of(("n_layers", 2), ("embedding_dim", 100)), AttemptState.Completed, [0.7]);

        var plot = StudyPlots.Of(sample.Analyse()).Single(plot => plot.Name == "complexity");

        plot.Caption.ShouldBe("Model size, estimated as n_layers * embedding_dim * embedding_dim; the best: 36.9k (trial 0).");
    }

    [Fact]
    public void every_row_of_a_trend_is_a_column_with_its_count_and_its_share_of_the_top()
    {
        var analysis = Samples.OfSeed;
        var dropout = analysis.Trends.Single(trend => trend.Parameter == "dropout");
        var plot = DrawnPlot.Of(analysis, "trends");
        var head = plot.Texts.Single(text => text.Text == "dropout");

        foreach (var row in dropout.Rows)
        {
            var label = plot.Texts.Where(text => text.Text == row.Label && text.Y > head.Y).MinBy(text => text.Y - head.Y + Math.Abs(text.X - head.X) / 10)!;
            var below = plot.Texts.Where(text => Math.Abs(text.X - label.X) < 0.2 && text.Y > label.Y && text.Y < label.Y + 40).OrderBy(text => text.Y).Select(text => text.Text).ToArray();
            below.ShouldBe([row.N.ToString(), (100 * row.ShareOfTop).ToString("0")]);
        }
    }

    [Fact]
    public void of_many_parameters_the_most_important_are_shown_and_the_others_named()
    {
        var analysis = Samples.OfHostile;
        var plot = StudyPlots.Of(analysis).Single(plot => plot.Name == "trends");

        analysis.Trends.Length.ShouldBe(17);
        plot.Caption.ShouldContain("Not shown, for they matter less: ");
        new DrawnPlot(plot.Svg).Texts.Count(text => text.Text == "trials").ShouldBe(12);
    }

    [Fact]
    public void importance_that_is_no_more_than_noise_is_hatched()
    {
        var analysis = Samples.OfSeed;
        var plot = DrawnPlot.Of(analysis, "importance");
        string[] Hatched() => [.. plot.Named("rect").Where(rect => rect.Attribute("fill")!.Value == "url(#importance-hatch)").SelectMany(rect => rect.Elements()).Select(tip => tip.Value.Split(':')[0])];

        var noise = analysis.Importance.Parameters.Where(parameter => !parameter.IsAboveNoise).Select(parameter => parameter.Parameter).ToArray();
        noise.ShouldNotBeEmpty();
        Hatched().ShouldBe(noise, ignoreOrder: true);
        StudyPlots.Of(analysis).Single(one => one.Name == "importance").Caption.ShouldBe(analysis.Importance.Evidence.Sentence);
    }

    [Fact]
    public void bars_are_as_long_as_shares()
    {
        var analysis = Samples.OfSeed;
        var plot = DrawnPlot.Of(analysis, "importance");
        var lengths = plot.Named("rect").Where(rect => rect.HasElements).Select(rect => DrawnPlot.Number(rect, "width")).ToArray();
        var shares = analysis.Importance.Parameters.Select(parameter => parameter.Share).ToArray();

        for (var i = 1; i < shares.Length; i++) (lengths[i] / lengths[0]).ShouldBe(shares[i] / shares[0], 0.01);
    }

    [Fact]
    public void every_pair_of_the_heat_map_has_its_share_in_its_cell()
    {
        var analysis = Samples.OfSeed;
        var plot = DrawnPlot.Of(analysis, "interactions");

        foreach (var pair in analysis.Importance.Interactions.Take(3)) Cell(pair).ShouldBe((100 * pair.Share).ToString("0.0"));

        string Cell(InteractionImportance pair)
        {
            var row = plot.Texts.Where(text => text.Anchor == "end" && (text.Text == pair.First || text.Text == pair.Second) && text.Y < Bottom()).MaxBy(text => text.Y)!;
            var other = row.Text == pair.First ? pair.Second : pair.First;
            var column = plot.Texts.Single(text => text.Text == other && text.Y > Bottom());
            return plot.Texts.Single(text => Math.Abs(text.Y - row.Y) < 1 && Math.Abs(text.Box.CentreX - column.Box.CentreX) < 6 && text.Anchor == "middle").Text;
        }

        double Bottom() => plot.Named("rect").Where(rect => rect.Attribute("stroke-width") is not null).Max(rect => DrawnPlot.Number(rect, "y") + DrawnPlot.Number(rect, "height"));
    }

    [Fact]
    public void of_ten_thousand_trials_five_hundred_lines_are_drawn()
    {
        var plot = DrawnPlot.Of(Samples.OfLarge, "parallel");

        plot.Named("path").Sum(path => path.Attribute("d")!.Value.Count(letter => letter == 'M')).ShouldBe(500 + 3); // and the legend's three
        plot.Texts.ShouldContain(text => text.Text.Contains("the best 50 and 450"));
    }

    [Fact]
    public void a_parameter_that_is_not_active_has_a_place_of_its_own() =>
        DrawnPlot.Of(OddSamples.Conditional, "parallel").Texts.ShouldContain(text => text.Text == "not active");

    [Fact]
    public void the_ends_of_the_front_are_circled_and_labelled()
    {
        var analysis = Samples.OfFront;
        var feasible = analysis.Trials.Where(trial => trial.State == TrialState.Completed && trial.Current.Values[1] >= 500).ToArray();
        var (first, last) = (feasible.MinBy(trial => trial.Current.Values[0])!, feasible.MaxBy(trial => trial.Current.Values[1])!);
        var plot = DrawnPlot.Of(analysis, "pareto");

        var rings = plot.Rings.OrderBy(ring => ring.X).ToArray();
        rings.Length.ShouldBe(2);
        rings[0].X.ShouldBe(plot.AtX(first.Current.Values[0]), 1);
        rings[1].Y.ShouldBe(plot.AtY(last.Current.Values[1]), 1);
        plot.Texts.ShouldContain(text => text.Text.StartsWith($"trial {first.Number}: loss "));
        plot.Texts.ShouldContain(text => text.Text.StartsWith($"trial {last.Number}: loss "));
    }

    [Fact]
    public void the_best_step_of_each_training_is_circled()
    {
        var analysis = Samples.OfResilient;
        var best = analysis.Data.Best!;
        var steps = analysis.Curves[best.Number];
        var least = steps.MinBy(step => step.Metrics["val_cost"])!;
        var plot = DrawnPlot.Of(analysis, "curves");

        plot.Rings.Count().ShouldBe(6);
        plot.Rings.ShouldContain(ring => Math.Abs(ring.X - plot.AtX(least.Step)) < 1 && Math.Abs(ring.Y - plot.AtY(least.Metrics["val_cost"])) < 1);
        plot.Texts.ShouldContain(text => text.Text == $"DGT+RL trial {best.Number}");
    }

    [Fact]
    public void lost_attempts_are_on_the_timeline()
    {
        var plot = StudyPlots.Of(Samples.OfResilient).Single(plot => plot.Name == "timeline");
        var texts = new DrawnPlot(plot.Svg).Texts.Select(text => text.Text).ToArray();

        string[] promised = ["node-0", "node-1", "node-2", "completed", "failed", "lost", "elapsed time (hours)"];
        promised.ShouldBeSubsetOf(texts);
        plot.Caption.ShouldBe("124 attempts on 3 workers, of which 4 lost.");
    }

    private static string[] Names(StudyAnalysis analysis) => [.. StudyPlots.Of(analysis).Select(plot => plot.Name)];
}
