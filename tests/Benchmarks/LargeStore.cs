using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Storage;
using ArchOpt.Storage.Sqlite;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Benchmarks;

/// <summary>A store with a long study in it, and a short one of the same kind: three groups, ten parameters and a list, reported sizes, failures with long errors, one learning curve.</summary>
internal static class LargeStore
{
    public const string Study = "large", Short = "short";

    /// <summary>The trial with a learning curve, an error and a second attempt.</summary>
    public const long Eventful = 7;

    private const int Batch = 2_000;

    private static readonly string[] Groups = ["GAT+RL", "GT+RL", "DGT+RL"];
    private static readonly DateTimeOffset Moment = new(2031, 2, 28, 12, 0, 0, TimeSpan.Zero);

    public static async Task WriteAsync(string directory, int trials, CancellationToken cancellationToken)
    {
        await using var store = new SqliteStudyStore(directory, TimeProvider.System);
        await store.OpenAsync(cancellationToken);
        await WriteAsync(store, Study, trials, cancellationToken);
        await WriteAsync(store, Short, 100, cancellationToken);
    }

    private static async Task WriteAsync(SqliteStudyStore store, string name, int trials, CancellationToken cancellationToken)
    {
        var record = new StudyRecord
        {
            Id = Guid.NewGuid().ToString("N"),
            Name = name,
            Definition = Definition,
            Budget = new(trials, 16, null, null),
            Status = StudyStatus.Completed,
            Reason = "the budget is used",
            Created = Moment,
            Ended = Moment.AddSeconds(trials),
        };
        if (!await store.TryCreateStudyAsync(record, cancellationToken)) throw new InvalidOperationException("The store must be empty.");
        for (var first = 0; first < trials; first += Batch)
        {
            TrialWrite[] writes = [.. Enumerable.Range(first, Math.Min(Batch, trials - first)).Select(number => new TrialWrite.Insert(Trial(record.Id, number, trials)))];
            var written = await store.WriteAsync(record.Id, writes, cancellationToken);
            if (written.Conflict) throw new InvalidOperationException("A write of the sample conflicts.");
        }

        await store.AppendCurveAsync(
            record.Id,
            [
                .. Enumerable.Range(1, 200).Select(step => new CurvePoint(
                    Eventful, 1, step, ImmutableSortedDictionary<string, double>.Empty.Add("loss", 0.5 + Math.Exp(-step / 40.0)).Add("learning_rate", 0.001 * Math.Exp(-step / 60.0)))),
            ],
            cancellationToken);
    }

    private static string Definition
    {
        get
        {
            var parameters = string.Concat(Enumerable.Range(0, 9).Select(i => string.Create(CultureInfo.InvariantCulture, $$""","p{{i}}":{"type":"float","low":0,"high":1}""")));
            return $$"""
                {"study":"{{Study}}","objectives":[{"metric":"loss","goal":"minimize","thresholds":{"good":0.55,"excellent":0.51,"breakthrough":0.50} }],
                "evaluator":{"name":"external"},"groups":{"parameter":"model"},"budget":{"trials":100000},
                "space":{"model":{"type":"categorical","values":["GAT+RL","GT+RL","DGT+RL"]}{{parameters}},
                "arch":{"type":"list","min":1,"max":5,"of":{"width":{"type":"ordinal","values":[64,128,256]},"depth":{"type":"int","low":1,"high":5} } } } }
                """;
        }
    }

    private static Trial Trial(string study, int number, int trials)
    {
        var stream = RandomStream.For(11, number);
        var failed = number % 50 == Eventful;
        var loss = 0.5 + (0.1 * Math.Exp(-3.0 * number / trials)) + (0.02 * Math.Abs(stream.NextNormal()));
        var metrics = failed ? ImmutableSortedDictionary<string, double>.Empty : ImmutableSortedDictionary<string, double>.Empty.Add("loss", loss).Add("parameters", 1e5 * (1 + stream.NextDouble()));
        var configuration = Enumerable.Range(0, 9).Select(i => KeyValuePair.Create($"p{i}", (ParameterValue)Math.Round(stream.NextDouble(), 6)))
            .Append(new("model", Groups[3 * number / trials]))
            .Append(new("arch", ParameterValue.Of([.. Enumerable.Range(0, 1 + (number % 5)).Select(i => Configuration.Of(("width", 64 << (i % 3)), ("depth", 1 + i)))])));
        var attempt = new Attempt
        {
            Number = 1,
            State = failed ? AttemptState.Failed : number % 20 == 3 ? AttemptState.Pruned : AttemptState.Completed,
            Sequence = number + 1,
            Seal = "0123456789abcdef0123456789abcdef",
            Published = true,
            Queued = Moment.AddSeconds(number),
            Started = Moment.AddSeconds(number),
            Ended = Moment.AddSeconds(number + 60),
            DurationSeconds = 50 + (10 * stream.NextDouble()),
            Worker = string.Create(CultureInfo.InvariantCulture, $"node-{number % 64}"),
            Values = failed ? [] : [loss],
            Metrics = metrics,
            Failure = failed ? FailureKind.Error : null,
            Reason = failed ? $"RuntimeError: CUDA out of memory. Tried to allocate {stream.NextInt32(9_000)} MiB\n{new string('x', 400)}" : null,
        };
        return new Trial
        {
            StudyId = study,
            Number = number,
            Configuration = Configuration.Of(configuration),
            Reason = "expected improvement",
            BasedOn = Math.Max(0, number - 16),
            Seed = number,
            State = Enum.Parse<TrialState>(attempt.State.ToString()),
            Created = Moment.AddSeconds(number),
            Attempts = [attempt],
        };
    }
}
