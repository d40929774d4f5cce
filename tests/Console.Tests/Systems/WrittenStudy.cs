using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Console.Tests.Systems;

/// <summary>A finished study, written into a store before anything runs: as large and as odd as no study file may be.</summary>
internal sealed record WrittenStudy(string Name, string Definition)
{
    private const int Batch = 5_000;

    private static readonly DateTimeOffset Moment = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);

    public StudyStatus Status { get; init; } = StudyStatus.Completed;

    public string Worker { get; init; } = "worker-1";

    /// <param name="outcome">What came of a trial, by its number.</param>
    public async Task WriteAsync(IStudyStore store, int trials, Func<int, WrittenTrial> outcome, CancellationToken cancellationToken)
    {
        var record = new StudyRecord
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = Name,
            Definition = Definition,
            Budget = new Budget(trials, 4, null, null),
            Status = Status,
            Created = Moment,
            Ended = Status == StudyStatus.Paused ? null : Moment.AddSeconds(trials),
        };
        (await store.TryCreateStudyAsync(record, cancellationToken)).ShouldBeTrue();
        foreach (var numbers in Enumerable.Range(0, trials).Chunk(Batch))
        {
            TrialWrite[] writes = [.. numbers.Select(number => new TrialWrite.Insert(Trial(record.Id, number, outcome(number))))];
            (await store.WriteAsync(record.Id, writes, cancellationToken)).ShouldBe(new WriteResult(writes.Length, false));
        }
    }

    private Trial Trial(string study, int number, WrittenTrial written)
    {
        var attempt = new Attempt
        {
            Number = 1,
            State = written.Error is null ? AttemptState.Completed : AttemptState.Failed,
            Sequence = number + 1,
            Seal = "seal",
            Published = true,
            Queued = Moment.AddSeconds(number),
            Started = Moment.AddSeconds(number),
            Ended = Moment.AddSeconds(number + 1),
            DurationSeconds = 1,
            Worker = Worker,
            Values = written.Error is null ? [written.Value] : [],
            Metrics = written.Error is null ? written.Metrics : ImmutableSortedDictionary<string, double>.Empty,
            Failure = written.Error is null ? null : FailureKind.Error,
            Reason = written.Error,
        };
        return new Trial
        {
            StudyId = study,
            Number = number,
            Configuration = written.Configuration,
            Seed = number,
            State = Enum.Parse<TrialState>(attempt.State.ToString()),
            Created = Moment.AddSeconds(number),
            Attempts = [attempt],
        };
    }
}

/// <summary>One of its trials.</summary>
/// <param name="Error">Why it failed; null for one that completed.</param>
internal sealed record WrittenTrial(Configuration Configuration, double Value, ImmutableSortedDictionary<string, double> Metrics, string? Error = null);
