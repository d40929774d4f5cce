using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>A report, its JSON and nine plots of one moment cost one computation.</summary>
public sealed class one_analysis_serves_all : IAsyncDisposable
{
    private AnalysisServer? server;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
    }

    [Fact]
    public async Task of_one_moment()
    {
        var (store, study) = await StoredAsync();
        using var analyses = new StudyAnalyses(store);

        var first = await analyses.GetReportAsync(study.Record, null, Stop);
        var again = await analyses.GetReportAsync(study.Record, null, Stop);
        var other = await analyses.GetReportAsync(study.Record, 2, Stop);

        again.ShouldBeSameAs(first);
        other.ShouldNotBeSameAs(first); // another K makes other tables
        analyses.Computed.ShouldBe(2);
    }

    [Fact]
    public async Task and_sees_what_is_new()
    {
        var (store, study) = await StoredAsync();
        using var analyses = new StudyAnalyses(store);
        (await analyses.GetAsync(study.Record, null, Stop)).Trials.Length.ShouldBe(5);

        await study.ObserveAsync(99, Stop);

        var now = await analyses.GetAsync(study.Record, null, Stop);
        now.Trials.Length.ShouldBe(6);
        now.Data.Best!.Value.ShouldBe(99);
    }

    [Fact]
    public async Task and_sees_a_study_that_has_changed_its_status()
    {
        var (store, study) = await StoredAsync();
        using var analyses = new StudyAnalyses(store);
        await analyses.GetAsync(study.Record, null, Stop);

        await study.SetStatusAsync(StudyStatus.Completed, "done", Stop);

        (await analyses.GetAsync(study.Record, null, Stop)).Record.Status.ShouldBe(StudyStatus.Completed);
    }

    [Fact]
    public async Task and_sees_a_trial_that_was_replayed_and_failed_again()
    {
        var (store, study) = await StoredAsync();
        using var analyses = new StudyAnalyses(store);
        await study.ObserveAsync(Configuration.Of(("x", 0.5)), [], ImmutableSortedDictionary<string, double>.Empty, Stop, AttemptState.Failed);
        await analyses.GetAsync(study.Record, null, Stop);

        // Counts and revision of the study stay the same.
        var failed = (await store.FindTrialAsync(study.Record.Id, 5, Stop))!;
        var replayed = failed with { Attempts = failed.Attempts.Add(failed.Current with { Number = 2, Sequence = study.Sequence + 1, Reason = "again" }), Revision = failed.Revision + 1 };
        (await store.WriteAsync(study.Record.Id, [new TrialWrite.Replace(replayed)], Stop)).Conflict.ShouldBeFalse();

        (await analyses.GetAsync(study.Record, null, Stop)).Trials[5].Attempts.Length.ShouldBe(2);
    }

    [Fact]
    public async Task and_those_who_ask_at_the_same_time_wait_for_the_same_one()
    {
        var (store, study) = await StoredAsync();
        var slow = new HeldStore(store);
        using var analyses = new StudyAnalyses(slow);

        var asked = Enumerable.Range(0, 8).Select(_ => analyses.GetReportAsync(study.Record, null, Stop)).ToArray();
        await slow.Reading.WaitAsync(Stop);
        slow.Go();
        var reports = await Task.WhenAll(asked);

        reports.Distinct().Count().ShouldBe(1);
        analyses.Computed.ShouldBe(1);
    }

    [Fact]
    public async Task and_one_who_leaves_does_not_take_it_from_the_others()
    {
        var (store, study) = await StoredAsync();
        var slow = new HeldStore(store);
        using var analyses = new StudyAnalyses(slow);
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var leaving = analyses.GetAsync(study.Record, null, impatience.Token);
        await slow.Reading.WaitAsync(Stop);
        var staying = analyses.GetAsync(study.Record, null, Stop);
        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(leaving);
        slow.Go();

        (await staying).Trials.Length.ShouldBe(5);
        analyses.Computed.ShouldBe(1);
    }

    [Fact]
    public async Task and_when_nobody_waits_any_more_it_is_given_up()
    {
        var (store, study) = await StoredAsync();
        var slow = new HeldStore(store);
        using var analyses = new StudyAnalyses(slow);
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var leaving = analyses.GetAsync(study.Record, null, impatience.Token);
        await slow.Reading.WaitAsync(Stop);
        await impatience.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(leaving);
        await slow.GivenUp.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        analyses.Computed.ShouldBe(0);
        slow.Go();
        (await analyses.GetAsync(study.Record, null, Stop)).Trials.Length.ShouldBe(5); // and the next one begins anew
    }

    private async Task<(IStudyStore Store, TestStudy Study)> StoredAsync()
    {
        server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        for (var i = 0; i < 5; i++) await study.ObserveAsync(i, Stop);
        return (server.Store, study);
    }

    /// <summary>A store that reads no trials until it is told to.</summary>
    private sealed class HeldStore(IStudyStore store) : StoreWrapper(store)
    {
        private readonly TaskCompletionSource reading = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reading => reading.Task;

        public Task GivenUp => givenUp.Task;

        public void Go() => go.TrySetResult();

        public override async IAsyncEnumerable<Trial> ReadTrialsAsync(string studyId, TrialQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            reading.TrySetResult();
            await WaitAsync(cancellationToken);
            await foreach (var trial in base.ReadTrialsAsync(studyId, query, cancellationToken)) yield return trial;
        }

        private async Task WaitAsync(CancellationToken cancellationToken)
        {
            try
            {
                await go.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                givenUp.TrySetResult();
                throw;
            }
        }
    }
}
