// Writes trials for ever and says on stdout which ones the store has acknowledged; a test kills it in the middle.
// Arguments: directory, study id, number of concurrent callers.
using System.Collections.Concurrent;
using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Storage;
using ArchOpt.Storage.Sqlite;
using ArchOpt.Studies.Trials;

const int BatchSize = 8;
var (directory, studyId, callers) = (args[0], args[1], int.Parse(args[2], CultureInfo.InvariantCulture));

await using var store = new SqliteStudyStore(directory, TimeProvider.System);
await store.OpenAsync(CancellationToken.None);

var acknowledged = new BlockingCollection<string>();
var next = -BatchSize;
for (var i = 0; i < callers; i++) _ = WriteForEverAsync();
foreach (var line in acknowledged.GetConsumingEnumerable())
{
    Console.WriteLine(line);
    Console.Out.Flush();
}

async Task WriteForEverAsync()
{
    while (true)
    {
        var first = Interlocked.Add(ref next, BatchSize);
        var trials = Enumerable.Range(first, BatchSize).Select(Proposed).ToList();
        await store.WriteAsync(studyId, [.. trials.Select(t => new TrialWrite.Insert(t))], CancellationToken.None);
        foreach (var trial in trials) acknowledged.Add(Line("inserted", trial));
        await store.WriteAsync(studyId, [.. trials.Select(t => new TrialWrite.Replace(Completed(t)))], CancellationToken.None);
        foreach (var trial in trials) acknowledged.Add(Line("completed", trial));
    }
}

Trial Proposed(int number) => new()
{
    StudyId = studyId,
    Number = number,
    Configuration = Configuration.Of(("number", number)),
    Attempts = [new Attempt { Number = 1 }],
};

static Trial Completed(Trial trial) => trial.WithAttempt(trial.Current with
{
    State = AttemptState.Completed,
    Sequence = trial.Number + 1,
    Values = [trial.Number],
}) with { State = TrialState.Completed };

static string Line(string what, Trial trial) => string.Create(CultureInfo.InvariantCulture, $"{what} {trial.Number}");
