namespace ArchOpt.Storage.Mongo;

/// <summary>How many documents to ask for next, so that a page is held in memory whatever the size of a document. Not thread-safe.</summary>
internal sealed class PageSize
{
    /// <summary>No page is asked to hold more; a batch of the server's is as large, so that a page is one round trip.</summary>
    public const int Largest = 1024;

    private const long Bytes = 4 << 20;
    private const long Smallest = 4;

    public long Documents { get; private set; } = 128;

    /// <summary>Learns from a page that was read.</summary>
    /// <param name="documents">How many there were.</param>
    /// <param name="bytes">Of all of them.</param>
    public void Learn(long documents, long bytes) => Documents = documents == 0
        ? long.Min(Documents * 4, long.MaxValue / 8) // a gap in the numbers is crossed in ever longer steps
        : long.Clamp(Bytes * documents / long.Max(bytes, 1), Smallest, long.Clamp(Documents * 4, Smallest, Largest));
}
