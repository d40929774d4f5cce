using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>Alone, because the garbage collector knows only the memory of the whole process.</summary>
[CollectionDefinition(nameof(a_large_history_takes_little_memory), DisableParallelization = true)]
[Collection(nameof(a_large_history_takes_little_memory))]
public class a_large_history_takes_little_memory
{
    private static readonly SearchSpace Space = new([new IntParameter("n", -1, 1_000_000)]);

    public static TheoryData<string> Strategies() => [.. StrategyCatalogue.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void A_hundred_thousand_observations_are_kept_as_hashes(string name)
    {
        var strategy = StrategyCatalogue.Create(name, Simulation.Problem(name, Space, list: [Configuration.Of(("n", -1))]));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 100_000; i++) strategy.Observe(Simulation.Completed(i, Configuration.Of(("n", i)), -i));
        var after = GC.GetTotalMemory(forceFullCollection: true);

        (after - before).ShouldBeLessThan(16_000_000); // the configurations themselves would be over 40 MB
        strategy.Propose(new(100_000, 5, [])).ShouldBeOfType<Proposal.Next>();
    }
}
