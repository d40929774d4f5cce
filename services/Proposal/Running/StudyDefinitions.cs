using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ArchOpt.Contracts;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>The definitions behind stored studies; each is read once, and again only when an import has widened the study's space.</summary>
internal sealed class StudyDefinitions
{
    private readonly ConcurrentDictionary<string, (string Text, StudyDefinition Definition)> read = new();
    private readonly ConditionalWeakTable<StudyDefinition, CurveRequest> curves = [];

    /// <exception cref="StoreUnusableException">The stored definition is not one that this version understands.</exception>
    public StudyDefinition Read(StudyRecord record)
    {
        // The text decides, not the id: what a record holds is what its trials were judged and proposed by.
        if (read.TryGetValue(record.Id, out var known) && known.Text == record.Definition) return known.Definition;
        var result = StudyFile.Read(record.Definition);
        var definition = result.Definition ?? throw new StoreUnusableException(
            $"The store's study '{record.Name}' cannot be read by this version: {string.Join("; ", result.Lines)}");
        read[record.Id] = (record.Definition, definition);
        return definition;
    }

    /// <summary>What workers are asked to report; null when the study compares no running trials.</summary>
    public CurveRequest? CurveOf(StudyDefinition study) => study.Pruner is null
        ? null
        : curves.GetValue(study, static s => new() { Metrics = StudyPruner.Metrics(s), Steps = StudyPruner.Create(s)!.Steps });

    public void Forget(string studyId) => read.TryRemove(studyId, out _);
}
