using ArchOpt.Storage.Mongo;
using ArchOpt.Studies.Trials;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ArchOpt.Storage.Tests.Mongo;

/// <summary>The server's own plan of each query: along an index, and in its order.</summary>
public sealed class no_query_reads_a_collection_from_end_to_end : IAsyncLifetime
{
    private readonly MongoTestDatabase database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Queries => [.. Plans("study").Select(plan => plan.Name)];

    public async ValueTask InitializeAsync()
    {
        await using var store = await database.OpenStoreAsync();
        for (var s = 0; s < 3; s++)
        {
            var study = Samples.Study($"study {s}", $"study{(s == 0 ? "" : s)}");
            await store.TryCreateStudyAsync(study, Cancel);
            Trial[] trials = [.. Enumerable.Range(0, 200).Select(n => Samples.Proposed(study, n))];
            await store.WriteAsync(study.Id, [.. trials.Select(trial => new TrialWrite.Insert(trial))], Cancel);
            await store.WriteAsync(study.Id, [.. trials.Take(190).Select(trial => new TrialWrite.Replace(Samples.Completed(trial, trial.Number + 1)))], Cancel);
            await store.AppendCurveAsync(study.Id, [.. trials.Select(trial => new CurvePoint(trial.Number, 1, 1, Samples.Metrics(("loss", 1))))], Cancel);
        }
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task But_follows_an_index(string name)
    {
        var command = Plans("study").Single(plan => plan.Name == name).Command;
        var explained = await ExplainAsync(command);
        var stages = Stages(explained["queryPlanner"]["winningPlan"]).ToList();
        stages.ShouldNotBeEmpty();
        stages.ShouldNotContain("COLLSCAN", explained.ToJson());
        stages.ShouldNotContain("SORT", explained.ToJson());
    }

    private async Task<BsonDocument> ExplainAsync(BsonDocument command)
    {
        try
        {
            var explained = await database.Database.RunCommandAsync<BsonDocument>(
                new BsonDocument { { "explain", command }, { "verbosity", "queryPlanner" } }, cancellationToken: Cancel);
            // An aggregation that is more than a query says so inside its first stage.
            return explained.Contains("queryPlanner") ? explained : explained["stages"][0]["$cursor"].AsBsonDocument;
        }
        catch (MongoCommandException e) when (e.Message.Contains("no such command", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Skip("This server speaks MongoDB's protocol but cannot explain its plans.");
            throw;
        }
    }

    private static IEnumerable<(string Name, BsonDocument Command)> Plans(string study)
    {
        static BsonDocument Find(string collection, BsonDocument filter, string? sort, BsonValue? hint, int direction = 1)
        {
            var find = new BsonDocument { { "find", collection }, { "filter", filter } };
            if (sort is not null) find.Add("sort", new BsonDocument(sort, direction));
            if (hint is not null) find.Add("hint", hint);
            return find;
        }

        foreach (var query in new TrialQuery[] { new(After: 10), new(After: 10, State: TrialState.Completed), new(After: 10) { InFlight = true } })
            yield return ($"trials {query.State} {(query.InFlight ? "in flight" : "")}", Find(MongoSchema.Trials, TrialReading.All(study, query), "number", TrialReading.Page(query, 10).Hint));
        yield return ("one trial", Find(MongoSchema.Trials, TrialReading.One(study, 7), sort: null, hint: null));
        yield return ("observations", Find(MongoSchema.Trials, TrialReading.Observed(study, 20, 40), sort: null, TrialReading.ObservedPage.Hint));
        yield return ("last observation", Find(MongoSchema.Trials, TrialReading.AnyObserved(study), "observed", TrialReading.LastObserved.Hint, direction: -1));
        yield return ("a curve", Find(MongoSchema.Curves, CurveCollection.Range(study, 3, 3), "_id", hint: null));
        yield return ("a study by name", Find(MongoSchema.Studies, StudyCollection.ByName("study 1"), sort: null, hint: null));
        yield return ("a study by id", Find(MongoSchema.Studies, StudyCollection.ById(study), sort: null, hint: null));
        yield return ("all studies", Find(MongoSchema.Studies, StudyCollection.All, "created", StudyCollection.OldestFirst.Hint));
        yield return ("counts", new BsonDocument
        {
            { "aggregate", MongoSchema.Trials },
            { "pipeline", new BsonArray(TrialReading.Counting(study)) },
            { "cursor", new BsonDocument() },
            { "hint", MongoSchema.TrialsByState },
        });
    }

    /// <summary>All stages of a plan, wherever a server's version nests them.</summary>
    private static IEnumerable<string> Stages(BsonValue plan) => plan switch
    {
        BsonDocument document => (document.TryGetValue("stage", out var stage) ? [stage.AsString] : Enumerable.Empty<string>()).Concat(document.Values.SelectMany(Stages)),
        BsonArray array => array.SelectMany(Stages),
        _ => [],
    };
}
