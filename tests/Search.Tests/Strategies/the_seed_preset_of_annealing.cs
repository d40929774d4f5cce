using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Annealing;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>The annealing of the first seed document: what it says of moves, starting point and infeasible architectures.</summary>
public class the_seed_preset_of_annealing
{
    private static readonly Configuration Start = Architecture((256, 2), (512, 2), (256, 2));

    public static TheoryData<string> Strategies() => ["simulated-annealing", "log-simulated-annealing"];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Walks_from_its_starting_point_at_once(string name)
    {
        var strategy = New(name);
        strategy.Observe(Simulation.Completed(0, Start, 0));

        for (var number = 1; number < 200; number++)
        {
            var next = strategy.Propose(new(number, 5, [])).ShouldBeOfType<Proposal.Next>();
            next.Reason.ShouldBe("neighbour of trial 0");
            KindOfEdit(next.Configuration).ShouldNotBe("none");
        }
    }

    [Fact]
    public void Draws_its_moves_with_the_published_probabilities()
    {
        const int draws = 20_000;
        var strategy = New("simulated-annealing");
        strategy.Observe(Simulation.Completed(0, Start, 0));

        var kinds = Enumerable.Range(1, draws).Select(number => KindOfEdit(((Proposal.Next)strategy.Propose(new(number, 5, []))).Configuration))
            .CountBy(kind => kind).ToDictionary();

        // All of this start's edits change something, so no draw is repeated and the shares are the published ones.
        foreach (var (kind, share) in new[] { ("width", 0.40), ("depth", 0.35), ("add", 0.15), ("remove", 0.10) })
            ((double)kinds[kind] / draws).ShouldBe(share, 4 * Math.Sqrt(share * (1 - share) / draws));
    }

    [Theory]
    [InlineData("simulated-annealing", 0.01)]
    [InlineData("log-simulated-annealing", 1.0)]
    public void Accepts_what_is_worse_by_its_difference_in_units_of_the_objective(string name, double temperature)
    {
        // The first observation has cooled it once before the second is compared.
        var cooled = name == "simulated-annealing" ? 0.9 * temperature : temperature / Math.Log(Math.E + 1);
        const int trials = 4_000;
        var accepted = 0;
        for (var seed = 0; seed < trials; seed++)
        {
            var strategy = New(name, seed);
            strategy.Observe(Simulation.Completed(0, Start, 0));
            strategy.Observe(Simulation.Completed(1, Architecture((64, 1)), temperature / 2));
            if (CurrentOf(strategy) == 1) accepted++;
        }

        var expected = Math.Exp(-temperature / 2 / cooled);
        ((double)accepted / trials).ShouldBe(expected, 4 * Math.Sqrt(expected * (1 - expected) / trials));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public void Takes_everything_infeasible_for_equally_bad(string name)
    {
        var strategy = New(name);
        strategy.Observe(Infeasible(0, violation: 0.01));
        strategy.Observe(Infeasible(1, violation: 0.9));
        CurrentOf(strategy).ShouldBe(1); // it strays there ...

        strategy.Observe(Simulation.Completed(2, Start, 5));
        strategy.Observe(Infeasible(3, violation: 0.01));
        CurrentOf(strategy).ShouldBe(2); // ... but not from what is feasible
    }

    [Fact]
    public void Never_reheats()
    {
        var strategy = (SimulatedAnnealing)New("simulated-annealing");
        for (var i = 0; i < 60; i++) strategy.Observe(Simulation.Completed(i, Start, i));
        strategy.Temperature.ShouldBe(0.01 * Math.Pow(0.9, 60), 1e-9);
    }

    private static IStrategy New(string name, long seed = 5)
    {
        var description = StrategyCatalogue.Find(name)!;
        var settings = description.FillSettings(new Dictionary<string, double>(), choices: new Dictionary<string, string> { ["preset"] = "seed" });
        var problem = new StrategyProblem(SampleSpaces.Ads, 1, 20, settings, seed);
        description.Check(problem).ShouldBeNull();
        return description.Create(problem);
    }

    private static string KindOfEdit(Configuration configuration)
    {
        var (before, after) = (Start["arch"].List, configuration["arch"].List);
        if (after.Length != before.Length) return after.Length > before.Length ? "add" : "remove";
        var changed = before.Zip(after).Where(pair => !pair.First.Equals(pair.Second)).ToArray();
        if (changed.Length != 1) return "none";
        return changed[0].First["width"] != changed[0].Second["width"] ? "width" : "depth";
    }

    private static long CurrentOf(IStrategy strategy) => long.Parse(((Proposal.Next)strategy.Propose(new(1001, 5, []))).Reason.Split(' ')[^1]);

    private static Observation Infeasible(int number, double violation) => new(number, Architecture((1024, 1 + number)), ObservedOutcome.Infeasible, [-1], violation);

    private static Configuration Architecture(params (int Width, int Depth)[] parts) =>
        Configuration.Of(("arch", ParameterValue.Of([.. parts.Select(p => Configuration.Of(("width", p.Width), ("depth", p.Depth)))])));
}
