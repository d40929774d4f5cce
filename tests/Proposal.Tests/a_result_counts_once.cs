using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_result_counts_once(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task however_often_it_arrives()
    {
        const int Trials = 12;
        var study = await server.CreateAsync(Files.Function(name, Trials, parallelism: 3));
        for (var number = 0; number < Trials; number++)
        {
            var trial = await server.DispatchedAsync(study, number);
            for (var copy = 0; copy < 3; copy++) await server.FinishAsync(trial, value: number + copy); // the first to arrive counts
        }

        await UntilAsync(async () => (await ShowAsync()).Status == StudyStatus.Completed, "the study ends");
        (await ShowAsync()).Trials.ShouldBe(new TrialCounts(Trials, 0, 0, Trials, 0, 0, 0, 0));
        var trials = (await server.GetAsync<TrialPage>($"/studies/{name}/trials")).Trials;
        trials.Select(t => t.Sequence!.Value).Order().ShouldBe(Enumerable.Range(1, Trials).Select(s => (long)s));
        var verification = await server.GetAsync<VerificationView>($"/studies/{name}/verify");
        verification.Problems.ShouldBeEmpty();
        verification.Observations.ShouldBe(Trials);
    }

    [Fact]
    public async Task a_result_of_an_attempt_that_was_given_up_is_recorded_and_not_counted()
    {
        var study = await server.CreateAsync(Files.Function(name));
        var first = await server.DispatchedAsync(study, 0);
        (await server.ClaimAsync(study.Id, 0, 1, "worker-2")).Attempt.ShouldBe(2);
        await server.FinishAsync(first, value: -100);
        await UntilAsync(async () => (await ShowAsync()).Superseded == 1, "the stale result is counted as superseded");
        var trial = await TrialAsync();
        trial.State.ShouldBe(TrialState.Running);
        trial.Attempts!.Value[0].State.ShouldBe(AttemptState.Superseded);

        await server.FinishAsync(first, value: 4, attempt: 2);
        await UntilAsync(async () => (await TrialAsync()).State == TrialState.Completed, "the current attempt's result counts");
        (await ShowAsync()).Best!.Value.ShouldBe(4);
        (await ShowAsync()).Trials.Completed.ShouldBe(1);
    }

    [Fact]
    public async Task a_stale_result_after_the_end_is_recorded_and_not_counted()
    {
        var study = await server.CreateAsync(Files.Function(name, trials: 1));
        var first = await server.DispatchedAsync(study, 0);
        (await server.ClaimAsync(study.Id, 0, 1, "worker-2")).Attempt.ShouldBe(2);
        await server.FinishAsync(first, value: 4, attempt: 2);
        await UntilAsync(async () => (await ShowAsync()).Status == StudyStatus.Completed, "the study ends");
        await server.FinishAsync(first, value: -100);
        await UntilAsync(async () => (await TrialAsync()).Attempts!.Value[0].State == AttemptState.Superseded, "the stale result is noted");
        (await ShowAsync()).Best!.Value.ShouldBe(4);
        (await TrialAsync()).State.ShouldBe(TrialState.Completed);
    }

    [Fact]
    public async Task a_message_about_an_unknown_study_is_dropped_with_a_warning()
    {
        var unknown = Files.Name();
        var study = await server.CreateAsync(Files.Function(name));
        var trial = await server.DispatchedAsync(study, 0);
        await server.FinishAsync(trial with { StudyId = unknown }, value: 1);
        await server.FinishAsync(trial with { Number = 77 }, value: 1);
        await UntilAsync(() => server.Warnings.Any(w => w.Contains(unknown, StringComparison.Ordinal)), "the unknown study is named");
        await UntilAsync(() => server.Warnings.Any(w => w.Contains("trial 77 of", StringComparison.Ordinal)), "the unknown trial is named");
        (await ShowAsync()).Trials.Completed.ShouldBe(0);
    }

    [Theory]
    [InlineData(EvaluationOutcome.Failed, TrialState.Failed)]
    [InlineData(EvaluationOutcome.Infeasible, TrialState.Infeasible)]
    [InlineData(EvaluationOutcome.Pruned, TrialState.Pruned)]
    public async Task what_a_worker_says_becomes_the_trials_state(EvaluationOutcome outcome, TrialState state)
    {
        var study = await server.CreateAsync(Files.Function(name));
        await server.FinishAsync(await server.DispatchedAsync(study, 0), value: 1, outcome: outcome);
        await UntilAsync(async () => (await TrialAsync()).State == state, $"the trial is {state}");
    }

    [Fact]
    public async Task a_claim_is_refused_while_a_living_worker_holds_the_trial()
    {
        var study = await server.CreateAsync(Files.Function(name));
        await server.DispatchedAsync(study, 0);
        var holder = Files.Name();
        await server.HeartbeatAsync(holder, new HeldAttempt(study.Id, 0, 1));
        await UntilAsync(async () => (await server.GetAsync<WorkerView[]>("/workers")).Any(w => w.Worker == holder), "the worker is heard of");
        (await server.ClaimAsync(study.Id, 0, 1, "worker-2")).Refusal!.ShouldContain(holder);
        (await server.ClaimAsync(study.Id, 0, 1, holder)).Attempt.ShouldBe(2); // its own message came back to it
    }

    [Fact]
    public async Task of_many_claims_one_is_granted()
    {
        var study = await server.CreateAsync(Files.Function(name));
        await server.DispatchedAsync(study, 0);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => server.ClaimAsync(study.Id, 0, 1, $"worker-{i}")));
        answers.Count(a => a.Attempt == 2).ShouldBe(1);
        answers.Count(a => a.Refusal is not null).ShouldBe(9);
    }

    [Fact]
    public async Task a_claim_of_what_has_ended_or_never_was_is_refused()
    {
        var study = await server.CreateAsync(Files.Function(name, trials: 1));
        await server.FinishAsync(await server.DispatchedAsync(study, 0), value: 1);
        await UntilAsync(async () => (await ShowAsync()).Status == StudyStatus.Completed, "the study ends");
        (await server.ClaimAsync(study.Id, 0, 1, "worker-2")).Refusal.ShouldNotBeNull();
        (await server.ClaimAsync(study.Id, 5, 1, "worker-2")).Refusal.ShouldNotBeNull();
        (await server.ClaimAsync(Files.Name(), 0, 1, "worker-2")).Refusal!.ShouldContain("does not exist");
    }

    [Fact]
    public async Task cancelling_tells_the_workers_to_stop_what_they_run()
    {
        var study = await server.CreateAsync(Files.Function(name, parallelism: 3));
        for (var number = 0; number < 3; number++) await server.DispatchedAsync(study, number);
        await ReadAsync<StudyView>(await server.PostAsync($"/studies/{name}/cancel"));
        await UntilAsync(() => server.Stops.Count(s => s.StudyId == study.Id && s.Reason == StopReason.Cancelled) == 3, "three orders to stop");
        server.Stops.Where(s => s.StudyId == study.Id).Select(s => s.Number).Order().ShouldBe([0L, 1, 2]);
    }

    [Fact]
    public async Task enqueued_configurations_are_dispatched_next()
    {
        var study = await server.CreateAsync(Files.Function(name, parallelism: 1));
        var running = await server.DispatchedAsync(study, 0);
        var enqueued = await ReadAsync<EnqueuedTrials>(await server.PostJsonAsync($"/studies/{name}/trials", """{"configurations":[{"x1":1,"x2":2}]}"""));
        enqueued.Numbers.ShouldBe([1L]);
        await server.FinishAsync(running, value: 1);
        (await server.DispatchedAsync(study, 1)).Configuration.ToString().ShouldBe("""{"x1":1,"x2":2}""");
    }

    private Task<StudyView> ShowAsync() => server.GetAsync<StudyView>($"/studies/{name}");

    private Task<TrialView> TrialAsync() => server.GetAsync<TrialView>($"/studies/{name}/trials/0");
}
