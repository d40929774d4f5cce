using System.Net;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_study_lives_as_it_is_told(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/pause")]
    [InlineData("POST", "/resume")]
    [InlineData("POST", "/cancel")]
    [InlineData("POST", "/ask")]
    [InlineData("GET", "/trials")]
    [InlineData("GET", "/trials/0")]
    [InlineData("GET", "/best")]
    [InlineData("GET", "/verify")]
    public async Task a_study_that_does_not_exist_is_not_found(string method, string route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/studies/{name}{route}");
        (await DetailAsync(server.Client.SendAsync(request, TestContext.Current.CancellationToken), HttpStatusCode.NotFound)).ShouldContain(name);
    }

    [Fact]
    public async Task a_paused_study_hands_out_nothing_and_a_resumed_one_does()
    {
        await server.CreateAsync(Files.External(name));
        foreach (var _ in Enumerable.Range(0, 2)) // twice: asking again changes nothing
            (await ReadAsync<StudyView>(await server.PostAsync($"/studies/{name}/pause"))).Status.ShouldBe(StudyStatus.Paused);
        await ProblemAsync(server.PostAsync($"/studies/{name}/ask", new { count = 1 }), HttpStatusCode.Conflict);
        foreach (var _ in Enumerable.Range(0, 2))
            (await ReadAsync<StudyView>(await server.PostAsync($"/studies/{name}/resume"))).Status.ShouldBe(StudyStatus.Running);
        (await server.AskAsync(name)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task a_result_of_a_paused_study_counts()
    {
        await server.CreateAsync(Files.External(name));
        var trial = (await server.AskAsync(name))[0];
        await ReadAsync<StudyView>(await server.PostAsync($"/studies/{name}/pause"));
        (await server.TellAsync(name, trial.Number, new { value = 1.0 })).State.ShouldBe(TrialState.Completed);
    }

    [Fact]
    public async Task a_cancelled_study_is_over_for_good()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name, 3);
        var cancelled = await ReadAsync<StudyView>(await server.PostAsync($"/studies/{name}/cancel"));
        cancelled.Status.ShouldBe(StudyStatus.Cancelled);
        cancelled.Trials.Cancelled.ShouldBe(3);
        foreach (var wish in new[] { "pause", "resume", "cancel", "ask" })
            (await DetailAsync(server.PostAsync($"/studies/{name}/{wish}"), HttpStatusCode.Conflict)).ShouldContain("cancelled");
        await ProblemAsync(server.PostStudyAsync(Files.External(name, trials: 200)), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task a_deleted_study_leaves_its_name_and_its_late_results_change_nothing()
    {
        var first = await server.CreateAsync(Files.Function(name));
        var stale = await server.DispatchedAsync(first, 0);
        using (var deleted = await server.DeleteAsync($"/studies/{name}")) deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ProblemAsync(server.GetAsync($"/studies/{name}"), HttpStatusCode.NotFound);
        await ProblemAsync(server.DeleteAsync($"/studies/{name}"), HttpStatusCode.NotFound);

        var second = await server.CreateAsync(Files.Function(name));
        second.Id.ShouldNotBe(first.Id);
        var fresh = await server.DispatchedAsync(second, 0);
        await server.FinishAsync(stale, value: -1);
        await server.FinishAsync(fresh, value: 5);
        await UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Trials.Completed == 1, "the new study's result counts");
        (await server.GetAsync<StudyView>($"/studies/{name}")).Best!.Value.ShouldBe(5);
        server.Stops.ShouldContain(stop => stop.StudyId == first.Id && stop.Number == 0);
    }
}
