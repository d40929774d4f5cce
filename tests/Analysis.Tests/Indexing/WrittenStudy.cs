using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Indexing;

/// <summary>What came of an attempt.</summary>
/// <param name="Value">The first objective; null for none.</param>
internal sealed record Outcome(AttemptState State, double? Value = null, string? Reason = null, string? Worker = "w", double Seconds = 1, string? Log = null)
{
    public static Outcome Of(double value, string worker = "w", double seconds = 1) => new(AttemptState.Completed, value, null, worker, seconds);

    public static Outcome Failure(string reason, string worker = "w") => new(AttemptState.Failed, null, reason, worker);
}

/// <summary>A study in a store, written the way Proposal writes it: trials in bulk, replays, trials in flight.</summary>
internal sealed class WrittenStudy
{
    public const string Plain = """
        {"study":"s","objectives":[{"metric":"loss","goal":"minimize","thresholds":{"good":0.4}}],"constraints":[{"metric":"qps","min":100,"mode":"soft"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":1000000}}
        """;

    public const string Grouped = """
        {"study":"s","objectives":[{"metric":"loss","goal":"minimize"}],"evaluator":{"name":"external"},"space":{"model":{"type":"categorical","values":["GAT","GT"]},"n_layers":{"type":"int","low":1,"high":4},"embedding_dim":{"type":"int","low":8,"high":64}},"groups":{"parameter":"model"},"budget":{"trials":1000000}}
        """;

    public static readonly DateTimeOffset Moment = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly IStudyStore store;

    private WrittenStudy(IStudyStore store, StudyRecord record) => (this.store, Record) = (store, record);

    public StudyRecord Record { get; }

    /// <summary>The next number.</summary>
    public long Next { get; private set; }

    public long Sequence { get; private set; }

    public StudyDefinition Definition => Record.ReadDefinition();

    public static async Task<WrittenStudy> CreateAsync(IStudyStore store, string name, CancellationToken cancellationToken, string definition = Plain)
    {
        var record = new StudyRecord { Id = Guid.NewGuid().ToString("N"), Name = name, Definition = definition, Budget = new(1_000_000, 4, null, null), Created = Moment };
        (await store.TryCreateStudyAsync(record, cancellationToken)).ShouldBeTrue();
        return new(store, record);
    }

    public Task AddAsync(CancellationToken cancellationToken, params IEnumerable<Outcome> outcomes) => AddAsync(outcomes.Select(outcome => (Any(), outcome)), cancellationToken);

    public async Task AddAsync(IEnumerable<(Configuration Configuration, Outcome Outcome)> results, CancellationToken cancellationToken)
    {
        foreach (var batch in results.Chunk(2_000))
        {
            await WriteAsync([.. batch.Select(result => new TrialWrite.Insert(Ended(Proposed(result.Configuration), result.Outcome)))], cancellationToken);
        }
    }

    public static ImmutableSortedDictionary<string, double> Metrics(double loss) => ImmutableSortedDictionary<string, double>.Empty.Add("loss", loss).Add("qps", 200);

    /// <summary>Trials that wait.</summary>
    public async Task<long> ProposeAsync(CancellationToken cancellationToken, int count = 1)
    {
        var first = Next;
        await WriteAsync([.. Enumerable.Range(0, count).Select(_ => new TrialWrite.Insert(Proposed(Any())))], cancellationToken);
        return first;
    }

    /// <summary>The next attempt of a trial that has ended.</summary>
    public async Task ReplayAsync(long number, CancellationToken cancellationToken)
    {
        var trial = await FindAsync(number, cancellationToken);
        var replayed = trial with
        {
            State = TrialState.Proposed,
            Revision = trial.Revision + 1,
            Attempts = trial.Attempts.Add(new Attempt { Number = trial.Attempts.Length + 1, Queued = Moment.AddHours(1) }),
        };
        await WriteAsync([new TrialWrite.Replace(replayed)], cancellationToken);
    }

    public async Task EndAsync(long number, Outcome outcome, CancellationToken cancellationToken)
    {
        var trial = await FindAsync(number, cancellationToken);
        await WriteAsync([new TrialWrite.Replace(Ended(trial, outcome) with { Revision = trial.Revision + 1 })], cancellationToken);
    }

    private async Task<Trial> FindAsync(long number, CancellationToken cancellationToken) => (await store.FindTrialAsync(Record.Id, number, cancellationToken)).ShouldNotBeNull();

    private Configuration Any() => Configuration.Of(("x", (Next % 97) / 100.0));

    private Trial Proposed(Configuration configuration) => new()
    {
        StudyId = Record.Id,
        Number = Next++,
        Configuration = configuration,
        Reason = "warm-up",
        Seed = 7,
        Created = Moment,
        Attempts = [new Attempt { Number = 1, Queued = Moment, Published = true }],
    };

    private Trial Ended(Trial trial, Outcome outcome)
    {
        var metrics = outcome.Value is { } value
            ? Metrics(value)
            : ImmutableSortedDictionary<string, double>.Empty;
        var ended = Moment.AddSeconds(trial.Number + outcome.Seconds);
        return trial with
        {
            State = Enum.Parse<TrialState>(outcome.State.ToString()),
            Attempts = trial.Attempts.SetItem(trial.Attempts.Length - 1, trial.Current with
            {
                State = outcome.State,
                Sequence = ++Sequence,
                Seal = "seal",
                Ended = ended,
                DurationSeconds = outcome.Seconds,
                Worker = outcome.Worker,
                Values = outcome.Value is { } one ? [one] : [],
                Metrics = metrics,
                Failure = outcome.State == AttemptState.Failed ? FailureKind.Error : null,
                Reason = outcome.Reason,
                Log = outcome.Log,
            }),
        };
    }

    private async Task WriteAsync(IReadOnlyList<TrialWrite> writes, CancellationToken cancellationToken) =>
        (await store.WriteAsync(Record.Id, writes, cancellationToken)).ShouldBe(new WriteResult(writes.Count, false));
}
