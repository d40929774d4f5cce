using ArchOpt.Insight.Gaps;
using ArchOpt.Insight.Supplement;
using ArchOpt.Insight.Trends;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Supplement;

/// <summary>An import knows only the values that somebody tried; the seed document proposes what lies between them.</summary>
public sealed class an_imported_grid_leaves_gaps
{
    private static readonly SupplementPlan Plan = SeedStudy.Plan(ImportedStudy.Data, new(Widen: true) { Kept = ["tier"] });

    [Fact]
    public void Every_set_of_the_seed_document_is_there()
    {
        Plan.Phases.SelectMany(phase => phase.Sets).Select(set => $"{set.Id} {set.Name}").ShouldBe(
        [
            "A dropout around trial 5", "B weight_decay around trial 5", "C learning_rate around trial 5",
            "D shallow architectures around trial 186", "E deep architectures around trial 5", "F the best of each together",
        ]);
        Plan.Trials.Count().ShouldBeInRange(27, 36);
    }

    [Fact]
    public void Between_the_steps_of_a_grid()
    {
        Rows("A", "dropout").ShouldBe(
        [
            "0.35: between the champion's 0.3 and the best value 0.5", "0.4: halfway between the champion's 0.3 and the best value 0.5", "0.45: just below the best value 0.5",
            "0.5: the best value 0.5 over all trials, with the champion's other settings",
            "0.55: slightly above the best value 0.5, towards 0.7", "0.6: further above the best value 0.5, towards 0.7",
        ]);
        Set("A").Expectations.Select(e => $"{e.If} -> {e.Then}").ShouldBe(
        [
            "A3-A4 beat A1-A2 -> dropout around 0.5 is confirmed as the best, with the champion's other settings too",
            "A5-A6 beat A1-A3 -> the best dropout lies above 0.5: narrow it there",
            "the best of A1-A6 beats trial 5 -> dropout was not yet tuned, and the champion changes",
        ]);
    }

    [Fact]
    public void Between_the_rungs_of_ladders_in_ratios_and_round()
    {
        Values("C", "learning_rate").ShouldBe([6e-5, 7e-5, 8e-5, 1e-4, 1.5e-4, 2e-4]);
        Values("B", "weight_decay").ShouldBe([3e-5, 6e-5, 2e-4, 3e-4]);
    }

    [Fact]
    public void A_ladder_that_begins_with_zero_climbs_in_ratios_above_it()
    {
        SearchSpace space = new([new OrdinalParameter("weight_decay", [0, 1e-5, 1e-4, 1e-3]), new CategoricalParameter("model", ["a", "b"])]);
        var data = SampleTrials.Sampled(space, 200, (c, stream) => Math.Abs(Math.Log10(c["weight_decay"].Number + 1e-6) + 3) + (c["model"] == "a" ? 0 : 0.3) + 0.1 * stream.NextNormal());
        data.Best!.Configuration["weight_decay"].ShouldBe(ParameterValue.Of(1e-3));
        SeedStudy.Plan(data, new(Widen: true)).Phases[0].Sets[0].Trials.Select(trial => trial.Configuration["weight_decay"].Number).ShouldBe([3e-4, 6e-4, 2e-3]);
        GapSearch.Of(data, TrendTables.Of(data)).Single(gap => gap.Kind == GapKind.Untested).Values.Select(value => value.Number).ShouldBe([5e-4, 2e-4]);
    }

    [Fact]
    public void Widths_go_half_a_rung_and_stay_divisible_while_powers_of_two_stay_such()
    {
        foreach (var id in new[] { "D", "E" })
        {
            Values(id, "d_model").ShouldBe([112, 144]);
            Values(id, "n_heads").ShouldBe([4]);
        }

        Values("E", "n_layers").ShouldBe([5, 7]);
    }

    [Fact]
    public void The_last_layer_is_not_the_last_that_can_be_tried()
    {
        SearchSpace space = new([new IntParameter("n_layers", 2, 6), new OrdinalParameter("width", [64, 128, 256])]);
        var data = SampleTrials.Sampled(space, 100, (c, stream) => -c["n_layers"].Number - Math.Log2(c["width"].Number) + 0.01 * stream.NextNormal());
        var trials = SeedStudy.Plan(data, new(Widen: true)).Trials.ToList();
        trials.ShouldContain(trial => trial.Configuration["n_layers"] == 7);
        trials.ShouldContain(trial => trial.Configuration["width"] == 512);
        SeedStudy.Plan(data).Trials.ShouldAllBe(trial => trial.Configuration["n_layers"].Number <= 6 && trial.Configuration["width"].Number <= 256);
    }

    [Fact]
    public void Nothing_leaves_the_tier_of_the_trial_that_it_starts_from()
    {
        foreach (var set in Plan.Phases.SelectMany(phase => phase.Sets)) set.Trials.ShouldAllBe(trial => trial.Configuration["tier"] == set.Base["tier"]);
        var runs = new SearchSpace([new OrdinalParameter("runs", [1, 2, 4]), new FloatParameter("lr", 1e-4, 1e-1, Log: true)]);
        var data = SampleTrials.Sampled(runs, 120, (c, stream) => Math.Abs(Math.Log10(c["lr"].Number) + 2) - 0.5 * c["runs"].Number + 0.1 * stream.NextNormal());
        SeedStudy.Plan(data, new(Widen: true)).Trials.ShouldContain(trial => trial.Configuration["runs"].Number != 4);
        SeedStudy.Plan(data, new(Widen: true) { Kept = ["runs"] }).Trials.ShouldAllBe(trial => trial.Configuration["runs"].Number == 4);
    }

    [Fact]
    public void Combinations_stay_in_the_champions_own_region_of_depths()
    {
        Set("F").Trials.Count(trial => trial.Configuration["n_layers"] == 6).ShouldBeGreaterThanOrEqualTo(3);
        Set("F").Trials.ShouldContain(trial => trial.Configuration["dropout"] == 0.5 && trial.Configuration["learning_rate"] == 1e-4);
    }

    [Fact]
    public void Replicates_are_part_of_the_estimate()
    {
        var plan = SeedStudy.Plan(ImportedStudy.Data, new(Parallelism: 2) { Replicates = 3 });
        plan.Resources.TotalSeconds!.Value.ShouldBe(Math.Ceiling(plan.Trials.Count() * 3 / 2.0) * plan.Resources.MedianSeconds!.Value, 1e-9);
        plan.Resources.Sentence.ShouldStartWith($"{plan.Trials.Count()} configurations with 3 seeds each, {3 * plan.Trials.Count()} trials of ");
    }

    [Fact]
    public void Where_little_says_anything_the_champions_own_values_are_looked_around()
    {
        SearchSpace space = new([new FloatParameter("a", 0, 1), new FloatParameter("b", 0, 1, Step: 0.1)]);
        var plan = SeedStudy.Plan(SampleTrials.Sampled(space, 60, (_, stream) => stream.NextNormal()));
        plan.Phases[0].Sets.Length.ShouldBe(2);
        plan.Trials.ShouldAllBe(trial => trial.Reason.Contains("the champion's", StringComparison.Ordinal));
    }

    [Fact]
    public void A_single_trial_is_not_called_the_best_of_one()
    {
        foreach (var set in SeedStudy.Plan(ImportedStudy.Data).Phases.SelectMany(phase => phase.Sets).Where(set => set.Trials.Length == 1))
            set.Expectations.ShouldHaveSingleItem().If.ShouldBe($"{set.Trials[0].Id} beats trial {set.BaseNumber}");
    }

    private static SupplementSet Set(string id) => Plan.Phases.SelectMany(phase => phase.Sets).Single(set => set.Id == id);

    private static IEnumerable<string> Rows(string id, string path) => Set(id).Trials.Select(trial => $"{trial.Configuration[path]}: {trial.Reason}");

    /// <summary>The values that differ from the set's base.</summary>
    private static IEnumerable<double> Values(string id, string path) =>
        Set(id).Trials.Select(trial => trial.Configuration[path]).Where(value => value != Set(id).Base[path]).Select(value => value.Number);
}
