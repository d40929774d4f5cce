using ArchOpt.Analysis.Indexing;

namespace ArchOpt.Analysis.Tests.Indexing;

/// <summary>Alone in the process while it runs: the memory that is measured is everybody's.</summary>
[CollectionDefinition(nameof(MemoryIsMeasured), DisableParallelization = true)]
public sealed class MemoryIsMeasured;

[Collection(nameof(MemoryIsMeasured))]
public sealed class a_large_study_in_memory(LargeStudy large) : IClassFixture<LargeStudy>
{
    [Fact]
    public async Task takes_a_few_tens_of_megabytes()
    {
        using var index = new TrialIndex(large.Study.Record.Id, large.Study.Definition, large.Home.Store, TimeProvider.System);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        await index.LookAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        index.Snapshot.Ended.Count.ShouldBe(LargeStudy.Trials);
        kept.ShouldBeInRange(LargeStudy.Trials * 100L, 40_000_000L);
    }
}
