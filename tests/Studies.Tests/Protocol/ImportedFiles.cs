using System.Collections.Immutable;
using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

/// <summary>
/// People who import files of finished trials: each sends rows in order, goes on only from what was answered, and sends any of it again.
/// </summary>
internal sealed class ImportedFiles
{
    private const int RowsOfAFile = 12;
    private static readonly string[] Files = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"];
    private readonly Dictionary<string, long> answered = Files.ToDictionary(file => file, _ => 0L);

    /// <summary>A piece of a file that begins somewhere in what was answered, or right behind it.</summary>
    public StudyEvent.Imported Next(RandomStream pick)
    {
        var file = Files[pick.NextInt32(Files.Length)];
        var first = 1 + pick.NextInt32((int)Math.Min(answered[file], RowsOfAFile - 1) + 1);
        var last = Math.Min(RowsOfAFile, first + pick.NextInt32(5));
        return new(file, [.. Enumerable.Range(first, last - first + 1).Select(Row)]);
    }

    /// <summary>What is left of all files.</summary>
    public IEnumerable<StudyEvent.Imported> Rest() => Files.Select(file => new StudyEvent.Imported(file, [.. Enumerable.Range(1, RowsOfAFile).Select(Row)]));

    public static int Rows => Files.Length * RowsOfAFile;

    public void Answered(StudyEvent.Imported sent, EventReply reply)
    {
        if (reply is not EventReply.Imported imported) return;
        (imported.Added.Length + imported.AlreadyThere).ShouldBe(sent.Trials.Length);
        answered[sent.File] = Math.Max(answered[sent.File], sent.Trials[^1].Row);
    }

    /// <summary>Each row once, in the order of its file, none missing between those that are there.</summary>
    public static void Check(IEnumerable<Trial> trials)
    {
        foreach (var file in trials.Where(trial => trial.Import is not null).GroupBy(trial => trial.Import!.File))
            file.OrderBy(trial => trial.Number).Select(trial => trial.Import!.Row).ShouldBe(Enumerable.Range(1, file.Count()).Select(row => (long)row));
    }

    /// <summary>Good runs, failed ones, and such without a usable value.</summary>
    public static ImportedTrial Row(int row) => new(
        row,
        Samples.Point(row / 100.0),
        row % 5 == 0 ? TrialState.Failed : TrialState.Completed,
        row % 7 == 0 ? ImmutableSortedDictionary<string, double>.Empty : Samples.Metrics(("loss", row % 6 == 0 ? double.NaN : row)));
}
