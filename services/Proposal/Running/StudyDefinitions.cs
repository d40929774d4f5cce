using System.Collections.Concurrent;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>The definitions behind stored studies; each is read once, because a study's definition never changes.</summary>
internal sealed class StudyDefinitions
{
    private readonly ConcurrentDictionary<string, StudyDefinition> read = new();

    /// <exception cref="StoreUnusableException">The stored definition is not one that this version understands.</exception>
    public StudyDefinition Read(StudyRecord record) => read.GetOrAdd(record.Id, static (_, record) =>
    {
        var result = StudyFile.Read(record.Definition);
        return result.Definition ?? throw new StoreUnusableException(
            $"The store's study '{record.Name}' cannot be read by this version: {string.Join("; ", result.Lines)}");
    }, record);

    public void Forget(string studyId) => read.TryRemove(studyId, out _);
}
