using System.Net;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_study_is_driven_by_ask_and_tell(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task ask_without_a_body_hands_out_one()
    {
        await server.CreateAsync(Files.External(name));
        var asked = (await ReadAsync<AskedTrial[]>(await server.PostAsync($"/studies/{name}/ask"))).ShouldHaveSingleItem();
        asked.Number.ShouldBe(0);
        asked.Attempt.ShouldBe(1);
        asked.Configuration.ToString().ShouldContain("\"k\":7");
    }

    [Fact]
    public async Task a_value_completes_a_trial_and_metrics_are_kept()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name);
        var told = await server.TellAsync(name, 0, new { value = 0.51, metrics = new { qps = 4100 } });
        told.ShouldBe(new ToldTrial(0, 1, TrialState.Completed, Superseded: false));
        var trial = await server.GetAsync<TrialView>($"/studies/{name}/trials/0");
        trial.Values.ShouldBe([0.51]);
        trial.Metrics["qps"].ShouldBe(4100);
        trial.Metrics["loss"].ShouldBe(0.51);
    }

    [Fact]
    public async Task values_and_the_objectives_metric_say_the_same_as_value()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name, 2);
        (await server.TellAsync(name, 0, new { values = new[] { 0.2 } })).State.ShouldBe(TrialState.Completed);
        (await server.TellAsync(name, 1, new { metrics = new { loss = 0.1 } })).State.ShouldBe(TrialState.Completed);
        (await server.GetAsync<BestView[]>($"/studies/{name}/best?top=2")).Select(b => b.Value).ShouldBe([0.1, 0.2]);
    }

    [Theory]
    [InlineData("failed", TrialState.Failed)]
    [InlineData("infeasible", TrialState.Infeasible)]
    public async Task a_trial_without_a_value_says_why(string state, TrialState expected)
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name);
        (await server.TellAsync(name, 0, new { state, error = "does not fit" })).State.ShouldBe(expected);
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/0")).Error.ShouldBe("does not fit");
    }

    [Fact]
    public async Task telling_again_changes_nothing()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name, 2);
        var first = await server.TellAsync(name, 0, new { value = 0.5 });
        (await server.TellAsync(name, 0, new { value = 0.5 })).ShouldBe(first);
        (await server.TellAsync(name, 0, new { value = 0.1 })).State.ShouldBe(TrialState.Completed);
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/0")).Values.ShouldBe([0.5]);
        (await server.GetAsync<StudyView>($"/studies/{name}")).Trials.Completed.ShouldBe(1);
    }

    [Fact]
    public async Task telling_again_after_the_end_changes_nothing()
    {
        await server.CreateAsync(Files.External(name, trials: 1));
        await server.AskAsync(name);
        var first = await server.TellAsync(name, 0, new { value = 0.5 });
        await UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Status == StudyStatus.Completed, "the study ends");
        (await server.TellAsync(name, 0, new { value = 0.5 })).ShouldBe(first);
    }

    [Theory]
    [InlineData("""{}""", "value")]
    [InlineData("""{"metrics":{"qps":1}}""", "value")]
    [InlineData("""{"value":1,"values":[1]}""", "values")]
    [InlineData("""{"values":[1,2]}""", "values")]
    [InlineData("""{"values":[]}""", "values")]
    [InlineData("""{"value":1,"state":"done"}""", "state")]
    [InlineData("""{"value":1,"state":"2"}""", "state")]
    [InlineData("""{"value":1,"attempt":0}""", "attempt")]
    public async Task a_result_that_says_too_little_or_nonsense_is_refused(string body, string field)
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name);
        await FieldErrorAsync(server.PostJsonAsync($"/studies/{name}/trials/0/tell", body), field);
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/0")).State.ShouldBe(TrialState.Running);
    }

    [Theory]
    [InlineData("""{"value":"high"}""")]
    [InlineData("""{"metrics":[1]}""")]
    [InlineData("""{"value":1""")]
    [InlineData("")]
    [InlineData("null")]
    public async Task a_body_that_is_no_result_is_refused(string body)
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name);
        await ProblemAsync(server.PostJsonAsync($"/studies/{name}/trials/0/tell", body), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_number_that_was_never_asked_for_is_not_found()
    {
        await server.CreateAsync(Files.External(name));
        (await DetailAsync(server.PostAsync($"/studies/{name}/trials/3/tell", new { value = 1 }), HttpStatusCode.NotFound)).ShouldContain("3");
    }

    [Fact]
    public async Task a_study_with_an_evaluator_cannot_be_asked_or_told()
    {
        await server.CreateAsync(Files.Function(name));
        (await DetailAsync(server.PostAsync($"/studies/{name}/ask", new { count = 1 }), HttpStatusCode.Conflict)).ShouldContain("external");
        (await DetailAsync(server.PostAsync($"/studies/{name}/trials/0/tell", new { value = 1 }), HttpStatusCode.Conflict)).ShouldContain("external");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    public async Task a_count_that_is_no_count_is_refused(int count)
    {
        await server.CreateAsync(Files.External(name));
        (await FieldErrorAsync(server.PostAsync($"/studies/{name}/ask", new { count }), "count")).ShouldContain($"(was {count})");
    }

    [Fact]
    public async Task beyond_the_budget_there_are_fewer_and_then_none()
    {
        await server.CreateAsync(Files.External(name, trials: 3));
        (await server.AskAsync(name, 5)).Length.ShouldBe(3);
        (await server.AskAsync(name, 5)).ShouldBeEmpty();
    }

    [Fact]
    public async Task twenty_clients_at_once_never_get_the_same_number()
    {
        await server.CreateAsync(Files.External(name, trials: 100));
        var numbers = (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.DriveAsync(name)))).SelectMany(n => n);
        numbers.Order().ShouldBe(Enumerable.Range(0, 100).Select(n => (long)n));
        (await server.GetAsync<StudyView>($"/studies/{name}")).Trials.Completed.ShouldBe(100);
        (await server.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems.ShouldBeEmpty();
    }
}
