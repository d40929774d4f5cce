using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Resilient;

namespace ArchOpt.Search.Tests.Strategies.Resilient;

/// <summary>The seed's complaint: models of 120,000 parameters were followed by ones of 600,000.</summary>
public class models_never_grow_by_leaps
{
    [Fact]
    public void Whatever_happens() => Property.Holds(seed =>
    {
        var chance = RandomStream.For(seed, 1);
        var growth = 1 + chance.NextInt32(3);
        var plan = chance.NextBoolean() ? SeedSearch.Plan(15) : null;
        var run = Run(SeedSearch.Problem(plan, settings: [("max_growth", growth), ("step", 0.3), ("max_step", 1)]), chance);
        run.Proposed.Count().ShouldBeGreaterThan(40);
        foreach (var (request, answer, folded) in run.Log)
        {
            if (answer is not Proposal.Next next) continue;
            var origin = Origin(plan, next.Configuration, [.. run.Observations.Take(folded)], request.Pending);
            if (origin is not null) SeedSearch.Size(next.Configuration).ShouldBeLessThanOrEqualTo(growth * SeedSearch.Size(origin), next.Reason);
        }
    }, tests: 40);

    [Fact]
    public void Steps_do_go_upwards_within_the_bound() =>
        SeedSearch.Begin(("step", 0.3)).Observe(SeedSearch.Start, 0.6).Many(200).Select(next => SeedSearch.Size(next.Configuration) / 65_536).Max().ShouldBeInRange(1.5, 2);

    [Fact]
    public void Not_even_when_nothing_but_large_models_is_left()
    {
        var space = new SearchSpace([new OrdinalParameter("embedding_dim", SampleSpaces.Values(64, 128, 256, 512)), new IntParameter("n_layers", 2, 4)]);
        var strategy = StrategyCatalogue.Create(ResilientSearch.Name, SeedSearch.Problem(space: space));
        strategy.Observe(Simulation.Completed(0, Configuration.Of(("embedding_dim", 64), ("n_layers", 2)), 0.6));
        var run = new Simulation(strategy, SeedSearch.Seed) { Evaluate = (n, c) => Simulation.Completed(n + 1, c, 9) }.Run(100);

        run.Proposed.Select(c => (c["embedding_dim"].Number, c["n_layers"].Number)).ShouldBe([(64, 3), (64, 4)], ignoreOrder: true);
        run.Log[^1].Answer.ShouldBeOfType<Proposal.Exhausted>();
    }

    [Fact]
    public void The_inherited_configuration_of_a_group_is_no_exception()
    {
        // The next group needs wider layers than two times the parameters leave room for; so it has fewer of them.
        var space = SeedSearch.Space with { Rules = [.. SeedSearch.Space.Rules, new Rule("model != 'GT+RL' or embedding_dim >= 192")] };

        var next = new History(SeedSearch.Problem(SeedSearch.Plan(1), space)).Observe(SeedSearch.Model("GAT+RL"), 0.6).Next();

        next.Reason.ShouldStartWith("starts from GAT+RL's best");
        next.Configuration["n_layers"].Number.ShouldBeLessThan(4);
        SeedSearch.Size(next.Configuration).ShouldBeLessThanOrEqualTo(2 * 65_536);
    }

    [Fact]
    public void An_expression_of_the_study_decides_what_is_large()
    {
        var problem = SeedSearch.Problem(settings: [("step", 0.3), ("max_growth", 1.5)]);
        problem = problem with { Settings = problem.Settings with { Choices = problem.Settings.Choices.Add("complexity", "batch_size ** 2") } };

        var many = new History(problem).Observe(SeedSearch.Start, 0.6).Many(200);

        many.ShouldAllBe(next => next.Configuration["batch_size"].Number <= 64);
        many.Max(next => SeedSearch.Size(next.Configuration)).ShouldBeGreaterThan(200_000);
    }

    /// <summary>Random initial configurations of all groups first, then the search's own; a few fail or come out infeasible.</summary>
    private static Simulation Run(StrategyProblem problem, RandomStream chance)
    {
        var strategy = StrategyCatalogue.Create(ResilientSearch.Name, problem);
        return new Simulation(strategy, SeedSearch.Seed, 1 + chance.NextInt32(4))
        {
            Evaluate = (number, c) => (int)(c.Hash.Value % 12) switch
            {
                0 => new(number, c, ObservedOutcome.Failed, []),
                1 => new(number, c, ObservedOutcome.Infeasible, [], 1),
                _ => Simulation.Completed(number, c, SeedSearch.Cost(c) + 0.02 * RandomStream.For(SeedSearch.Seed, number).NextDouble()),
            },
        }.Run(45);
    }

    /// <summary>What a proposal starts from, found again without the strategy; null where nothing is known.</summary>
    private static Configuration? Origin(GroupPlan? plan, Configuration proposed, IReadOnlyList<Observation> observed, IEnumerable<PendingConfiguration> pending)
    {
        var own = Of([plan?.Of(proposed)?.Name]).ToArray();
        if (Best(own) is { } best) return best;
        if (plan?.Of(proposed) is { From: var from } && Best([.. Of([.. from])]) is { } inherited) return inherited;
        return own.Select(o => (o.Number, o.Configuration))
            .Concat(pending.Where(p => plan?.Of(p.Configuration)?.Name == plan?.Of(proposed)?.Name).Select(p => (p.Number, p.Configuration)))
            .OrderBy(one => one.Number).Select(one => one.Configuration).FirstOrDefault();

        IEnumerable<Observation> Of(string?[] groups) => observed.Where(o => groups.Contains(plan?.Of(o.Configuration)?.Name));

        static Configuration? Best(Observation[] of) => of.Where(o => o.Outcome == ObservedOutcome.Completed).MinBy(o => o.Loss)?.Configuration;
    }
}
