using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>Finished trials from elsewhere: observations like any other, that use no budget.</summary>
/// <remarks>
/// Whoever imports a file sends its rows in order and waits for each answer. So what is known of a file is always a beginning of it, and
/// the highest row says which: the same file again, at once or after a crash, adds what is missing and nothing twice.
/// </remarks>
public sealed partial class StudyProtocol
{
    /// <summary>By import, the last of its rows that is a trial here.</summary>
    private readonly Dictionary<string, long> lastRows = new(StringComparer.Ordinal);

    /// <summary>The imported ones among the trials of <see cref="Tally"/>.</summary>
    public TrialTally Imported { get; } = new();

    /// <summary>Trials that use the budget.</summary>
    public long Used => Tally.Total - Imported.Total;

    private EventReply Import(StudyEvent.Imported e, DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.Status == StudyStatus.Cancelled) return new EventReply.Refused("the study was cancelled, which is final");
        if (study.TrialsPerConfiguration > 1)
        {
            return new EventReply.Refused(
                $"it runs every configuration {study.TrialsPerConfiguration} times (replicates), and an imported trial is one run; import into a study without replicates");
        }

        var known = lastRows.GetValueOrDefault(e.File);
        var rows = e.Trials.Where(row => row.Row > known).ToArray();
        foreach (var row in rows)
        {
            // Also when the study was given another space since the file was read.
            if (ConfigurationValidation.Check(study.Space, row.Configuration) is [var error, ..])
                return new EventReply.Refused($"row {row.Row} of the import is outside of its space ({error})");
        }

        return new EventReply.Imported([.. rows.Select(row => Import(e.File, row, now, decisions))], e.Trials.Length - rows.Length);
    }

    private Trial Import(string file, ImportedTrial row, DateTimeOffset now, List<Decision> decisions)
    {
        var judgement = TrialJudgement.Judge(study, row.State, row.Metrics, row.Error);
        var trial = Append(TrialTransitions.Import(Record.Id, Tally.Total, new ImportSource(file, row.Row), row, judgement, LastSequence + 1, now));
        next.Recorded(trial.Number, trial.Configuration, trial.Origin);
        Count(trial);
        CountImport(trial);
        decisions.Add(new Decision.Insert(trial));
        return trial;
    }

    private void CountImport(Trial trial)
    {
        if (trial.Import is not { } source) return;
        Imported[trial.State]++;
        lastRows[source.File] = Math.Max(source.Row, lastRows.GetValueOrDefault(source.File));
    }

    /// <summary>
    /// The record follows what was imported and discarded, for those who read no trials. It comes behind them: when a crash comes between
    /// the two, the next who loads the study finds the difference here.
    /// </summary>
    private void NoteCounts(DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.Imported == Imported.Total && Record.Discarded == Discarded) return;
        Record = Record with { Imported = Imported.Total, Discarded = Discarded };
        SetStatus(Record.Status, Record.HasEnded && Used == 0 ? ImportedOnly(Imported.Total) : Record.Reason, now, decisions);
    }

    /// <summary>Why a study that only holds imported trials is at its end.</summary>
    public static string ImportedOnly(long trials) =>
        $"{trials} imported {(trials == 1 ? "trial" : "trials")}; resume it to search on from {(trials == 1 ? "it" : "them")}";
}
