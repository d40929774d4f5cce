using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Live;

/// <summary>The improvements of every study that somebody has watched since the start, and where its search is; shared by all its streams.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class ImprovementIndex(IStudyStore store)
{
    private readonly ConcurrentDictionary<string, Improvements> studies = [];

    /// <summary>The highest sequence number of the study that is in the store now; 0 for none.</summary>
    public Task<long> LastSequenceAsync(StudyRecord study, CancellationToken cancellationToken) => Of(study).AdvanceAsync(cancellationToken);

    /// <summary>Where the study's search is now, group by group; empty when its strategy has nothing to say of itself.</summary>
    public async Task<ImmutableArray<SearchView>> SearchAsync(StudyRecord study, CancellationToken cancellationToken)
    {
        var known = Of(study);
        if (known.IsDescribed) await known.AdvanceAsync(cancellationToken);
        return known.Search;
    }

    /// <summary>Drops what is known of a study that was deleted.</summary>
    public void Forget(string studyId) => studies.TryRemove(studyId, out _);

    internal Improvements Of(StudyRecord study) => studies.GetOrAdd(
        study.Id,
        static (id, with) => new Improvements(id, with.study.ReadDefinition(), with.store),
        (study, store));
}
