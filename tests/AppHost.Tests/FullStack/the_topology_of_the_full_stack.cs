using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;

namespace ArchOpt.AppHost.Tests.FullStack;

/// <summary>The real Program.cs against the real Aspire, up to the model: nothing is started, so no container engine is needed.</summary>
public sealed class the_topology_of_the_full_stack
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task has_a_broker_a_store_three_services_as_many_workers_as_asked_for_and_dashboards()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--evaluators", "3", "--idle", "true"], Stop);

        Names(builder).ShouldBeSubsetOf(
        [
            "messaging-user", "messaging-password", "messaging", "mongo", "mongo-password", "archopt", "proposal", "analysis",
            "evaluation-1", "evaluation-2", "evaluation-3", "prometheus", "grafana",
        ]);
        foreach (var name in new[] { "messaging", "archopt", "proposal", "analysis", "evaluation-3", "prometheus", "grafana" }) Names(builder).ShouldContain(name);
    }

    [Fact]
    public async Task every_service_waits_for_the_broker_and_only_workers_are_kept_away_from_the_store()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(["--idle", "true"], Stop);

        WaitsFor(builder, "proposal").ShouldBe(["messaging", "archopt"], ignoreOrder: true);
        WaitsFor(builder, "analysis").ShouldBe(["messaging", "archopt", "proposal"], ignoreOrder: true);
        WaitsFor(builder, "evaluation-1").ShouldBe(["messaging", "proposal"], ignoreOrder: true);
    }

    [Fact]
    public async Task uses_servers_of_ones_own_where_connection_strings_name_them()
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--idle", "true", "--ConnectionStrings:messaging", "amqp://broker.example", "--ConnectionStrings:archopt", "mongodb://store.example/archopt"], Stop);

        builder.Resources.OfType<ContainerResource>().Select(container => container.Name).ShouldBe(["prometheus", "grafana"], ignoreOrder: true);
        WaitsFor(builder, "proposal").ShouldBe(["messaging", "archopt"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("compose")]
    [InlineData("kubernetes")]
    public async Task is_published_with_replicas_of_one_worker(string target)
    {
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--operation", "publish", "--target", target, "--evaluators", "5"], Stop);

        Resource(builder, "evaluation").Annotations.OfType<ReplicaAnnotation>().Single().Replicas.ShouldBe(5);
        Names(builder).ShouldContain("api-key-hash");
        Names(builder).Contains("grafana").ShouldBe(target == "compose", "a chart cannot carry the dashboards along");
    }

    private static IEnumerable<string> Names(IDistributedApplicationTestingBuilder builder) => builder.Resources.Select(resource => resource.Name);

    private static IResource Resource(IDistributedApplicationTestingBuilder builder, string name) => builder.Resources.Single(resource => resource.Name == name);

    /// <summary>Without the servers that databases live in: waiting for a database is waiting for its server too.</summary>
    private static IEnumerable<string> WaitsFor(IDistributedApplicationTestingBuilder builder, string name) =>
        Resource(builder, name).Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource.Name).Where(waited => waited != "mongo");
}
