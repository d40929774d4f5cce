using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Protocol;

/// <summary>The store's contract in its smallest form: single writes, compare and set, unique sequence numbers.</summary>
internal sealed class PureStore(StudyRecord study)
{
    private readonly Dictionary<long, long> owners = []; // sequence number -> trial

    public StudyRecord Study { get; private set; } = study;

    public SortedDictionary<long, Trial> Trials { get; } = [];

    /// <summary>One more with every write that changed something.</summary>
    public long Version { get; private set; }

    public IEnumerable<(Trial Trial, Attempt Attempt)> Observations => Trials.Values
        .SelectMany(t => t.Attempts.Where(a => a.Sequence is not null).Select(a => (t, a)))
        .OrderBy(o => o.a.Sequence);

    /// <summary>Applies a write; true for what is none. False, and no change, for a conflict.</summary>
    public bool TryApply(Decision decision) => decision switch
    {
        Decision.Insert insert => TryInsert(insert.Trial),
        Decision.Replace replace => TryReplace(replace.Trial),
        Decision.Annotate annotate => TryReplace(annotate.Trial),
        Decision.MarkPublished mark => Mark(mark),
        Decision.ReplaceStudy replace => TryReplace(replace.Study),
        _ => true,
    };

    private bool TryInsert(Trial trial)
    {
        if (Trials.ContainsKey(trial.Number) || !TryTakeSequences(trial)) return false;
        Trials.Add(trial.Number, trial);
        Version++;
        return true;
    }

    private bool TryReplace(Trial trial)
    {
        if (!Trials.TryGetValue(trial.Number, out var stored) || stored.Revision != trial.Revision - 1) return false;
        if (!TryTakeSequences(trial)) return false;
        Trials[trial.Number] = trial;
        Version++;
        return true;
    }

    private bool TryTakeSequences(Trial trial)
    {
        var sequences = trial.Attempts.Where(a => a.Sequence is not null).Select(a => a.Sequence!.Value).ToArray();
        if (sequences.Any(s => owners.TryGetValue(s, out var owner) && owner != trial.Number)) return false;
        foreach (var sequence in sequences) owners[sequence] = trial.Number;
        return true;
    }

    private bool TryReplace(StudyRecord record)
    {
        if (Study.Revision != record.Revision - 1) return false;
        Study = record;
        Version++;
        return true;
    }

    private bool Mark(Decision.MarkPublished mark)
    {
        if (Trials.TryGetValue(mark.Number, out var trial) && trial.Current.Number == mark.Attempt && !trial.Current.Published)
        {
            Trials[mark.Number] = trial with { Attempts = trial.Attempts.SetItem(mark.Attempt - 1, trial.Current with { Published = true }) };
            Version++;
        }

        return true;
    }
}
