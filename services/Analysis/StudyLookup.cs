using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis;

internal static class StudyLookup
{
    /// <exception cref="InputException">404: no study has this name.</exception>
    public static async Task<StudyRecord> GetStudyAsync(this IStudyStore store, string name, CancellationToken cancellationToken) =>
        await store.FindStudyAsync(name, cancellationToken) ?? throw InputException.NotFound("study", name);
}
