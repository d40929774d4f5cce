using System.Net;
using System.Text.Json;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class the_service_tells_about_itself(ProposalServer server)
{
    [Fact]
    public async Task the_root_names_the_product_and_its_version()
    {
        var product = await server.GetAsync<ProductView>("/");
        product.Product.ShouldBe("ArchOpt");
        Version.TryParse(product.Version, out _).ShouldBeTrue(product.Version);
        product.Embedded.ShouldBeFalse();
    }

    [Fact]
    public async Task a_worker_is_listed_while_it_lives_and_gone_when_it_leaves()
    {
        var name = Files.Name();
        await server.HeartbeatAsync(name, new HeldAttempt("a", 1, 1), new HeldAttempt("a", 2, 1), new HeldAttempt("a", 3, 1));
        WorkerView? worker = null;
        await UntilAsync(async () => (worker = await FindAsync(name)) is not null, "the worker is listed");
        worker!.Alive.ShouldBeTrue();
        worker.Slots.ShouldBe(2);
        worker.Busy.ShouldBe(2); // three in hand, two places to run
        worker.Running.Length.ShouldBe(3);
        await server.Bus.Publish(Files.Heartbeat(name) with { Leaving = true }, TestContext.Current.CancellationToken);
        await UntilAsync(async () => await FindAsync(name) is null, "the worker is gone");
    }

    [Fact]
    public async Task what_a_worker_runs_is_listed_under_the_names_of_the_studies()
    {
        var name = Files.Name();
        var study = await server.CreateAsync(Files.External(Files.Name()));
        await server.HeartbeatAsync(name, new HeldAttempt(study.Id, 4, 2), new HeldAttempt("deleted", 7, 1));
        WorkerView? worker = null;
        await UntilAsync(async () => (worker = await FindAsync(name)) is not null, "the worker is listed");

        worker!.Trials.ShouldBe([new(study.Name, 4, 2), new(null, 7, 1)]);
        worker.ShouldSatisfyAllConditions(
            w => w.Machine.ShouldBe("test"), w => w.Version.ShouldBe("1.0.0"), w => w.ResourceClasses.ShouldBe(["cpu"]), w => w.Draining.ShouldBeFalse(), w => w.LastHeartbeat.ShouldNotBe(default));
    }

    [Theory]
    [InlineData("/health", "Healthy")]
    [InlineData("/alive", "alive")]
    public async Task probes_are_answered(string route, string answer)
    {
        using var response = await server.GetAsync(route);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(answer);
    }

    [Fact]
    public async Task an_unknown_route_is_a_problem_document() => await ProblemAsync(server.GetAsync("/nowhere"), HttpStatusCode.NotFound);

    [Fact]
    public async Task every_route_is_documented()
    {
        var document = await server.GetAsync<JsonElement>("/openapi/v1.json");
        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name.TrimEnd('/')}"))
            .ToHashSet();
        string[] promised =
        [
            "GET ", "POST /studies", "GET /studies", "GET /studies/{study}", "DELETE /studies/{study}",
            "POST /studies/{study}/pause", "POST /studies/{study}/resume", "POST /studies/{study}/cancel",
            "GET /studies/{study}/trials", "GET /studies/{study}/trials/{number}", "POST /studies/{study}/trials",
            "GET /studies/{study}/best", "GET /studies/{study}/pareto", "GET /studies/{study}/recommendation", "POST /studies/{study}/ask", "POST /studies/{study}/trials/{number}/tell",
            "GET /studies/{study}/verify", "GET /workers", "POST /workers/{worker}/drain", "GET /failed", "POST /failed/replay", "POST /failed/discard",
        ];
        promised.Where(route => !documented.Contains(route)).ShouldBeEmpty();
    }

    private async Task<WorkerView?> FindAsync(string name) => (await server.GetAsync<WorkerView[]>("/workers")).SingleOrDefault(w => w.Worker == name);
}
