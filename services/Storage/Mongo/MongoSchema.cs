using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>
/// The collections and their indexes. No operation of the store reads a collection from end to end:
/// <code>
/// studies  _id id   name   revision   status   created (UTC ticks)   record (JSON of StudyRecord)
///          deleted: when its deletion began; such a study has no name, and is gone for every reader
/// trials   study   number   revision   state   attempt (the current one's number)
///          inFlight: true, or absent   observed: sequence numbers of its attempts, or absent
///          published: the attempt that MarkPublished noted last   trial: see TrialBson
/// curves   _id { study, number, attempt, step }   metrics [{ k, v }]
/// store    _id "schema"   version
/// </code>
/// </summary>
/// <remarks>
/// <para>A learning curve is one document a step. That a step keeps its first value is then the rule of one unique key, an
/// append rewrites nothing, and no document grows with the length of a training. The key is the whole <c>_id</c>, in
/// the order in which curves are read and removed, so that millions of small documents carry one index.</para>
/// <para>Trials in flight have an index of their own, a few entries long whatever the size of the study. An entry stays where
/// it is when a trial begins to run, so a read beside writers cannot miss it.</para>
/// </remarks>
internal static class MongoSchema
{
    public const string Studies = "studies";
    public const string Trials = "trials";
    public const string Curves = "curves";
    public const string Store = "store";

    /// <summary>The version that this build reads and writes. A change of the documents' form is a new version, and a migration.</summary>
    public const int Version = 1;

    public const string SchemaId = "schema";

    public const string TrialsByNumber = "trials_by_number";
    public const string TrialsByState = "trials_by_state";
    public const string TrialsInFlight = "trials_in_flight";
    public const string TrialsBySequence = "trials_by_sequence";

    /// <summary>The <c>_id</c> of a document without study that is always among the trials: see <see cref="TrialWriting"/>.</summary>
    public const string Guard = "guard";

    public static IEnumerable<(string Collection, CreateIndexModel<BsonDocument> Index)> Indexes =>
    [
        (Studies, Index("studies_by_name", unique: true, sparse: true, "name")),
        (Studies, Index("studies_by_age", unique: false, sparse: false, "created", "_id")),
        (Studies, Index("studies_deleted", unique: false, sparse: true, "deleted")),
        (Trials, Index(TrialsByNumber, unique: true, sparse: false, "study", "number")),
        (Trials, Index(TrialsByState, unique: false, sparse: false, "study", "state", "number")),
        (Trials, Partial(TrialsInFlight, unique: false, new("inFlight", true), "study", "inFlight", "number")),
        (Trials, Partial(TrialsBySequence, unique: true, new("observed", new BsonDocument("$exists", true)), "study", "observed")),
    ];

    private static CreateIndexModel<BsonDocument> Index(string name, bool unique, bool sparse, params ReadOnlySpan<string> fields) =>
        new(Keys(fields), new CreateIndexOptions { Name = name, Unique = unique, Sparse = sparse ? true : null });

    private static CreateIndexModel<BsonDocument> Partial(string name, bool unique, BsonDocument filter, params ReadOnlySpan<string> fields) =>
        new(Keys(fields), new CreateIndexOptions<BsonDocument> { Name = name, Unique = unique, PartialFilterExpression = filter });

    private static BsonDocument Keys(ReadOnlySpan<string> fields)
    {
        var keys = new BsonDocument();
        foreach (var field in fields) keys.Add(field, 1);
        return keys;
    }
}
