using ArchOpt.Insight.Supplement;

namespace ArchOpt.Insight.Tests.Supplement;

public sealed class what_came_of_it
{
    private static readonly SupplementPlan Plan = SeedStudy.Plan(SeedStudy.Data);

    /// <summary>The letter of the set that fine-tunes dropout.</summary>
    private static readonly string D = Plan.Phases[0].Sets.Single(set => set.Name.StartsWith("dropout", StringComparison.Ordinal)).Id;

    private static readonly string Confirmed = $"{D}3-{D}4 beat {D}1-{D}2";

    private static bool Is(string id, params int[] places) => places.Any(place => id == D + place);

    [Fact]
    public void Expectations_are_held_against_the_results_with_their_effects()
    {
        var outcome = Review(id => Is(id, 1, 2) ? 0.70 : Is(id, 3) ? 0.72 : Is(id, 4) ? 0.73 : id == "F2" ? 0.75 : 0.71, replicates: 1);
        outcome.Completed.ShouldBe(outcome.Planned);
        var first = outcome.Expectations.Single(e => e.Expectation.If == Confirmed);
        first.State.ShouldBe(ExpectationState.Held);
        first.Gain!.Value.ShouldBe(0.025, 1e-9);
        first.Interval!.Value.Contains(0.025).ShouldBeTrue();
        first.Sentence.ShouldStartWith($"{Confirmed}: held, 0.0250 better on average (interval ");
        var combined = outcome.Expectations.Single(e => e.Set == "F");
        combined.State.ShouldBe(ExpectationState.Held);
        combined.Gain!.Value.ShouldBe(0.75 - 0.7315, 1e-9);
        outcome.ChampionId.ShouldBe("F2");
        outcome.Improvement.ShouldBe(0.75 - 0.7315, 1e-9);
        outcome.Sentence.ShouldContain("F2 (trial ");
        outcome.Sentence.ShouldContain("is the new champion with 0.7500, better than the old one, trial 5 with 0.7315, by 0.0185");
    }

    [Fact]
    public void What_did_not_hold_is_said_too_and_the_old_champion_stays()
    {
        var outcome = Review(id => Is(id, 3, 4) ? 0.69 : 0.70, replicates: 1);
        outcome.Expectations.Single(e => e.Expectation.If == Confirmed).ShouldSatisfyAllConditions(
            e => e.State.ShouldBe(ExpectationState.Failed), e => e.Gain!.Value.ShouldBe(-0.01, 1e-9), e => e.Sentence.ShouldContain("did not hold, 0.0100 worse on average"));
        outcome.Expectations.Where(e => e.Expectation.Than.IsEmpty).ShouldAllBe(e => e.State == ExpectationState.Failed);
        outcome.ChampionId.ShouldBeNull();
        outcome.ChampionNumber.ShouldBe(5);
        outcome.Sentence.ShouldEndWith("the old champion stays, trial 5 with 0.7315.");
    }

    [Fact]
    public void What_has_not_run_is_open()
    {
        var outcome = SupplementReview.Of(Plan, SeedStudy.Data);
        outcome.Completed.ShouldBe(0);
        outcome.Expectations.ShouldAllBe(e => e.State == ExpectationState.Open);
        outcome.ChampionNumber.ShouldBe(5);
    }

    [Fact]
    public void Replicates_count_each_and_a_minimised_objective_is_mirrored()
    {
        double Value(string id) => Is(id, 3, 4) ? 0.73 : 0.71;
        var once = Review(Value, replicates: 1);
        var thrice = Review(Value, replicates: 3);
        thrice.Expectations[0].Gain!.Value.ShouldBe(once.Expectations[0].Gain!.Value, 1e-9);
        var mirrored = SampleTrials.Mirrored(SeedStudy.Data);
        var plan = SeedStudy.Plan(mirrored);
        var minimized = SupplementReview.Of(plan, SampleTrials.Mirrored(Results(Value, 1)));
        minimized.Expectations.Select(e => (e.State, Math.Round(e.Gain!.Value, 9))).ShouldBe(once.Expectations.Select(e => (e.State, Math.Round(e.Gain!.Value, 9))));
    }

    [Fact]
    public void On_the_true_function_the_plan_finds_a_better_network()
    {
        // Run for real (without noise): the champion was lucky, so it is judged by what its configuration is worth.
        var best = Plan.Trials.Max(trial => SeedStudy.Auc(trial.Configuration));
        best.ShouldBeGreaterThan(SeedStudy.Auc(SeedStudy.Data.Best!.Configuration) + 0.005);
    }

    private static SupplementOutcome Review(Func<string, double> value, int replicates) => SupplementReview.Of(Plan, Results(value, replicates));

    private static InsightData Results(Func<string, double> value, int replicates) => new(
        SeedStudy.Space, SeedStudy.Data.Objective,
        Plan.Trials.SelectMany(trial => Enumerable.Range(0, replicates).Select(seed => (trial, seed)))
            .Select((run, number) => SampleTrials.Completed(number, run.trial.Configuration, value(run.trial.Id), run.seed)));
}
