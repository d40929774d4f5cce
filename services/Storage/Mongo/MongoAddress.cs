using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace ArchOpt.Storage.Mongo;

/// <summary>Which database on which servers, from a connection string; and how a store talks to it.</summary>
internal sealed class MongoAddress
{
    /// <summary>Longer than an election takes, short enough for a person who mistyped a host.</summary>
    private static readonly TimeSpan ServerSelection = TimeSpan.FromSeconds(15);

    /// <summary>A server that took a command and is silent for so long is given up: the connection is dead.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    private readonly MongoUrl url;
    private readonly ConnectionString given;

    private MongoAddress(MongoUrl url, ConnectionString given)
    {
        this.url = url;
        this.given = given;
        Text = $"{(url.Scheme == ConnectionStringScheme.MongoDBPlusSrv ? "mongodb+srv" : "mongodb")}://{string.Join(',', url.Servers)}/{url.DatabaseName}";
    }

    public string Database => url.DatabaseName;

    /// <summary>For messages: servers and database, never the user or the password.</summary>
    public string Text { get; }

    /// <exception cref="StoreUnusableException">Not an address, or one without a database. Nothing of the string is repeated.</exception>
    public static MongoAddress Parse(string connectionString)
    {
        MongoAddress address;
        try
        {
            address = new(new MongoUrl(connectionString), new ConnectionString(connectionString));
        }
        catch (Exception e) when (e is MongoConfigurationException or FormatException or ArgumentException or NotSupportedException)
        {
            // The driver's exception repeats the string, password included, so it is not passed on.
            throw new StoreUnusableException(
                "The store's MongoDB connection string is not valid. Write mongodb://USER:PASSWORD@HOST:PORT/DATABASE; in user and password, characters such as @ : / and % are percent-encoded.");
        }

        return string.IsNullOrEmpty(address.Database)
            ? throw new StoreUnusableException($"The store's MongoDB connection string names no database. Write {address.Text}archopt, for example.")
            : address;
    }

    /// <remarks>
    /// <para>Whatever the string says, writes wait until a majority has them in its journal, and reads go to the primary and
    /// see what a majority has: a write that was acknowledged is then visible to everybody, and nothing that was read
    /// can be rolled back. During an election an old primary may answer reads for some seconds without knowing of
    /// newer writes; who acts on such an answer fails its compare-and-set. Linearizable reads would close that gap at
    /// the price of a majority round trip for every read, and do not exist without a replica set.</para>
    /// <para>Text is encoded leniently, as JSON does it: half a surrogate pair, cut off somewhere, becomes U+FFFD instead of an
    /// exception that would block its study for ever.</para>
    /// </remarks>
    public MongoClientSettings CreateSettings()
    {
        var settings = MongoClientSettings.FromUrl(url);
        settings.ReadPreference = ReadPreference.Primary;
        settings.ReadConcern = ReadConcern.Majority;
        settings.WriteConcern = WriteConcern.WMajority.With(wTimeout: given.WTimeout ?? MongoErrors.MajorityTimeout, journal: true);
        settings.ServerSelectionTimeout = given.ServerSelectionTimeout ?? ServerSelection;
        settings.SocketTimeout = given.SocketTimeout ?? Silence;
        settings.ApplicationName ??= "archopt";
        settings.WriteEncoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);
        return settings;
    }
}
