using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests;

/// <summary>Writes a study the way Proposal does, observation by observation.</summary>
internal sealed class TestStudy
{
    private const string Definition = """
        {"study":"s","objectives":[{"metric":"score","goal":"maximize"}],"constraints":[{"metric":"qps","min":100,"mode":"soft"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":2000}}
        """;

    private static readonly DateTimeOffset Moment = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly IStudyStore store;
    private long next;

    private TestStudy(IStudyStore store, StudyRecord record) => (this.store, Record) = (store, record);

    public StudyRecord Record { get; private set; }

    public long Sequence { get; private set; }

    public static async Task<TestStudy> CreateAsync(IStudyStore store, string name, CancellationToken cancellationToken, string definition = Definition)
    {
        var record = new StudyRecord
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = name,
            Definition = definition,
            Budget = new Budget(1_000, 4, null, null),
            Created = Moment,
        };
        (await store.TryCreateStudyAsync(record, cancellationToken)).ShouldBeTrue();
        return new(store, record);
    }

    /// <summary>One more trial, observed at once.</summary>
    public Task ObserveAsync(double score, CancellationToken cancellationToken) => ObserveAsync(
        Configuration.Of(("x", (double)next)), [score], Metrics(score, 200), cancellationToken);

    public Task ObserveAsync(double score, double qps, CancellationToken cancellationToken) => ObserveAsync(
        Configuration.Of(("x", (double)next)), [score], Metrics(score, qps), cancellationToken);

    public async Task ObserveAsync(
        Configuration configuration,
        ImmutableArray<double> values,
        ImmutableSortedDictionary<string, double> metrics,
        CancellationToken cancellationToken,
        AttemptState state = AttemptState.Completed,
        string worker = "w",
        string? reason = null)
    {
        var trial = NewTrial(configuration);
        var observed = trial.WithAttempt(trial.Current with
        {
            State = state,
            Sequence = ++Sequence,
            Seal = "seal",
            Published = true,
            Started = Moment,
            Ended = Moment.AddSeconds(1),
            DurationSeconds = 1,
            Worker = worker,
            Reason = reason,
            Values = values,
            Metrics = metrics,
        }) with
        { State = Enum.Parse<TrialState>(state.ToString()) };
        await WriteAsync([new TrialWrite.Insert(trial), new TrialWrite.Replace(observed)], cancellationToken);
    }

    /// <summary>One more trial, which waits.</summary>
    public Task ProposeAsync(CancellationToken cancellationToken) =>
        WriteAsync([new TrialWrite.Insert(NewTrial(Configuration.Of(("x", 0.5))))], cancellationToken);

    public async Task SetStatusAsync(StudyStatus status, string reason, CancellationToken cancellationToken)
    {
        Record = Record with { Status = status, Reason = reason, Revision = Record.Revision + 1 };
        (await store.TryReplaceStudyAsync(Record, cancellationToken)).ShouldBeTrue();
    }

    public static ImmutableSortedDictionary<string, double> Metrics(double score, double qps) =>
        ImmutableSortedDictionary<string, double>.Empty.Add("score", score).Add("qps", qps);

    private Trial NewTrial(Configuration configuration) => new()
    {
        StudyId = Record.Id,
        Number = next++,
        Configuration = configuration,
        Seed = 7,
        Created = Moment,
        Attempts = [new Attempt { Number = 1, Queued = Moment }],
    };

    private async Task WriteAsync(IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken) =>
        (await store.WriteAsync(Record.Id, writes, cancellationToken)).ShouldBe(new WriteResult(writes.Count, false));
}
