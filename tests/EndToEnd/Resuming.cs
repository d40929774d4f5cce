using ArchOpt.Contracts.Http;
using ArchOpt.EndToEnd.Cluster;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using Microsoft.Data.Sqlite;

namespace ArchOpt.EndToEnd;

/// <summary>A search that is interrupted and goes on is the search that was never interrupted.</summary>
public sealed class Resuming
{
    public static TheoryData<string> Strategies =>
    [
        "{ name: random }",
        "{ name: grid }",
        "{ name: simulated-annealing }",
        $"{{ name: explicit, settings: {{ configurations: [{string.Join(", ", Enumerable.Range(0, 50).Select(i => $"{{ x0: {(i % 21 * 0.5) - 5}, x1: {i % 19 - 9} }}"))}] }} }}",
    ];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Twenty_five_trials_a_kill_and_twenty_five_more_are_the_fifty_of_an_undisturbed_run(string strategy)
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 1, Slots = 1 }, token);
        await cluster.StartStudyAsync(StudyFiles.Finite("interrupted", 25, strategy), token);
        await cluster.EndedAsync("interrupted", TimeSpan.FromSeconds(60), token);
        await cluster.KillServicesAsync();
        cluster.StartServices();
        await cluster.ReadyAsync(token);
        await cluster.StartStudyAsync(StudyFiles.Finite("interrupted", 50, strategy), token);
        await cluster.EndedAsync("interrupted", TimeSpan.FromSeconds(60), token);
        await cluster.StartStudyAsync(StudyFiles.Finite("undisturbed", 50, strategy), token);
        await cluster.EndedAsync("undisturbed", TimeSpan.FromSeconds(60), token);
        var interrupted = await cluster.TrialsAsync("interrupted", token);
        var undisturbed = await cluster.TrialsAsync("undisturbed", token);
        interrupted.Length.ShouldBe(50);
        interrupted.Select(t => t.Configuration).ShouldBe(undisturbed.Select(t => t.Configuration));
        interrupted.Select(t => t.Values[0]).ShouldBe(undisturbed.Select(t => t.Values[0]));
        foreach (var name in new[] { "interrupted", "undisturbed" })
            (await cluster.GetAsync<VerificationView>($"/studies/{name}/verify", token)).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task Verify_finds_a_trial_that_was_changed_in_the_store()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { Workers = 1 }, token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("tampered", 40, parallelism: 4, delayMs: 0, "simulated-annealing"), token);
        await cluster.EndedAsync("tampered", TimeSpan.FromSeconds(60), token);
        (await cluster.GetAsync<VerificationView>("/studies/tampered/verify", token)).Problems.ShouldBeEmpty();
        var best = (await cluster.StudyAsync("tampered", token)).Best.ShouldNotBeNull();
        await ChangeAsync(Path.Combine(cluster.StoreDirectory, "archopt.db"), best.Number, best.Configuration["x0"].Number, token);
        var found = await cluster.GetAsync<VerificationView>("/studies/tampered/verify", token);
        found.Problems.ShouldContain(p => p.StartsWith($"trial {best.Number}:", StringComparison.Ordinal));
    }

    /// <summary>Rewrites one parameter of one trial behind the store's back.</summary>
    private static async Task ChangeAsync(string database, long number, double value, CancellationToken token)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        await connection.OpenAsync(token);
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE trials SET document = replace(document, $old, $new) WHERE number = $number";
        command.Parameters.AddWithValue("$old", value.ToString("R"));
        command.Parameters.AddWithValue("$new", (value / 2).ToString("R"));
        command.Parameters.AddWithValue("$number", number);
        (await command.ExecuteNonQueryAsync(token)).ShouldBe(1);
    }
}
