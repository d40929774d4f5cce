using ArchOpt.Storage.Mongo;
using Microsoft.Extensions.Logging;

namespace ArchOpt.Storage;

/// <summary>The adapters of the full stack.</summary>
internal static class StoreAdapters
{
    /// <exception cref="StoreUnusableException">The string is no MongoDB address, or names no database.</exception>
    public static IStudyStore Mongo(string connectionString, TimeProvider time, ILogger? logger) => new MongoStudyStore(connectionString, time, logger);
}
