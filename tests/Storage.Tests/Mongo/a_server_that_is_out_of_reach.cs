using ArchOpt.Storage.Mongo;
using MongoDB.Driver;

namespace ArchOpt.Storage.Tests.Mongo;

public sealed class a_server_that_is_out_of_reach : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly MongoTestDatabase database = new();
    private readonly Relay relay;
    private readonly MongoStudyStore store;

    public a_server_that_is_out_of_reach()
    {
        var address = new MongoUrlBuilder(database.ConnectionString);
        if (address.UseTls || address.Scheme != MongoDB.Driver.Core.Configuration.ConnectionStringScheme.MongoDB) Assert.Skip("A relay needs a plain connection to one host.");
        relay = new(address.Server.Host, address.Server.Port);
        address.Server = new("127.0.0.1", relay.Port);
        address.DirectConnection = true; // or the driver goes on with the names that the server knows itself by
        address.ServerSelectionTimeout = TimeSpan.FromSeconds(1);
        address.SocketTimeout = TimeSpan.FromSeconds(1);
        store = new(address.ToString(), TimeProvider.System);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await store.OpenAsync(Cancel);

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        await relay.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task Is_named_by_every_call_and_found_again_when_it_is_back()
    {
        var study = Samples.Study();
        await store.TryCreateStudyAsync(study, Cancel);
        relay.Cut();

        TrialWrite[] writes = [new TrialWrite.Insert(Samples.Proposed(study, 0))];
        (await Should.ThrowAsync<StoreUnusableException>(() => store.FindStudyByIdAsync("", Cancel))).Message.ShouldContain($"127.0.0.1:{relay.Port}");
        await Should.ThrowAsync<StoreUnusableException>(() => store.WriteAsync(study.Id, writes, Cancel));
        await Should.ThrowAsync<StoreUnusableException>(() => store.AppendCurveAsync(study.Id, [new(0, 1, 1, Samples.Metrics(("loss", 1)))], Cancel));
        await Should.ThrowAsync<StoreUnusableException>(() => store.CountTrialsAsync(study.Id, Cancel));

        relay.Mend();
        await UntilItAnswersAsync();
        (await store.WriteAsync(study.Id, writes, Cancel)).ShouldBe(new WriteResult(1, Conflict: false));
    }

    [Fact]
    public async Task Has_stored_what_it_could_not_confirm_and_then_the_same_again_is_a_conflict()
    {
        var study = Samples.Study();
        await store.TryCreateStudyAsync(study, Cancel);
        TrialWrite[] writes = [new TrialWrite.Insert(Samples.Proposed(study, 0))];
        relay.LosesAnswersTo = "warm-up sample"; // only the write holds it
        await Should.ThrowAsync<StoreUnusableException>(() => store.WriteAsync(study.Id, writes, Cancel));

        relay.Mend();
        await UntilItAnswersAsync();

        (await store.FindTrialAsync(study.Id, 0, Cancel)).ShouldNotBeNull();
        (await store.WriteAsync(study.Id, writes, Cancel)).ShouldBe(new WriteResult(0, Conflict: true));
        (await store.ReadTrialsAsync(study.Id, new(), Cancel).CountAsync(Cancel)).ShouldBe(1);
    }

    private async Task UntilItAnswersAsync()
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        deadline.CancelAfter(Deadline);
        while (true)
        {
            try
            {
                await store.FindStudyByIdAsync("", deadline.Token);
                return;
            }
            catch (StoreUnusableException)
            {
                // Each try waits for a server as long as the address says.
            }
        }
    }
}
