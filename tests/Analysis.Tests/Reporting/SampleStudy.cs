using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>A study in memory, as a store would have it, and the report on it.</summary>
internal sealed class SampleStudy
{
    private static readonly DateTimeOffset Moment = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);
    private readonly List<Trial> trials = [];
    private long sequence;

    public SampleStudy(string definition, string? name = null)
    {
        var read = StudyFile.Read(definition, "sample.json");
        Study = read.Definition ?? throw new ArgumentException(string.Join("; ", read.Lines), nameof(definition));
        Record = new()
        {
            Id = Guid.NewGuid().ToString("N"), Name = name ?? Study.Name, Definition = definition, Budget = Study.Budget, Created = Moment, Status = StudyStatus.Completed, Reason = "all trials have ended",
        };
    }

    public StudyDefinition Study { get; init; }

    public StudyRecord Record { get; init; }

    public ImmutableArray<Trial> Trials => [.. trials];

    public SampleStudy Completed(Configuration configuration, double value, long seed = 1, double duration = 40, params (string Name, double Value)[] metrics)
    {
        var all = metrics.Append((Study.Objectives[0].Metric, value)).DistinctBy(m => m.Item1).ToImmutableSortedDictionary(m => m.Item1, m => m.Item2, StringComparer.Ordinal);
        ImmutableArray<double> values = [.. Study.Objectives.Select(objective => all[objective.Metric])];
        return Ended(AttemptState.Completed, configuration, seed, attempt => attempt with { Values = values, Metrics = all, DurationSeconds = duration });
    }

    public SampleStudy Failed(Configuration configuration, string reason) =>
        Ended(AttemptState.Failed, configuration, 1, attempt => attempt with { Failure = FailureKind.Error, Reason = reason });

    public SampleStudy Infeasible(Configuration configuration, string reason) =>
        Ended(AttemptState.Infeasible, configuration, 1, attempt => attempt with { Reason = reason, Violation = double.NaN });

    public SampleStudy Ended(AttemptState state, Configuration configuration, long seed, Func<Attempt, Attempt> change)
    {
        var number = trials.Count;
        var start = Moment.AddSeconds(10 * number);
        var attempt = change(new()
        {
            Number = 1, State = state, Sequence = ++sequence, Seal = "seal", Published = true, Queued = start, Started = start, Ended = start.AddSeconds(40), Worker = $"worker-{number % 4}",
        });
        trials.Add(new() { StudyId = Record.Id, Number = number, Configuration = configuration, Seed = seed, State = state.ToTrialState(), Attempts = [attempt], Created = start });
        return this;
    }

    /// <summary>One that still runs.</summary>
    public SampleStudy Running(Configuration configuration)
    {
        trials.Add(new()
        {
            StudyId = Record.Id, Number = trials.Count, Configuration = configuration, Seed = 1, State = TrialState.Running, Created = Moment, Attempts = [new() { Number = 1, State = AttemptState.Running, Queued = Moment, Started = Moment }],
        });
        return this;
    }

    public StudyReport Report(int? top = null) => new(StudyAnalysing.Analyse(
        Record, Study, Trials, ImmutableSortedDictionary<long, ImmutableArray<CurvePoint>>.Empty, top, TestContext.Current.CancellationToken));

    public async Task StoreAsync(IStudyStore store, CancellationToken cancellationToken)
    {
        (await store.TryCreateStudyAsync(Record, cancellationToken)).ShouldBeTrue();
        foreach (var chunk in trials.Chunk(1_000))
            (await store.WriteAsync(Record.Id, [.. chunk.Select(trial => new TrialWrite.Insert(trial))], cancellationToken)).Conflict.ShouldBeFalse();
    }
}
