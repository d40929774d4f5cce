using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Supplement;

public sealed class what_to_run_next
{
    private static readonly SupplementPlan Plan = SeedStudy.Plan(SeedStudy.Data);

    [Fact]
    public void Three_phases_with_named_sets_as_in_the_seed_document()
    {
        Plan.ChampionNumber.ShouldBe(5);
        Plan.Phases.Select(phase => phase.Name).ShouldBe(["Phase 1: Fine-tune the champion", "Phase 2: Architecture variants", "Phase 3: Combinations"]);
        Plan.Phases.SelectMany(phase => phase.Sets).Select(set => set.Id).ShouldBe(["A", "B", "C", "D", "E", "F"]);
        Plan.Phases[1].Sets.Select(set => set.Name.Split(' ')[0]).ShouldBe(["shallow", "deep"]);
        Plan.Trials.Select(trial => trial.Id).ShouldBeUnique();
        Plan.Trials.ShouldAllBe(trial => trial.Reason.Length > 0);
    }

    [Fact]
    public void Dropout_is_fine_tuned_between_the_champions_and_the_best_and_a_little_beyond()
    {
        var set = Plan.Phases[0].Sets.Single(s => s.Name.StartsWith("dropout"));
        set.Trials.Select(trial => trial.Configuration["dropout"].Number).ShouldBe([0.35, 0.4, 0.45, 0.5, 0.55, 0.6]);
        set.Trials.ShouldAllBe(trial => trial.Configuration.With("dropout", 0.3).Equals(set.Base)); // one parameter at a time
        set.Trials[0].Reason.ShouldBe("between the champion's 0.3 and the best value 0.5");
        set.Trials[3].Reason.ShouldBe("the best value 0.5 over all trials, with the champion's other settings");
        set.Trials[4].Reason.ShouldBe("slightly above the best value 0.5, towards 0.7");
        var first = set.Expectations[0];
        first.If.ShouldBe($"{set.Id}3-{set.Id}4 beat {set.Id}1-{set.Id}2");
        first.Then.ShouldBe("dropout around 0.5 is confirmed as the best, with the champion's other settings too");
        set.Expectations[^1].Than.ShouldBeEmpty();
    }

    [Fact]
    public void Rates_are_spaced_by_ratios()
    {
        var rates = Plan.Phases[0].Sets.Single(s => s.Name.StartsWith("lr")).Trials.Select(trial => trial.Configuration["lr"].Number).ToList();
        rates.ShouldBeInOrder();
        rates.ShouldContain(7e-5);
        rates.ShouldContain(1e-4);
        rates[^1].ShouldBeInRange(1.2e-4, 3e-4);
    }

    [Fact]
    public void Nothing_was_tried_before_nothing_twice_and_all_is_in_the_space()
    {
        var tried = SeedStudy.Data.Trials.Select(trial => trial.Configuration).ToHashSet();
        Plan.Space.ShouldBe(SeedStudy.Space);
        foreach (var trial in Plan.Trials)
        {
            tried.Add(trial.Configuration).ShouldBeTrue($"{trial.Id} {trial.Configuration}");
            ConfigurationValidation.Check(Plan.Space, trial.Configuration).ShouldBeEmpty();
        }

        Plan.Trials.ShouldNotContain(trial => trial.Configuration["n_heads"] == 5 && trial.Configuration["d_model"] != 80);
    }

    [Fact]
    public void Architectures_vary_around_the_best_shallow_and_the_best_deep_one()
    {
        var (shallow, deep) = (Plan.Phases[1].Sets[0], Plan.Phases[1].Sets[1]);
        shallow.Base["n_layers"].Number.ShouldBeLessThanOrEqualTo(4);
        deep.Base["n_layers"].ShouldBe(ParameterValue.Of(6));
        deep.Trials.Select(trial => trial.Configuration["n_layers"].Number).ShouldContain(5);
        deep.Trials.Select(trial => trial.Configuration["n_layers"].Number).ShouldContain(7);
        deep.Trials.Select(trial => trial.Configuration["d_model"].Number).ShouldContain(144);
        deep.Trials.Length.ShouldBeInRange(3, 4);
        deep.Expectations[0].ShouldSatisfyAllConditions(e => e.If.ShouldBe("E1 beats E2"), e => e.Then.ShouldBe("less n_layers is better around trial 5"));
    }

    [Fact]
    public void Combinations_join_what_is_best()
    {
        var set = Plan.Phases[2].Sets.ShouldHaveSingleItem();
        set.Trials.Length.ShouldBe(6);
        set.Trials[0].Configuration.ShouldSatisfyAllConditions(c => c["dropout"].ShouldBe(ParameterValue.Of(0.5)), c => c["lr"].ShouldBe(ParameterValue.Of(1e-4)));
        set.Expectations.ShouldHaveSingleItem().If.ShouldBe("the best of F1-F6 beats trial 5");
    }

    [Fact]
    public void The_estimate_counts_every_trial()
    {
        Plan.Resources.Trials.ShouldBe(Plan.Trials.Count());
        Plan.Resources.MedianSeconds!.Value.ShouldBe(45, 4);
        Plan.Resources.TotalSeconds!.Value.ShouldBe(Plan.Resources.Trials * Plan.Resources.MedianSeconds.Value, 1e-9);
        Plan.Resources.Sentence.ShouldStartWith($"{Plan.Resources.Trials} trials of ");
        var four = SeedStudy.Plan(SeedStudy.Data, new(Parallelism: 4)).Resources;
        four.TotalSeconds!.Value.ShouldBe(Math.Ceiling(four.Trials / 4.0) * four.MedianSeconds!.Value, 1e-9);
    }

    [Fact]
    public void The_order_of_the_trials_and_the_sign_of_the_goal_change_nothing()
    {
        foreach (var other in new[] { SampleTrials.Shuffled(SeedStudy.Data, 4), SampleTrials.Mirrored(SeedStudy.Data) })
            SeedStudy.Plan(other).Trials.ShouldBe(Plan.Trials);
    }

    [Fact]
    public void Values_outside_of_the_space_are_proposed_only_when_asked_for()
    {
        SearchSpace narrow = new([new OrdinalParameter("decay", [1e-6, 1e-5, 1e-4, 1e-3]), new CategoricalParameter("model", ["a", "b"])]);
        var data = SampleTrials.Sampled(narrow, 200, (c, stream) => -Math.Log10(c["decay"].Number) + (c["model"] == "a" ? 0 : 0.3) + 0.1 * stream.NextNormal());
        SeedStudy.Plan(data).Trials.ShouldBeEmpty();
        var wide = SeedStudy.Plan(data, new(Widen: true));
        wide.Trials.Select(trial => trial.Configuration["decay"].Number).ShouldContain(2e-3);
        wide.Trials.Select(trial => trial.Configuration["decay"].Number).ShouldContain(value => value > 1e-4 && value < 1e-3);
        foreach (var trial in wide.Trials) ConfigurationValidation.Check(wide.Space, trial.Configuration).ShouldBeEmpty();
        SpaceValidation.Check(wide.Space).ShouldBeEmpty();
    }

    [Fact]
    public void Nested_architectures_grow_and_shrink()
    {
        SearchSpace ads = new([new FloatParameter("lr", 1e-4, 1e-1, Log: true), new ListParameter("arch", 1, 5, new([new OrdinalParameter("width", [64, 128, 256]), new IntParameter("depth", 1, 5)]))]);
        var data = SampleTrials.Sampled(ads, 120, (c, stream) => Math.Abs(c["arch"].List.Length - 3) + Math.Abs(Math.Log10(c["lr"].Number) + 2.5) + 0.1 * stream.NextNormal());
        var plan = SeedStudy.Plan(data);
        var sets = plan.Phases.Single(phase => phase.Name.EndsWith("Architecture variants")).Sets;
        sets.Length.ShouldBe(2);
        foreach (var set in sets)
        {
            var length = set.Base["arch"].List.Length;
            set.Trials.ShouldContain(trial => trial.Configuration["arch"].List.Length == length + 1 || trial.Configuration["arch"].List.Length == length - 1);
        }

        foreach (var trial in plan.Trials) ConfigurationValidation.Check(ads, trial.Configuration).ShouldBeEmpty();
    }

    [Fact]
    public void Depth_is_known_by_name_and_kind_or_named_by_hand()
    {
        SearchSpace space = new([
            new FloatParameter("layerwise_decay", 0, 1), new FloatParameter("layer_dropout", 0, 1), new IntParameter("buffer", 1, 64), new IntParameter("stack", 1, 9), new IntParameter("hidden_size", 8, 64),
        ]);
        var data = SampleTrials.Sampled(space, 150, (c, stream) => Math.Abs(c["stack"].Number - 4) + Math.Abs(c["layer_dropout"].Number - 0.4) + 0.1 * stream.NextNormal());
        SeedStudy.Plan(data).Phases.ShouldNotContain(phase => phase.Name.EndsWith("Architecture variants", StringComparison.Ordinal));
        var named = SeedStudy.Plan(data, new(DepthParameter: "stack")).Phases.Single(phase => phase.Name.EndsWith("Architecture variants", StringComparison.Ordinal)).Sets;
        named.ShouldContain(set => set.Trials.Any(trial => Math.Abs(trial.Configuration["stack"].Number - set.Base["stack"].Number) == 1));
        named.ShouldContain(set => set.Trials.Any(trial => trial.Configuration["hidden_size"] != set.Base["hidden_size"]));
    }

    [Fact]
    public void Conditions_are_respected()
    {
        SearchSpace space = new([
            new CategoricalParameter("model", ["gat", "gt"]), new IntParameter("n_heads", 1, 8, When: new([new("model", ["gt"])])), new FloatParameter("dropout", 0, 1), new IntParameter("layers", 1, 6),
        ]);
        var data = SampleTrials.Sampled(space, 150, (c, stream) => Math.Abs(c["dropout"].Number - 0.4) + (c.TryGet("n_heads", out var heads) ? -0.05 * heads.Number : 0) + 0.02 * stream.NextNormal());
        var plan = SeedStudy.Plan(data);
        plan.Trials.ShouldNotBeEmpty();
        foreach (var trial in plan.Trials) ConfigurationValidation.Check(space, trial.Configuration).ShouldBeEmpty();
    }

    [Fact]
    public void Without_trials_there_is_nothing_to_propose_and_one_trial_is_enough_to_look_around()
    {
        var none = SeedStudy.Plan(new(SeedStudy.Space, SeedStudy.Data.Objective, []));
        (none.ChampionNumber, none.Phases.Length, none.Resources.Trials).ShouldBe((null, 0, 0));
        var one = SeedStudy.Plan(new(SeedStudy.Space, SeedStudy.Data.Objective, SeedStudy.Data.Trials.Where(trial => trial.Number == 5)));
        one.ChampionNumber.ShouldBe(5);
        foreach (var trial in one.Trials) ConfigurationValidation.Check(one.Space, trial.Configuration).ShouldBeEmpty();
        SeedStudy.Plan(SampleTrials.Sampled(SeedStudy.Space, 40, (_, _) => 1)).Trials.ShouldNotContain(trial => trial.Reason.Length == 0);
    }

    [Fact]
    public void A_space_of_which_everything_was_tried_has_nothing_left()
    {
        SearchSpace small = new([new IntParameter("layers", 1, 3), new CategoricalParameter("model", ["a", "b"])]);
        var points = SpaceEnumeration.Of(small);
        var data = new InsightData(small, new("loss", false), Enumerable.Range(0, 60).Select(i => SampleTrials.Completed(i, points.At(i % 6), i % 6 + i * 0.001)));
        SeedStudy.Plan(data).Trials.ShouldBeEmpty();
    }
}
