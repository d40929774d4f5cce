using System.Runtime.CompilerServices;
using ArchOpt.Analysis.Console.Trials;
using ArchOpt.Analysis.Indexing;
using ArchOpt.Analysis.Tests.Reporting;
using ArchOpt.Search.Randomness;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Indexing;

public sealed class a_large_study(LargeStudy large) : IClassFixture<LargeStudy>
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task is_shown_as_far_as_it_was_read_and_no_page_waits_for_the_rest()
    {
        var store = new HeldStore(large.Home.Store, at: 40_000);
        using var index = new TrialIndex(large.Study.Record.Id, large.Study.Definition, store, TimeProvider.System);
        await index.LookAsync(TimeSpan.Zero, Stop);
        await store.Reached.WaitAsync(Stop);

        var partly = await index.LookAsync(TimeSpan.Zero, Stop);
        store.Release();
        var whole = await index.LookAsync(Long, Stop);

        (partly.IsWhole, partly.Ended.Count, partly.Expected).ShouldBe((false, 40_000, LargeStudy.Trials));
        TrialListPage.Of(partly, new()).Trials[0].Number.ShouldBe(39_999);
        (whole.IsWhole, whole.Ended.Count, whole.Expected).ShouldBe((true, LargeStudy.Trials, LargeStudy.Trials));
    }

    [Fact]
    public async Task is_drawn_small()
    {
        using var index = new TrialIndex(large.Study.Record.Id, large.Study.Definition, large.Home.Store, TimeProvider.System);

        var plots = (await index.LookAsync(Long, Stop)).Plots;

        plots.Convergence!.Svg.Length.ShouldBeInRange(20_000, 150_000);
        plots.Convergence.Caption.ShouldContain("minimum");
    }

    /// <summary>Holds back what follows an observation until it is released.</summary>
    private sealed class HeldStore(IStudyStore store, int at) : StoreWrapper(store)
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously), released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => reached.Task;

        public void Release() => released.SetResult();

        public override async IAsyncEnumerable<ObservedAttempt> ReadObservationsAsync(
            string studyId, long afterSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var observed in base.ReadObservationsAsync(studyId, afterSequence, cancellationToken))
            {
                if (observed.Attempt.Sequence == at + 1)
                {
                    reached.TrySetResult();
                    await released.Task.WaitAsync(cancellationToken);
                }

                yield return observed;
            }
        }
    }
}

/// <summary>100,000 trials of which one in a hundred failed.</summary>
public sealed class LargeStudy : IAsyncLifetime
{
    public const int Trials = 100_000;

    internal SqliteHome Home { get; private set; } = null!;

    internal WrittenStudy Study { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        Home = await SqliteHome.OpenAsync(stop);
        Study = await WrittenStudy.CreateAsync(Home.Store, "large", stop);
        await Study.AddAsync(stop, Enumerable.Range(0, Trials).Select(Outcome));
    }

    public ValueTask DisposeAsync() => Home.DisposeAsync();

    private static Outcome Outcome(int number)
    {
        var stream = RandomStream.For(4, number);
        return number % 100 == 7
            ? Indexing.Outcome.Failure($"out of memory: tried to allocate {stream.NextInt32(9_000)} MiB", $"node-{number % 64}")
            : new(AttemptState.Completed, 0.5 + Math.Exp(-number / 20_000.0) + (0.05 * stream.NextNormal()), null, $"node-{number % 64}", 1 + stream.NextDouble());
    }
}
