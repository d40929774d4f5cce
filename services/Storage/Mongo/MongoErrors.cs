using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>What the driver's exceptions mean for the person who runs the store.</summary>
internal static class MongoErrors
{
    /// <summary>How long a write waits for a majority, unless the connection string says otherwise.</summary>
    public static readonly TimeSpan MajorityTimeout = TimeSpan.FromSeconds(30);

    private const int Unauthorized = 13;
    private const int AuthenticationFailed = 18;
    private const int NoSpace = 14031;

    /// <summary>An exception of the driver, of its connections, or of reading what is no document of ours.</summary>
    public static bool IsOurs(Exception error) => error is MongoException or TimeoutException or IOException or BsonException or FormatException;

    public static bool IsUnauthorized(MongoException error) => error is MongoCommandException { Code: Unauthorized };

    /// <summary>Every error of the batch is a key that exists already: somebody else was there first.</summary>
    public static bool AreAllDuplicates(MongoBulkWriteException error) =>
        error.WriteConcernError is null && error.WriteErrors.Count > 0 && error.WriteErrors.All(e => e.Category == ServerErrorCategory.DuplicateKey);

    /// <summary>The same error, naming the database and what can be done.</summary>
    public static StoreUnusableException Explain(Exception error, MongoAddress address) => error switch
    {
        StoreUnusableException own => own,
        MongoAuthenticationException or MongoCommandException { Code: AuthenticationFailed } => new(
            $"The MongoDB server refuses the user or the password for {address.Text}. Check them, and authSource, which names the database that knows the user.", error),
        MongoCommandException { Code: Unauthorized } or MongoWriteException { WriteError.Code: Unauthorized } => new(
            $"The user of {address.Text} lacks a right in that database: services that write need the role readWrite, Analysis alone needs read.", error),
        MongoIncompatibleDriverException => new(
            $"The MongoDB server of {address.Text} has a version that this program cannot talk to. Use MongoDB {MongoOpening.OldestServer} or newer.", error),
        MongoBulkWriteException { WriteConcernError: not null } or MongoWriteConcernException => new(
            $"A majority of the servers of {address.Text} did not confirm a write in time. It may yet take effect; who goes on reads first. Check the replica set.", error),
        MongoBulkWriteException { WriteErrors: [var first, ..] } => Refused(first.Code, first.Message, address, error),
        MongoWriteException { WriteError: { } write } => Refused(write.Code, write.Message, address, error),
        MongoCommandException command => Refused(command.Code, command.ErrorMessage, address, error),
        TimeoutException or MongoConnectionException or MongoNodeIsRecoveringException or MongoNotPrimaryException or MongoWaitQueueFullException or IOException
            or MongoExecutionTimeoutException => new(
            $"The MongoDB server of {address.Text} does not answer. Start it, or check the address, the network and TLS. A write that was under way may have happened; who goes on reads first.", error),
        BsonException or FormatException => Damaged(error.Message, address, error),
        _ => new($"The MongoDB server of {address.Text} reported an error ({Text(error.Message)}).", error),
    };

    public static StoreUnusableException Damaged(string finding, MongoAddress address, Exception? inner = null) => new(
        $"The store {address.Text} is damaged ({Text(finding)}). It was left as it is: restore it from a backup, or name another database to start with an empty store.", inner);

    public static StoreUnusableException NotResolved(MongoAddress address) => new($"The MongoDB address {address.Text} cannot be resolved. Check the name and DNS.");

    private static StoreUnusableException Refused(int code, string message, MongoAddress address, Exception error) => code == NoSpace
        ? new($"No space left on the MongoDB server of {address.Text}: the write was not stored. Free space; writing then works again.", error)
        : new($"The MongoDB server of {address.Text} reported an error ({code}: {Text(message)}).", error);

    private static string Text(string message) => message.TrimEnd('.');
}
