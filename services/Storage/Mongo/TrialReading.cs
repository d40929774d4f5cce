using System.Collections.Immutable;
using ArchOpt.Studies.Trials;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Mongo;

/// <summary>The read side of trials and observations, one page at a time; every query names its index.</summary>
internal static class TrialReading
{
    public static BsonDocument One(string studyId, long number) => new() { { "study", studyId }, { "number", number } };

    public static BsonDocument All(string studyId, TrialQuery query)
    {
        var filter = new BsonDocument("study", studyId);
        if (query.InFlight) filter.Add("inFlight", true);
        else if (query.State is { } state) filter.Add("state", state.ToString());
        return filter.Add("number", new BsonDocument("$gt", query.After));
    }

    public static FindOptions<RawBsonDocument> Page(TrialQuery query, long limit) => new()
    {
        Sort = new BsonDocument("number", 1),
        Limit = (int)limit,
        BatchSize = PageSize.Largest,
        Hint = query switch
        {
            { InFlight: true } => MongoSchema.TrialsInFlight,
            { State: not null } => MongoSchema.TrialsByState,
            _ => MongoSchema.TrialsByNumber,
        },
    };

    /// <summary>Observed attempts behind the first and up to the last sequence number.</summary>
    /// <remarks>With two plain conditions an array matches when one element is above and another below.</remarks>
    public static BsonDocument Observed(string studyId, long after, long last) => new()
    {
        { "study", studyId },
        { "observed", new BsonDocument("$elemMatch", new BsonDocument { { "$gt", after }, { "$lte", last } }) },
    };

    public static FindOptions<RawBsonDocument> ObservedPage => new() { BatchSize = PageSize.Largest, Hint = MongoSchema.TrialsBySequence };

    public static BsonDocument AnyObserved(string studyId) => new() { { "study", studyId }, { "observed", new BsonDocument("$exists", true) } };

    public static FindOptions<RawBsonDocument, BsonDocument> LastObserved => new()
    {
        Sort = new BsonDocument("observed", -1),
        Limit = 1,
        Hint = MongoSchema.TrialsBySequence,
        Projection = new BsonDocument { { "_id", 0 }, { "observed", 1 } },
    };

    /// <summary>A count by state that reads index entries only.</summary>
    public static BsonDocument[] Counting(string studyId) =>
    [
        new("$match", new BsonDocument("study", studyId)),
        new("$group", new BsonDocument { { "_id", "$state" }, { "trials", new BsonDocument("$sum", 1) } }),
    ];

    public static async Task<Trial?> FindAsync(IMongoCollection<RawBsonDocument> trials, string studyId, long number, CancellationToken cancellationToken) =>
        (await ReadAsync(trials, One(studyId, number), new() { Limit = 1, Hint = MongoSchema.TrialsByNumber }, size: null, cancellationToken)).FirstOrDefault();

    /// <summary>The next trials in number order; empty at the end.</summary>
    public static Task<List<Trial>> ReadPageAsync(
        IMongoCollection<RawBsonDocument> trials, string studyId, TrialQuery query, PageSize size, CancellationToken cancellationToken) =>
        ReadAsync(trials, All(studyId, query), Page(query, long.Min(query.Limit ?? size.Documents, size.Documents)), size, cancellationToken);

    /// <summary>The highest sequence number of the study; 0 when nothing was observed.</summary>
    public static async Task<long> LastSequenceAsync(IMongoCollection<RawBsonDocument> trials, string studyId, CancellationToken cancellationToken)
    {
        using var cursor = await trials.FindAsync(AnyObserved(studyId), LastObserved, cancellationToken);
        var last = await cursor.FirstOrDefaultAsync(cancellationToken);
        return last is null ? 0 : last["observed"].AsBsonArray.Max(sequence => sequence.AsInt64);
    }

    /// <summary>The observed attempts in (after, last], in sequence order.</summary>
    /// <remarks>
    /// The server does not sort by an array along its index, so the range is a window and the window is sorted here. A
    /// sequence number is unique, so a window holds at most as many trials as it is wide.
    /// </remarks>
    public static async Task<ImmutableArray<ObservedAttempt>> ReadObservationsAsync(
        IMongoCollection<RawBsonDocument> trials, string studyId, long after, long last, PageSize size, CancellationToken cancellationToken)
    {
        var page = await ReadAsync(trials, Observed(studyId, after, last), ObservedPage, size, cancellationToken);
        return
        [
            .. page
                .SelectMany(static trial => trial.Attempts, static (trial, attempt) => new ObservedAttempt(trial, attempt))
                .Where(observed => observed.Attempt.Sequence > after && observed.Attempt.Sequence <= last)
                .OrderBy(static observed => observed.Attempt.Sequence),
        ];
    }

    public static async Task<ImmutableDictionary<TrialState, long>> CountAsync(IMongoCollection<RawBsonDocument> trials, string studyId, CancellationToken cancellationToken)
    {
        PipelineDefinition<RawBsonDocument, BsonDocument> pipeline = Counting(studyId);
        using var cursor = await trials.AggregateAsync(pipeline, new AggregateOptions { Hint = MongoSchema.TrialsByState }, cancellationToken);
        var counts = ImmutableDictionary.CreateBuilder<TrialState, long>();
        foreach (var group in await cursor.ToListAsync(cancellationToken)) counts.Add(Enum.Parse<TrialState>(group["_id"].AsString), group["trials"].ToInt64());
        return counts.ToImmutable();
    }

    private static async Task<List<Trial>> ReadAsync(
        IMongoCollection<RawBsonDocument> trials, BsonDocument filter, FindOptions<RawBsonDocument> options, PageSize? size, CancellationToken cancellationToken)
    {
        var page = new List<Trial>();
        var bytes = 0L;
        using var cursor = await trials.FindAsync(filter, options, cancellationToken);
        while (await cursor.MoveNextAsync(cancellationToken))
        {
            foreach (var document in cursor.Current)
            {
                using (document)
                {
                    bytes += document.Slice.Length;
                    page.Add(Read(document));
                }
            }
        }

        size?.Learn(page.Count, bytes);
        return page;
    }

    private static Trial Read(RawBsonDocument document)
    {
        try
        {
            return TrialBson.Read(document);
        }
        catch (Exception e) when (e is FormatException or BsonException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"trial {document.GetValue("number", "?")} of study '{document.GetValue("study", "?")}' is not readable: {e.Message}", e);
        }
    }
}
