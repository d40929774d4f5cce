using System.Net;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class configurations_are_enqueued(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task they_run_before_any_other_and_constants_are_filled_in()
    {
        await server.CreateAsync(Files.External(name));
        var enqueued = await ReadAsync<EnqueuedTrials>(await server.PostJsonAsync($"/studies/{name}/trials", """{"configurations":[{"x":0.25},{"x":0.75,"k":7}]}"""));
        enqueued.Numbers.ShouldBe([0L, 1]);
        var asked = await server.AskAsync(name, 3);
        asked.Select(t => t.Number).ShouldBe([0L, 1, 2]);
        asked[0].Configuration.ToString().ShouldBe("""{"k":7,"x":0.25}""");
        asked[1].Configuration.ToString().ShouldBe("""{"k":7,"x":0.75}""");
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/1")).Origin.ShouldBe(TrialOrigin.Enqueued);
    }

    [Fact]
    public async Task what_is_outside_the_space_is_named_and_nothing_of_the_list_runs()
    {
        await server.CreateAsync(Files.External(name));
        var body = """{"configurations":[{"x":0.5},{"x":2},{"x":0.5,"y":1}]}""";
        var problem = await ProblemAsync(server.PostJsonAsync($"/studies/{name}/trials", body), HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["configurations[1].x", "configurations[2].y"]);
        (await server.GetAsync<TrialPage>($"/studies/{name}/trials")).Trials.ShouldBeEmpty();
    }

    [Fact]
    public async Task more_than_the_budget_is_refused_with_the_numbers()
    {
        await server.CreateAsync(Files.External(name, trials: 2));
        await server.AskAsync(name);
        var detail = await DetailAsync(server.PostJsonAsync($"/studies/{name}/trials", """{"configurations":[{"x":0.1},{"x":0.2}]}"""), HttpStatusCode.Conflict);
        detail.ShouldContain("leaves 1");
        detail.ShouldContain("need 2");
        (await server.GetAsync<TrialPage>($"/studies/{name}/trials")).Trials.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"configurations":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""{"configurations":[null]}""")]
    [InlineData("""{"configurations":[1]}""")]
    [InlineData("""{"configurations":{"x":1}}""")]
    [InlineData("""[{"x":1}]""")]
    [InlineData("""{"configurations":""")]
    [InlineData("")]
    public async Task a_body_that_holds_no_configurations_is_refused(string body)
    {
        await server.CreateAsync(Files.External(name));
        (await DetailAsync(server.PostJsonAsync($"/studies/{name}/trials", body), HttpStatusCode.BadRequest)).ShouldNotBeNullOrWhiteSpace();
    }
}
