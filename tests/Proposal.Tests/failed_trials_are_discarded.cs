using System.Net;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Tests;

public sealed class failed_trials_are_discarded(ProposalServer server) : IClassFixture<ProposalServer>
{
    [Fact]
    public async Task what_is_discarded_leaves_the_list_and_no_replay_of_all_takes_it()
    {
        var study = await FailedStudyAsync(trials: 3);

        var view = await DiscardAsync(study.Name, [1], "a bad disk");

        view.Trials.ShouldBe([1L]);
        var failed = await server.GetAsync<FailedView>($"/failed?study={study.Name}");
        failed.Groups.ShouldHaveSingleItem().Trials.ShouldBe([0L, 2]);
        failed.Discarded.ShouldBe(1);
        (await ReplayAsync(new(study.Name, DryRun: true))).Replayed.ShouldBe([0L, 2]);
        var trial = await server.GetAsync<TrialView>($"/studies/{study.Name}/trials/1");
        trial.State.ShouldBe(TrialState.Failed);
        trial.Discarded.ShouldNotBeNull().Reason.ShouldBe("a bad disk");
        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Trials.ShouldSatisfyAllConditions(t => t.Failed.ShouldBe(3), t => t.Discarded.ShouldBe(1));
        (await (await server.GetAsync("/metrics")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldContain($"archopt_failed_trials{{study=\"{study.Name}\"}} 2");
        (await server.GetAsync<VerificationView>($"/studies/{study.Name}/verify")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task one_that_is_named_is_replayed_all_the_same()
    {
        var study = await FailedStudyAsync(trials: 2);
        await DiscardAsync(study.Name, null, "over");
        (await server.GetAsync<FailedView>($"/failed?study={study.Name}")).Groups.ShouldBeEmpty();

        (await ReplayAsync(new(study.Name, [1]))).Replayed.ShouldBe([1L]);
        await server.FinishAsync(await server.DispatchedAsync(study, 1, attempt: 2), 0.5);

        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{study.Name}")) is { Ended: not null, Trials: { Completed: 1, Failed: 1, Discarded: 1 } }, "it ends");
        (await server.GetAsync<TrialView>($"/studies/{study.Name}/trials/1")).Discarded.ShouldBeNull();
    }

    [Fact]
    public async Task a_repetition_finds_them_discarded_and_many_at_once_discard_each_once()
    {
        var study = await FailedStudyAsync(trials: 5);

        var views = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => DiscardAsync(study.Name, [0, 1, 2, 3, 4], "over")));

        views.SelectMany(view => view.Trials).Order().ShouldBe([0L, 1, 2, 3, 4]);
        views.SelectMany(view => view.Skipped).ShouldAllBe(skipped => skipped.Reason == "it was discarded before: over");
        (await DiscardAsync(study.Name, null, "over")).Trials.ShouldBeEmpty();
        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Trials.Discarded.ShouldBe(5);
    }

    [Fact]
    public async Task the_count_is_still_known_after_a_restart()
    {
        var home = Directory.CreateTempSubdirectory("archopt-discard-");
        try
        {
            var name = Files.Name();
            await using (var first = await ProposalServer.StartAsync(home.FullName))
            {
                await first.CreateAsync(Files.External(name, trials: 1));
                await first.AskAsync(name);
                await first.TellAsync(name, 0, new { state = "failed", error = "diverged" });
                await ProposalServer.ReadAsync<DiscardView>(await first.PostAsync("/failed/discard", new DiscardRequest(null, "over", name)));
            }

            await using var next = await ProposalServer.StartAsync(home.FullName);
            (await next.GetAsync<StudyView[]>("/studies")).Single(s => s.Name == name).Trials.ShouldSatisfyAllConditions(t => t.Failed.ShouldBe(1), t => t.Discarded.ShouldBe(1));
            (await next.GetAsync<FailedView>("/failed")).ShouldSatisfyAllConditions(f => f.Groups.ShouldBeEmpty(), f => f.Discarded.ShouldBe(1));
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task wrong_requests_are_named()
    {
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/discard", new DiscardRequest(null, "x", null, [1])), "trials")).ShouldContain("need a study");
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/discard", new DiscardRequest(["m"], "x", "s")), "messages")).ShouldContain("together with study");
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/discard", new DiscardRequest(null, "", "s")), "reason")).ShouldContain("must say why");
        (await ProposalServer.FieldErrorAsync(server.PostAsync("/failed/discard", new DiscardRequest(null, new string('x', 1_001), "s")), "reason")).ShouldContain("at most 1000");
        await ProposalServer.ProblemAsync(server.PostAsync("/failed/discard", new DiscardRequest(null, "x", "nosuch")), HttpStatusCode.NotFound);
    }

    [Fact]
    public void the_message_of_a_discarded_trial_is_worth_nothing()
    {
        var failed = new Attempt { Number = 1, State = AttemptState.Failed, Sequence = 1, Published = true };
        var trial = new Trial { StudyId = "s", Number = 0, Configuration = Search.Configurations.Configuration.Empty, State = TrialState.Failed, Attempts = [failed] };

        Replaying.MessageFates.Of(trial, new HeldAttempt("s", 0, 1)).ShouldBe(Replaying.MessageFate.Rests);
        Replaying.MessageFates.Of(trial with { Discarded = new("over", default) }, new HeldAttempt("s", 0, 1)).ShouldBe(Replaying.MessageFate.Replaced);
    }

    private async Task<StudyView> FailedStudyAsync(int trials)
    {
        var study = await server.CreateAsync(Files.Function(Files.Name(), trials: trials, parallelism: 4));
        for (var number = 0; number < trials; number++)
            await server.FinishAsync(await server.DispatchedAsync(study, number), 0, outcome: EvaluationOutcome.Failed, error: "no such file");
        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Ended is not null, "the study ends");
        return study;
    }

    private async Task<DiscardView> DiscardAsync(string study, long[]? trials, string reason) =>
        await ProposalServer.ReadAsync<DiscardView>(await server.PostAsync("/failed/discard", new DiscardRequest(null, reason, study, trials is null ? null : [.. trials])));

    private async Task<ReplayedStudyView> ReplayAsync(ReplayRequest request) =>
        (await ProposalServer.ReadAsync<ReplayView>(await server.PostAsync("/failed/replay", request))).Studies.ShouldHaveSingleItem();
}
