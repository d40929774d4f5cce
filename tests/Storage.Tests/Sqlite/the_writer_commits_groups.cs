using ArchOpt.Storage.Sqlite;

namespace ArchOpt.Storage.Tests.Sqlite;

public sealed class the_writer_commits_groups : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly CountingTime time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Callers_who_come_together_share_a_flush_of_the_disk()
    {
        const int Callers = 200;
        var study = Samples.Study();
        await using var store = new SqliteStudyStore(directory.Path, time);
        await store.OpenAsync(Cancel);
        await store.TryCreateStudyAsync(study, Cancel);
        time.Readings = 0;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(n =>
            store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, n))], Cancel)));

        (await store.ReadTrialsAsync(study.Id, new(), Cancel).CountAsync(Cancel)).ShouldBe(Callers);
        // The store reads the clock before and after a commit.
        (time.Readings / 2).ShouldBeInRange(1, Callers / 2);
    }

    [Fact]
    public async Task An_error_hits_only_the_work_that_caused_it()
    {
        var file = new SqliteFile(directory.Path);
        SqliteOpening.Open(file, SqliteSchema.Steps);
        using var metrics = new StoreMetrics(time);
        await using var writer = new GroupCommit(file, metrics);
        using var gathered = new ManualResetEventSlim();

        // While the first piece of work holds the writer, the others gather into one group.
        var first = writer.RunAsync(_ => gathered.Wait(TimeSpan.FromSeconds(30)), Cancel);
        var good = Enumerable.Range(0, 10).Select(i => writer.RunAsync(session => StudyTable.Insert(session, Samples.Study($"study {i}")), Cancel)).ToList();
        var bad = writer.RunAsync<int>(
            session =>
            {
                StudyTable.Insert(session, Samples.Study("from the bad one"));
                throw new FormatException("bad work");
            },
            Cancel);
        var late = writer.RunAsync(session => StudyTable.Insert(session, Samples.Study("late")), Cancel);
        gathered.Set();

        (await first).ShouldBeTrue();
        (await Task.WhenAll(good)).ShouldAllBe(created => created);
        (await late).ShouldBeTrue();
        (await Should.ThrowAsync<FormatException>(() => bad)).Message.ShouldBe("bad work");
        using var session = file.OpenForReading();
        StudyTable.List(session).Length.ShouldBe(11);
        StudyTable.FindByName(session, "from the bad one").ShouldBeNull();
    }

    [Fact]
    public void Every_commit_is_flushed_to_the_disk_before_it_counts()
    {
        var file = new SqliteFile(directory.Path);
        SqliteOpening.Open(file, SqliteSchema.Steps);
        using var session = file.OpenForWriting();
        // FULL: no kill of a process could show the difference to less, only a loss of power.
        session.Scalar("PRAGMA synchronous").ShouldBe(2L);
        session.Scalar("PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task Closing_waits_for_every_write_that_was_asked_for()
    {
        var study = Samples.Study();
        await using (var store = new SqliteStudyStore(directory.Path, time))
        {
            await store.OpenAsync(Cancel);
            await store.TryCreateStudyAsync(study, Cancel);
            for (var n = 0; n < 50; n++) _ = store.WriteAsync(study.Id, [new TrialWrite.Insert(Samples.Proposed(study, n))], Cancel);
        }

        File.Exists(directory.Database + "-wal").ShouldBeFalse("a closed store has moved its log into the file");
        await using var again = new SqliteStudyStore(directory.Path, time);
        await again.OpenAsync(Cancel);
        (await again.ReadTrialsAsync(study.Id, new(), Cancel).CountAsync(Cancel)).ShouldBe(50);
    }

    [Fact]
    public async Task A_store_that_is_not_open_says_so()
    {
        var store = new SqliteStudyStore(directory.Path, time);
        await Should.ThrowAsync<InvalidOperationException>(() => store.ListStudiesAsync(Cancel));
        await store.OpenAsync(Cancel);
        await store.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => store.ListStudiesAsync(Cancel));
        await Should.ThrowAsync<ObjectDisposedException>(() => store.DeleteStudyAsync("x", Cancel));
    }

    [Theory]
    [InlineData(TrialQueries.All)]
    [InlineData(TrialQueries.InState)]
    [InlineData(TrialQueries.InFlight)]
    [InlineData(TrialQueries.Observed)]
    [InlineData(TrialQueries.Counts)]
    public void No_query_reads_more_than_it_returns(string sql)
    {
        var file = new SqliteFile(directory.Path);
        SqliteOpening.Open(file, SqliteSchema.Steps);
        using var session = file.OpenForReading();
        using var plan = session.Query("EXPLAIN QUERY PLAN " + sql, "id", 1, 1, "Failed");
        var steps = new List<string>();
        while (plan.Read()) steps.Add(plan.GetString(3));
        steps.ShouldAllBe(step => !step.StartsWith("SCAN ", StringComparison.Ordinal));
        if (sql is TrialQueries.InState or TrialQueries.InFlight) steps[0].ShouldContain("trials_by_state (study=? AND state=?");
    }

    public void Dispose() => directory.Dispose();

    /// <summary>The system's time, counting who asks.</summary>
    private sealed class CountingTime : TimeProvider
    {
        private int readings;

        public int Readings
        {
            get => readings;
            set => readings = value;
        }

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref readings);
            return base.GetTimestamp();
        }
    }
}
