using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Resilient;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

public class groups_come_one_after_the_other
{
    private static readonly string[] Names = ["GAT+RL", "GT+RL", "DGT+RL"];

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Each_within_its_budget_and_in_its_order(int parallelism)
    {
        var run = Run(SeedSearch.Plan(12), parallelism);

        run.Proposed.Select(Group).ShouldBe(Names.SelectMany(name => Enumerable.Repeat(name, 12)));
        run.Log[^1].Answer.ShouldBeOfType<Proposal.Exhausted>().Reason.ShouldBe("every group has had its turn");
        run.Proposed.ShouldAllBe(c => ConfigurationValidation.Check(SeedSearch.Space, c).IsEmpty);
        run.Proposed.Select(c => c.Hash).Distinct().Count().ShouldBe(36);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Each_starts_from_the_best_before_it(int parallelism)
    {
        var run = Run(SeedSearch.Plan(12), parallelism);

        foreach (var (name, sources) in new[] { ("GT+RL", Names[..1]), ("DGT+RL", Names[..2]) })
        {
            var best = run.Observations.Where(o => sources.Contains(Group(o.Configuration))).OrderBy(o => o.Loss).First(o => o.Outcome == ObservedOutcome.Completed);
            var first = run.Log.Select(entry => entry.Answer).OfType<Proposal.Next>().First(next => Group(next.Configuration) == name);
            first.Reason.ShouldBe($"starts from {Group(best.Configuration)}'s best, trial {best.Number}");
            foreach (var (parameter, value) in best.Configuration.Entries.Where(entry => entry.Key is not ("model" or "update_every")))
                first.Configuration[parameter].ShouldBe(value);
        }
    }

    [Fact]
    public void What_becomes_active_is_moderate_and_what_another_source_knows_is_taken()
    {
        var space = SeedSearch.Space with
        {
            Parameters = [.. SeedSearch.Space.Parameters, new OrdinalParameter("edge_dim", SampleSpaces.Values(8, 16, 32, 64), SampleSpaces.When("model", "GT+RL", "DGT+RL"))],
        };
        var history = new History(SeedSearch.Problem(SeedSearch.Plan(1), space))
            .Observe(SeedSearch.Model("GAT+RL"), 0.6);
        history.Next().Configuration.ShouldBe(SeedSearch.Model("GT+RL").With("edge_dim", 16)); // a quarter up

        history.Observe(SeedSearch.Model("GT+RL").With("edge_dim", 64), 0.7);
        history.Next().Configuration.ShouldBe(SeedSearch.Model("DGT+RL").With("edge_dim", 64).With("update_every", 1)); // GAT's best, which has no edges, and GT's edges
    }

    [Fact]
    public void What_the_rules_of_the_next_group_forbid_is_repaired()
    {
        var space = SeedSearch.Space with { Rules = [.. SeedSearch.Space.Rules, new Rule("model != 'GT+RL' or n_layers % 3 == 0")] };

        new History(SeedSearch.Problem(SeedSearch.Plan(1), space)).Observe(SeedSearch.Model("GAT+RL"), 0.6)
            .Next().Configuration.ShouldBe(SeedSearch.Model("GT+RL", layers: 3));
    }

    [Fact]
    public void It_waits_for_the_groups_that_it_starts_from()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(2));
        var (first, second) = (history.Start(), history.Start());

        history.Ask().ShouldBeOfType<Proposal.Wait>().Reason.ShouldBe("GT+RL starts from the best of GAT+RL, of which 2 are in flight");
        history.Finish(first, 0.6);
        history.Ask().ShouldBeOfType<Proposal.Wait>().Reason.ShouldBe("GT+RL starts from the best of GAT+RL, of which 1 is in flight");
        history.Finish(second, 0.55);
        history.Next().Reason.ShouldBe("starts from GAT+RL's best, trial 1");
    }

    [Fact]
    public void It_does_not_wait_for_a_group_that_it_does_not_start_from()
    {
        var plan = new GroupPlan("model", [new("GAT+RL", 1, []), new("GT+RL", 1, []), new("DGT+RL", 1, ["GT+RL"])]);
        var history = SeedSearch.Begin(plan);
        history.Start();

        var started = history.Start();
        Group(started.Configuration).ShouldBe("GT+RL");
        history.Ask().ShouldBeOfType<Proposal.Wait>();
        history.Finish(started, 0.6); // the first is still in flight
        history.Next().Reason.ShouldBe("starts from GT+RL's best, trial 1");
    }

    [Fact]
    public void A_cancelled_trial_gives_its_place_back()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(1));
        history.Start();
        history.Ask().ShouldBeOfType<Proposal.Wait>();

        new History(history.Problem).Next().Configuration["model"].Text.ShouldBe("GAT+RL"); // as if it had never been
    }

    [Fact]
    public void Initial_and_enqueued_configurations_count_in_their_groups()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(3))
            .Observe(SeedSearch.Model("GAT+RL"), 0.6).Observe(SeedSearch.Model("GT+RL"), 0.7).Observe(SeedSearch.Model("GAT+RL", dim: 96), 0.6)
            .Observe(SeedSearch.Model("GAT+RL", dim: 64), 0.59);

        var next = history.Next(); // GAT has had three
        next.Reason.ShouldBe("starts from GAT+RL's best, trial 3");
        history.Observe(next.Configuration, 0.58).Observe(SeedSearch.Model("GT+RL", dim: 72), 0.58);
        history.Next().Reason.ShouldBe("starts from GT+RL's best, trial 4");
    }

    [Fact]
    public void One_initial_configuration_for_all_groups_is_not_mistaken_for_an_inheritance()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(2)).Observe(SeedSearch.Model("GAT+RL"), 0.6).Observe(SeedSearch.Model("GT+RL"), 0.6);
        history.Observe(SeedSearch.Model("GAT+RL", dim: 96), 0.55);

        history.Next().Configuration.ShouldBe(SeedSearch.Model("GT+RL", dim: 96));
    }

    [Fact]
    public void The_initial_configuration_of_its_own_is_where_a_group_goes_on_when_it_is_better()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(3)).Observe(SeedSearch.Model("GT+RL", dim: 96), 0.52).Observe(SeedSearch.Model("GAT+RL"), 0.6);
        history.Observe(SeedSearch.Model("GAT+RL", dim: 100, heads: 4), 0.6).Observe(SeedSearch.Model("GAT+RL", dim: 64), 0.6);

        history.Next().Reason.ShouldStartWith("starts from GAT+RL's best");
        history.Observe(history.Next().Configuration, 0.57).Next().Reason.ShouldBe("normal step around trial 0");
    }

    [Fact]
    public void A_group_in_which_nothing_completed_leaves_nothing_to_inherit()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(1)).Observe(SeedSearch.Model("GAT+RL"), ObservedOutcome.Failed);
        var next = history.Next();
        (Group(next.Configuration), next.Reason).ShouldBe(("GT+RL", "moderate start: nothing is known yet"));

        history.Observe(next.Configuration, 0.6).Next().Reason.ShouldBe("starts from GT+RL's best, trial 1"); // of the two, what there is
    }

    [Fact]
    public void Once_begun_it_stays_with_what_it_inherited()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(2)).Observe(SeedSearch.Model("GAT+RL"), 0.6).Observe(SeedSearch.Model("GAT+RL", dim: 64), ObservedOutcome.Failed)
            .Observe(SeedSearch.Model("GT+RL"), ObservedOutcome.Failed);
        history.Observe(new Observation(1, SeedSearch.Model("GAT+RL", dim: 64), ObservedOutcome.Completed, [0.5])); // replayed

        history.Next().Reason.ShouldBe("normal step around GAT+RL's best, trial 0");
        history.States[1].Inherited.ShouldBe(new Inheritance("GAT+RL", 0));
    }

    [Fact]
    public void A_group_that_has_nothing_left_ends_before_its_budget()
    {
        var space = new SearchSpace([new CategoricalParameter("model", SampleSpaces.Values("a", "b")), new IntParameter("n", 1, 3)]);
        var plan = new GroupPlan("model", [new("a", 10, []), new("b", 10, ["a"])]);
        var run = new Simulation(StrategyCatalogue.Create(ResilientSearch.Name, SeedSearch.Problem(plan, space)), SeedSearch.Seed).Run(100);

        run.Proposed.Select(c => c["model"].Text).ShouldBe(["a", "a", "a", "b", "b", "b"]);
    }

    [Fact]
    public void Without_a_budget_of_its_own_the_last_group_goes_on()
    {
        var plan = SeedSearch.Plan(3) with { Groups = [.. SeedSearch.Plan(3).Groups[..2], new ModelGroup("DGT+RL", null, ["GT+RL"])] };

        new Simulation(StrategyCatalogue.Create(ResilientSearch.Name, SeedSearch.Problem(plan)), SeedSearch.Seed) { Evaluate = Evaluate }.Run(60)
            .Proposed.Select(Group).ShouldBe([.. Enumerable.Repeat("GAT+RL", 3), .. Enumerable.Repeat("GT+RL", 3), .. Enumerable.Repeat("DGT+RL", 54)]);
    }

    [Fact]
    public void What_it_inherits_depends_on_all_its_sources_and_not_on_when_it_was_asked()
    {
        var space = SeedSearch.Space with
        {
            Parameters = [.. SeedSearch.Space.Parameters, new IntParameter("edges", 1, 9, When: SampleSpaces.When("model", "GT+RL", "DGT+RL"))],
        };
        var history = new History(SeedSearch.Problem(SeedSearch.Plan(1), space)).Observe(SeedSearch.Model("GAT+RL"), 0.6);
        history.States.ShouldAllBe(state => state.Inherited == null); // asked before there is an edge to inherit

        history.Observe(SeedSearch.Model("GT+RL").With("edges", 7), 0.7).Next().Configuration["edges"].Number.ShouldBe(7);
    }

    [Fact]
    public void It_tells_where_every_group_is()
    {
        var history = SeedSearch.Begin(SeedSearch.Plan(2)).Observe(SeedSearch.Model("GAT+RL"), 0.6).Observe(SeedSearch.Model("GAT+RL", dim: 96), 0.505)
            .Observe(SeedSearch.Model("GT+RL", dim: 96), 0.504);

        history.States.ShouldBe([
            new("GAT+RL", "done", 0) { Observed = 2, Complexity = 36_864 },
            new("GT+RL", "local", 0) { Observed = 1, Complexity = 36_864, IsCurrent = true, Inherited = new("GAT+RL", 1) },
            new("DGT+RL", "waiting", 0),
        ]);
        history.Observe(history.Next().Configuration, 0.6).Observe(history.Next().Configuration, 0.6).Observe(history.Next().Configuration, 0.6);
        history.States.Select(state => state.Mode).ShouldBe(["done", "done", "done"]);
        history.States.ShouldAllBe(state => !state.IsCurrent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Cut_anywhere_and_folded_again_it_is_the_same_search(int parallelism)
    {
        // What a fresh instance has not been asked on the way, the first one has: nothing may depend on being asked.
        var run = Run(SeedSearch.Plan(12), parallelism);
        for (var cut = 0; cut < run.Log.Count; cut++)
        {
            var again = StrategyCatalogue.Create(ResilientSearch.Name, SeedSearch.Problem(SeedSearch.Plan(12)));
            var (request, answer, folded) = run.Log[cut];
            foreach (var observation in run.Observations.Take(folded)) again.Observe(observation);
            again.Propose(request).ShouldBe(answer);
        }
    }

    private static Simulation Run(GroupPlan plan, int parallelism) =>
        new Simulation(StrategyCatalogue.Create(ResilientSearch.Name, SeedSearch.Problem(plan)), SeedSearch.Seed, parallelism) { Evaluate = Evaluate }.Run(1_000);

    /// <summary>One in ten fails.</summary>
    private static Observation Evaluate(long number, Configuration configuration) => (int)(configuration.Hash.Value % 10) == 0
        ? new(number, configuration, ObservedOutcome.Failed, [])
        : Simulation.Completed(number, configuration, SeedSearch.Cost(configuration));

    private static string Group(Configuration configuration) => configuration["model"].Text;
}
