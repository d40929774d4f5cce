using Microsoft.Extensions.Logging;

namespace ArchOpt.Storage;

/// <summary>The adapters of the standalone build: none that needs a package beyond SQLite.</summary>
internal static class StoreAdapters
{
    /// <exception cref="StoreUnusableException">Always: this build has no such adapter.</exception>
    public static IStudyStore Mongo(string connectionString, TimeProvider time, ILogger? logger) => throw new StoreUnusableException(
        "This build has no MongoDB adapter. Build with -p:Stack=Aspire, or use sqlite:DIRECTORY.");
}
