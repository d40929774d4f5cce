using System.Net;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Tests;

public sealed class failed_trials_are_replayed(ProposalServer server) : IClassFixture<ProposalServer>
{
    [Fact]
    public async Task what_failed_is_grouped_by_cause_and_leaves_the_list_while_it_is_replayed()
    {
        var study = await FailedStudyAsync("epoch 3: out of memory (8123 MiB)", "epoch 17: out of memory (99 MiB)", "no such file: /data/a.csv");

        var groups = (await server.GetAsync<FailedView>($"/failed?study={study.Name}")).Groups;

        groups.Select(g => (g.Cause, g.Count, g.FailedAgain, g.Attempts)).ShouldBe([("epoch N: out of memory (N MiB)", 2, 0, 2), ("no such file: /data/a.csv", 1, 0, 1)]);
        groups[0].Trials.ShouldBe([0L, 1]);
        groups[0].Study.ShouldBe(study.Name);
        groups[0].Example.ShouldBe("epoch 17: out of memory (99 MiB)");
        groups[0].Last.ShouldNotBeNull();

        var replay = await ReplayAsync(new ReplayRequest(study.Name));

        replay.DryRun.ShouldBeFalse();
        replay.Studies.ShouldHaveSingleItem().Replayed.ShouldBe([0L, 1, 2]);
        (await server.GetAsync<FailedView>($"/failed?study={study.Name}")).Groups.ShouldBeEmpty();
        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Status.ShouldBe(StudyStatus.Running);

        await FailAsync(await server.DispatchedAsync(study, 0, attempt: 2), "epoch 4: out of memory (1 MiB)");
        await server.FinishAsync(await server.DispatchedAsync(study, 1, attempt: 2), 0.5);
        await server.FinishAsync(await server.DispatchedAsync(study, 2, attempt: 2), 0.25);
        var ended = await EndedAsync(study.Name);

        ended.Trials.Total.ShouldBe(3, "replays use no budget");
        ended.Trials.Completed.ShouldBe(2);
        var again = (await server.GetAsync<FailedView>($"/failed?study={study.Name}")).Groups.ShouldHaveSingleItem();
        (again.Count, again.FailedAgain, again.Attempts).ShouldBe((1, 1, 2));
        var trial = await server.GetAsync<TrialView>($"/studies/{study.Name}/trials/0");
        trial.Attempts!.Value.Select(a => a.State).ShouldBe([AttemptState.Failed, AttemptState.Failed]);
        (await server.GetAsync<VerificationView>($"/studies/{study.Name}/verify")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_dry_run_says_what_would_happen_and_changes_nothing()
    {
        var study = await FailedStudyAsync("a", null, "b");

        var all = await ReplayAsync(new ReplayRequest(study.Name, DryRun: true));
        var some = await ReplayAsync(new ReplayRequest(study.Name, [0, 1, 9], DryRun: true));

        all.DryRun.ShouldBeTrue();
        all.Studies.ShouldHaveSingleItem().Replayed.ShouldBe([0L, 2]);
        some.Studies[0].Replayed.ShouldBe([0L]);
        some.Studies[0].Skipped.Select(s => (s.Number, s.Reason)).ShouldBe([(1L, "it has not failed: it is Completed"), (9L, "there is no such trial")]);
        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Trials.Failed.ShouldBe(2);
    }

    [Fact]
    public async Task only_the_trials_that_are_named_run_again_and_a_repetition_finds_them_under_way()
    {
        var study = await FailedStudyAsync("a", "a", "a");

        var first = await ReplayAsync(new ReplayRequest(study.Name, [1]));
        var second = await ReplayAsync(new ReplayRequest(study.Name, [1]));

        first.Studies[0].Replayed.ShouldBe([1L]);
        second.Studies[0].Replayed.ShouldBeEmpty();
        second.Studies[0].Skipped.ShouldHaveSingleItem().Reason.ShouldBe("it is under way (attempt 2)");
        await server.DispatchedAsync(study, 1, attempt: 2);
        server.Dispatched.Count(sent => sent.StudyId == study.Id && sent.Attempt == 2).ShouldBe(1);
    }

    [Fact]
    public async Task many_requests_at_once_replay_each_trial_once()
    {
        var study = await FailedStudyAsync([.. Enumerable.Repeat("a", 20)]);

        var replays = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ReplayAsync(new ReplayRequest(study.Name))));

        replays.SelectMany(replay => replay.Studies[0].Replayed).Order().ShouldBe(Enumerable.Range(0, 20).Select(n => (long)n));
        for (var number = 0; number < 20; number++) await server.FinishAsync(await server.DispatchedAsync(study, number, attempt: 2), number);
        (await EndedAsync(study.Name)).Trials.Completed.ShouldBe(20);
    }

    [Fact]
    public async Task a_result_that_comes_late_from_the_attempt_that_failed_changes_nothing()
    {
        var study = await FailedStudyAsync("a");
        await ReplayAsync(new ReplayRequest(study.Name));
        var second = await server.DispatchedAsync(study, 0, attempt: 2);

        await server.FinishAsync(second, 7, attempt: 1);
        await server.FinishAsync(second, 0.5);

        await EndedAsync(study.Name);
        (await server.GetAsync<TrialView>($"/studies/{study.Name}/trials/0")).Values.ShouldBe([0.5]);
    }

    [Fact]
    public async Task a_study_that_was_cancelled_or_deleted_is_not_replayed()
    {
        var cancelled = await server.CreateAsync(Files.Function(Files.Name(), trials: 2, parallelism: 2));
        await FailAsync(await server.DispatchedAsync(cancelled, 0), "a");
        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{cancelled.Name}")).Trials.Failed == 1, "it has failed");
        await server.PostAsync($"/studies/{cancelled.Name}/cancel");
        var deleted = await FailedStudyAsync("a");
        await server.DeleteAsync($"/studies/{deleted.Name}");

        (await ProposalServer.DetailAsync(server.PostAsync("/failed/replay", new ReplayRequest(cancelled.Name)), HttpStatusCode.Conflict)).ShouldContain("cancelled");
        (await server.GetAsync<FailedView>($"/failed?study={cancelled.Name}")).Groups.ShouldHaveSingleItem().Refusal.ShouldBe("the study was cancelled, which is final");
        await ProposalServer.ProblemAsync(server.PostAsync("/failed/replay", new ReplayRequest(deleted.Name)), HttpStatusCode.NotFound);
        await ProposalServer.ProblemAsync(server.GetAsync($"/failed?study={deleted.Name}"), HttpStatusCode.NotFound);
        var all = await ReplayAsync(new ReplayRequest(DryRun: true));
        all.Studies.Single(s => s.Study == cancelled.Name).Refusal.ShouldNotBeNull();
        all.Studies.ShouldNotContain(s => s.Study == deleted.Name);
    }

    [Fact]
    public async Task wrong_requests_are_named()
    {
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/replay", new ReplayRequest(null, [1])), "trials")).ShouldContain("need a study");
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/replay", new ReplayRequest("x", [])), "trials")).ShouldContain("must hold 1 to");
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/discard", new DiscardRequest(null, " ")), "reason")).ShouldContain("must say why");
    }

    [Fact]
    public async Task a_failed_trial_of_ask_and_tell_is_handed_out_again()
    {
        var name = Files.Name();
        await server.CreateAsync(Files.External(name, trials: 1));
        await server.AskAsync(name);
        await server.TellAsync(name, 0, new { state = "failed", error = "diverged" });
        (await server.GetAsync<FailedView>($"/failed?study={name}")).Groups.ShouldHaveSingleItem().Cause.ShouldBe("diverged");

        await ReplayAsync(new ReplayRequest(name));
        var asked = await server.AskAsync(name);

        asked.ShouldHaveSingleItem().ShouldSatisfyAllConditions(t => t.Number.ShouldBe(0), t => t.Attempt.ShouldBe(2));
        (await server.TellAsync(name, 0, new { value = 0.5 })).State.ShouldBe(TrialState.Completed);
        (await EndedAsync(name)).Status.ShouldBe(StudyStatus.Completed);
    }

    [Fact]
    public async Task a_proposal_that_did_not_hear_of_the_replay_loses_no_result()
    {
        var home = Directory.CreateTempSubdirectory("archopt-replay-");
        try
        {
            await using var one = await ProposalServer.StartAsync(home.FullName);
            await using var other = await ProposalServer.StartAsync(home.FullName);
            var name = Files.Name();
            await one.CreateAsync(Files.External(name, trials: 2));
            await one.AskAsync(name, 2);
            await other.TellAsync(name, 0, new { state = "failed", error = "diverged" }); // which the first has not heard of

            var replay = await ProposalServer.ReadAsync<ReplayView>(await one.PostAsync("/failed/replay", new ReplayRequest(name)));
            var asked = await one.AskAsync(name);
            var told = await other.TellAsync(name, 0, new { value = 0.5, attempt = 2 }); // which takes the trial for ended

            replay.Studies[0].Replayed.ShouldBe([0L]);
            asked.ShouldHaveSingleItem().Attempt.ShouldBe(2);
            (told.State, told.Superseded).ShouldBe((TrialState.Completed, false));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    /// <summary>A study that has run its trials: those with an error failed with it.</summary>
    private async Task<StudyView> FailedStudyAsync(params string?[] errors)
    {
        var study = await server.CreateAsync(Files.Function(Files.Name(), trials: errors.Length, parallelism: 4));
        for (var number = 0; number < errors.Length; number++)
        {
            var sent = await server.DispatchedAsync(study, number);
            await (errors[number] is { } error ? FailAsync(sent, error) : server.FinishAsync(sent, number));
        }

        return await EndedAsync(study.Name);
    }

    private Task FailAsync(EvaluateTrial sent, string error) => server.FinishAsync(sent, 0, outcome: EvaluationOutcome.Failed, error: error);

    private async Task<StudyView> EndedAsync(string name)
    {
        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Ended is not null, "the study ends");
        return await server.GetAsync<StudyView>($"/studies/{name}");
    }

    private async Task<ReplayView> ReplayAsync(ReplayRequest request) =>
        await ProposalServer.ReadAsync<ReplayView>(await server.PostAsync("/failed/replay", request));
}
