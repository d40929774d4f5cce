using System.Net;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_failing_store_is_waited_out : IAsyncLifetime
{
    private readonly string name = Files.Name();
    private FailingStore store = null!;
    private ProposalServer server = null!;

    public async ValueTask InitializeAsync() => server = await StartAsync(configure: builder =>
    {
        var connection = builder.Configuration.GetConnectionString("archopt")!;
        builder.Services.AddSingleton<IStudyStore>(_ => store = new FailingStore(StudyStores.Create(connection, TimeProvider.System)));
        builder.Services.Configure<ProposalOptions>(options => options.WritePatience = TimeSpan.FromSeconds(0.5));
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task a_full_disk_is_told_and_everything_goes_on_afterwards()
    {
        var study = await server.CreateAsync(Files.Function(name, trials: 6));
        var trials = new[] { await server.DispatchedAsync(study, 0), await server.DispatchedAsync(study, 1) };
        store.FailWrites();
        foreach (var trial in trials) await server.FinishAsync(trial, value: trial.Number);
        await HealthAsync(HttpStatusCode.ServiceUnavailable);
        await ProblemAsync(server.PostJsonAsync($"/studies/{name}/trials", """{"configurations":[{"x1":1,"x2":2}]}"""), HttpStatusCode.ServiceUnavailable);
        (await ShowAsync()).Trials.Completed.ShouldBe(0);
        server.Dispatched.Max(d => d.Number).ShouldBe(1); // nothing is sent that is not stored

        store.Recover();
        await HealthAsync(HttpStatusCode.OK);
        await FinishAllAsync(study);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task an_ask_that_is_refused_half_way_hands_out_every_number_once(int durable)
    {
        await server.CreateAsync(Files.External(name, trials: 6));
        store.CutNextBatchAfter(durable);
        var first = await server.AskAsync(name, count: 4);
        var rest = await server.AskAsync(name, count: 10);
        first.Length.ShouldBe(4);
        first.Concat(rest).Select(t => t.Number).Order().ShouldBe([0L, 1, 2, 3, 4, 5]);
        foreach (var trial in first.Concat(rest)) await server.TellAsync(name, trial.Number, new { value = 1.0 });
        (await ShowAsync()).Trials.Completed.ShouldBe(6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task configurations_that_are_refused_half_way_are_enqueued_once(int durable)
    {
        await server.CreateAsync(Files.External(name, trials: 6));
        store.CutNextBatchAfter(durable);
        var enqueued = await server.ReadEnqueuedAsync(name, """{"configurations":[{"x":0.1},{"x":0.2},{"x":0.3}]}""");
        enqueued.Numbers.ShouldBe([0L, 1, 2]);
        (await ShowAsync()).Trials.Total.ShouldBe(3);
    }

    [Fact]
    public async Task a_lost_connection_loses_no_result_of_a_study_that_nobody_had_open()
    {
        var study = await server.CreateAsync(Files.Function(name, trials: 1));
        var trial = await server.DispatchedAsync(study, 0);
        await server.ClaimAsync(study.Id, 0, 1, "worker-2");
        await server.FinishAsync(trial, value: 1, attempt: 2);
        await UntilAsync(async () => (await ShowAsync()).Status == StudyStatus.Completed, "the study ends");
        store.FailEverything();
        await server.FinishAsync(trial, value: -100); // stale: to be noted on a trial that has ended
        await ProblemAsync(server.GetAsync($"/studies/{name}"), HttpStatusCode.ServiceUnavailable);
        await HealthAsync(HttpStatusCode.ServiceUnavailable);
        store.Recover();
        await UntilAsync(
            async () => (await server.GetAsync<TrialView>($"/studies/{name}/trials/0")).Attempts!.Value[0].State == AttemptState.Superseded,
            "the late result is noted after all");
        await HealthAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task a_result_told_while_the_store_fails_is_refused_and_telling_again_is_exact()
    {
        await server.CreateAsync(Files.External(name, trials: 2));
        await server.AskAsync(name, 2);
        store.FailWrites();
        await ProblemAsync(server.PostAsync($"/studies/{name}/trials/0/tell", new { value = 0.5 }), HttpStatusCode.ServiceUnavailable);
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/0")).State.ShouldBe(TrialState.Running);
        store.Refused.ShouldBeGreaterThan(0);
        store.Recover();
        await UntilAsync(
            async () => (await server.PostAsync($"/studies/{name}/trials/0/tell", new { value = 0.5 })).StatusCode == HttpStatusCode.OK,
            "tell is accepted again");
        await server.TellAsync(name, 1, new { value = 0.25 });
        await UntilAsync(async () => (await ShowAsync()).Status == StudyStatus.Completed, "the study ends");
        (await ShowAsync()).Trials.ShouldBe(new TrialCounts(2, 0, 0, 2, 0, 0, 0, 0));
        (await server.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems.ShouldBeEmpty();
    }

    private Task<StudyView> ShowAsync() => server.GetAsync<StudyView>($"/studies/{name}");

    private Task HealthAsync(HttpStatusCode expected) => UntilAsync(
        async () =>
        {
            using var response = await server.GetAsync("/health");
            return response.StatusCode == expected;
        },
        $"/health answers {expected}");

    /// <summary>Evaluates what is dispatched until the study ends; then every number must be exact.</summary>
    private async Task FinishAllAsync(StudyView study)
    {
        var finished = new HashSet<(long, int)> { (0, 1), (1, 1) };
        await UntilAsync(
            async () =>
            {
                foreach (var sent in server.Dispatched.Where(d => finished.Add((d.Number, d.Attempt)))) await server.FinishAsync(sent, value: sent.Number);
                return (await ShowAsync()).Status == StudyStatus.Completed;
            },
            "the study ends");
        (await ShowAsync()).Trials.ShouldBe(new TrialCounts(6, 0, 0, 6, 0, 0, 0, 0));
        (await server.GetAsync<VerificationView>($"/studies/{study.Name}/verify")).Problems.ShouldBeEmpty();
    }
}
