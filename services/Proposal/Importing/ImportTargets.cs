using System.Collections.Immutable;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Importing;

/// <summary>The studies that trials are imported into: found, created, and given a wider space.</summary>
/// <remarks>
/// A space may grow only while the record says that it was inferred (<see cref="StudyRecord.SpaceIsInferred"/>): then every trial is imported
/// and no proposal rests on it. Resuming the study ends that, with a revision of the record; so does widening; and the record is replaced over
/// the very revision that was read before the rows. So of two who come at once one is refused, and tries again.
/// </remarks>
internal sealed class ImportTargets(IStudyStore store, StudyRegistry studies, StudyDefinitions definitions, TimeProvider clock)
{
    /// <summary>The study as it is, or null; and what its rows must fit. Null as target: everything is to be inferred.</summary>
    /// <param name="offered">The caller's own definition.</param>
    /// <exception cref="InputException">409: no import can go there.</exception>
    public async Task<(StudyRecord? Record, ImportTarget? Target)> FindAsync(string name, StudyDefinition? offered, CancellationToken cancellationToken)
    {
        if (await store.FindStudyAsync(name, cancellationToken) is not { } record) return (null, offered is null ? null : new(offered, MayWiden: false, []));
        if (record.Status == StudyStatus.Cancelled) throw InputException.Conflict($"study: '{name}' was cancelled, which is final.");
        var study = definitions.Read(record);
        if (study.TrialsPerConfiguration > 1)
            throw InputException.Conflict($"study: '{name}' runs every configuration {study.TrialsPerConfiguration} times (replicates), and an imported trial is one run; import into a study without replicates.");
        if (offered is not null && StudyResume.Compare(study, offered) is { IsSameSearch: false, DifferentKey: var key })
            throw InputException.Conflict($"study: '{name}' exists with another {key}; leave the definition out, or choose another name.");
        return (record, new(study, record.SpaceIsInferred, record.SpaceIsInferred ? await ReadTrialsAsync(record.Id, cancellationToken) : []));
    }

    /// <summary>The definition under which the rows are stored.</summary>
    /// <exception cref="InputException">400: it is not one that a study file may have.</exception>
    public static StudyDefinition Resolve(StudyDefinition read)
    {
        var result = StudyFile.Check(read);
        if (result.Definition is { TrialsPerConfiguration: 1 } study) return study;
        if (result.Definition is not null) throw InputException.Invalid("replicates", "must not be there: an imported trial is one run of its configuration");
        throw new InputException(400, "The study is not valid.", result.Errors
            .GroupBy(error => error.Path.Length > 0 ? error.Path : "study")
            .ToImmutableSortedDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray()));
    }

    /// <summary>A study that is at its end until somebody resumes it: importing starts nothing.</summary>
    /// <exception cref="InputException">409: somebody was faster.</exception>
    public async Task<StudyRecord> CreateAsync(StudyDefinition study, bool isInferred, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var record = new StudyRecord
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Name = study.Name,
            Definition = StudyFileWriter.Write(study),
            Budget = study.Budget,
            Status = StudyStatus.Completed,
            Reason = StudyProtocol.ImportedOnly(0),
            Created = now,
            Ended = now,
            SpaceIsInferred = isInferred,
        };
        return await store.TryCreateStudyAsync(record, cancellationToken)
            ? record
            : throw InputException.Conflict($"study: '{study.Name}' was created by somebody else while the file was read; import it again.");
    }

    /// <summary>The study with this definition, in the store and in its loop.</summary>
    /// <exception cref="InputException">409: it has changed since it was found.</exception>
    public async Task<StudyRecord> WidenAsync(StudyRecord found, StudyDefinition wider, CancellationToken cancellationToken)
    {
        var record = found with { Definition = StudyFileWriter.Write(wider), Revision = found.Revision + 1 };
        if (!await store.TryReplaceStudyAsync(record, cancellationToken))
            throw InputException.Conflict($"study: '{found.Name}' has changed while the file was read; import it again.");
        studies.Open(record).TrySend(new StudyInput.CatchUp(record.Revision));
        return record;
    }

    private async Task<ImmutableArray<ImportedTrial>> ReadTrialsAsync(string studyId, CancellationToken cancellationToken)
    {
        var trials = ImmutableArray.CreateBuilder<ImportedTrial>();
        await foreach (var trial in store.ReadTrialsAsync(studyId, new TrialQuery(), cancellationToken))
            trials.Add(new(trial.Import?.Row ?? trial.Number + 1, trial.Configuration, trial.State, trial.Current.Metrics));
        return trials.DrainToImmutable();
    }
}
