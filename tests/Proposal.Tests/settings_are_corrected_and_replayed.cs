using System.Net;
using System.Text.Json;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Proposal.Tests;

public sealed class settings_are_corrected_and_replayed(ProposalServer server) : IClassFixture<ProposalServer>
{
    [Fact]
    public async Task failed_trials_run_again_with_the_corrected_settings_and_the_study_says_so()
    {
        var study = await FailedStudyAsync(trials: 2);

        var replay = await ReplayAsync(study.Name, """{"function":"sphere","delay_ms":3}""");

        Changes(replay).ShouldBe(["delay_ms: - -> 3", "function: \"branin\" -> \"sphere\""]);
        replay.Studies.ShouldHaveSingleItem().Replayed.ShouldBe([0L, 1]);
        var sent = await server.DispatchedAsync(study, 0, attempt: 2);
        sent.Settings.ShouldBe("""{"delay_ms":3,"function":"sphere"}""");
        (await server.DispatchedAsync(study, 0)).Settings.ShouldBe("""{"function":"branin"}""");
        var shown = await server.GetAsync<StudyView>($"/studies/{study.Name}");
        shown.Definition!.Value.GetProperty("evaluator").GetProperty("settings").GetRawText().ShouldBe("""{"function":"branin"}""");
        shown.EditedSettings.ShouldNotBeNull().Settings.GetRawText().ShouldBe("""{"delay_ms":3,"function":"sphere"}""");
        shown.EditedSettings.Changes.Select(change => change.Path).ShouldBe(["delay_ms", "function"]);
        for (var number = 0; number < 2; number++) await server.FinishAsync(await server.DispatchedAsync(study, number, attempt: 2), number);
        (await EndedAsync(study.Name)).Trials.Completed.ShouldBe(2);
        (await server.GetAsync<VerificationView>($"/studies/{study.Name}/verify")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_dry_run_shows_old_and_new_and_changes_nothing()
    {
        var study = await FailedStudyAsync(trials: 1);

        var replay = await ReplayAsync(study.Name, """{"function":"sphere"}""", dryRun: true);

        replay.DryRun.ShouldBeTrue();
        Changes(replay).ShouldBe(["function: \"branin\" -> \"sphere\""]);
        replay.Studies[0].Replayed.ShouldBe([0L]);
        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).ShouldSatisfyAllConditions(
            s => s.EditedSettings.ShouldBeNull(), s => s.Trials.Failed.ShouldBe(1));
    }

    [Fact]
    public async Task repeated_it_finds_nothing_to_change_and_taken_back_the_file_counts_again()
    {
        var study = await FailedStudyAsync(trials: 1);
        await ReplayAsync(study.Name, """{"function":"sphere"}""");

        var again = await ReplayAsync(study.Name, """{"function":"sphere"}""");

        again.Settings.ShouldNotBeNull().ShouldBeEmpty();
        again.Studies[0].Replayed.ShouldBeEmpty();
        Changes(await ReplayAsync(study.Name, """{"function":"branin"}""")).ShouldBe(["function: \"sphere\" -> \"branin\""]);
        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).EditedSettings.ShouldNotBeNull().Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task new_trials_get_them_too_and_what_waits_in_the_queue_is_sent_again()
    {
        var study = await server.CreateAsync(Files.Function(Files.Name(), trials: 3, parallelism: 2));
        await server.DispatchedAsync(study, 1);
        await server.Bus.Publish(
            new TrialStarted { StudyId = study.Id, Number = 0, Attempt = 1, Worker = "w", Started = DateTimeOffset.UnixEpoch }, TestContext.Current.CancellationToken);
        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{study.Name}")).Trials.Running == 1, "the first runs");

        await ReplayAsync(study.Name, """{"function":"sphere"}""");

        (await server.DispatchedAsync(study, 1, attempt: 2)).Settings.ShouldContain("sphere");
        await ProposalServer.UntilAsync(() => server.Stops.Any(s => s.StudyId == study.Id && s is { Number: 1, Attempt: 1, Reason: StopReason.Superseded }), "the old message is worth nothing");
        await server.FinishAsync(await server.DispatchedAsync(study, 0), 1);
        (await server.DispatchedAsync(study, 2)).Settings.ShouldContain("sphere");
        (await server.GetAsync<TrialView>($"/studies/{study.Name}/trials/0")).Attempt.ShouldBe(1, "what runs finishes with the old");
    }

    [Fact]
    public async Task the_study_goes_on_with_its_own_file_and_with_one_that_has_the_settings_in_force()
    {
        var study = await FailedStudyAsync(trials: 1);
        var file = Files.Function(study.Name, trials: 1, parallelism: 4);
        await ReplayAsync(study.Name, """{"function":"sphere"}""");

        foreach (var function in new[] { "branin", "sphere" })
        {
            var resumed = await ProposalServer.ReadAsync<StudyView>(await server.PostStudyAsync(file.Replace("branin", function, StringComparison.Ordinal)));
            resumed.Id.ShouldBe(study.Id);
            resumed.EditedSettings.ShouldNotBeNull().Settings.GetRawText().ShouldContain("sphere");
        }

        (await ProposalServer.DetailAsync(server.PostStudyAsync(file.Replace("branin", "ackley", StringComparison.Ordinal)), HttpStatusCode.Conflict)).ShouldContain("evaluator");
    }

    [Theory]
    [InlineData("""{"functoin":"sphere"}""", "settings.functoin", "unknown key")]
    [InlineData("""{"function":"spheer"}""", "settings.function", "sphere")]
    [InlineData("""{"function":null}""", "settings.function", "is missing")]
    [InlineData("""{"delay_ms":-1}""", "settings.delay_ms", "must be")]
    [InlineData("[1]", "settings", "must be an object")]
    [InlineData("\"x\"", "settings", "must be an object")]
    public async Task settings_that_no_new_study_could_have_are_named(string settings, string field, string message)
    {
        var study = await FailedStudyAsync(trials: 1);

        (await ProposalServer.FieldErrorAsync(PostAsync(study.Name, settings), field)).ShouldContain(message);
        (await ProposalServer.FieldErrorAsync(PostAsync(study.Name, settings, dryRun: true), field)).ShouldContain(message);

        (await server.GetAsync<StudyView>($"/studies/{study.Name}")).ShouldSatisfyAllConditions(s => s.EditedSettings.ShouldBeNull(), s => s.Trials.Failed.ShouldBe(1));
    }

    [Fact]
    public async Task it_needs_a_study_that_is_there_and_not_cancelled()
    {
        (await ProposalServer.FieldErrorAsync(server.PostJsonAsync("/failed/replay", """{"settings":{"function":"sphere"}}"""), "study")).ShouldContain("must be given");
        await ProposalServer.ProblemAsync(PostAsync("nosuch", """{"function":"sphere"}"""), HttpStatusCode.NotFound);
        var cancelled = await server.CreateAsync(Files.Function(Files.Name(), trials: 2));
        await server.PostAsync($"/studies/{cancelled.Name}/cancel");
        (await ProposalServer.DetailAsync(PostAsync(cancelled.Name, """{"function":"sphere"}"""), HttpStatusCode.Conflict)).ShouldContain("cancelled");
        var deep = string.Concat(Enumerable.Repeat("""{"a":""", 40)) + "1" + new string('}', 40);
        (await ProposalServer.FieldErrorAsync(PostAsync((await FailedStudyAsync(trials: 1)).Name, deep), "settings")).ShouldContain("16 levels");
    }

    [Fact]
    public async Task it_survives_a_restart_and_two_at_once_end_up_with_both_changes()
    {
        var home = Directory.CreateTempSubdirectory("archopt-edit-");
        try
        {
            var name = Files.Name();
            await using (var one = await ProposalServer.StartAsync(home.FullName))
            await using (var other = await ProposalServer.StartAsync(home.FullName))
            {
                await one.CreateAsync(Files.Function(name, trials: 2));
                await Task.WhenAll(
                    one.PostJsonAsync("/failed/replay", Request(name, """{"function":"sphere"}""", false)),
                    other.PostJsonAsync("/failed/replay", Request(name, """{"delay_ms":3}""", false)));
                (await InForceAsync(one, name)).ShouldBe("""{"delay_ms":3,"function":"sphere"}""");
            }

            await using var next = await ProposalServer.StartAsync(home.FullName);
            (await InForceAsync(next, name)).ShouldBe("""{"delay_ms":3,"function":"sphere"}""");
            var study = await next.GetAsync<StudyView>($"/studies/{name}");
            await ProposalServer.UntilAsync(() => next.Dispatched.Any(sent => sent.StudyId == study.Id), "it goes on");
            next.Dispatched.First(sent => sent.StudyId == study.Id).Settings.ShouldBe("""{"delay_ms":3,"function":"sphere"}""");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task<string> InForceAsync(ProposalServer server, string name) =>
        (await server.GetAsync<StudyView>($"/studies/{name}")).EditedSettings.ShouldNotBeNull().Settings.GetRawText();

    private static string[] Changes(ReplayView replay) => [.. replay.Settings!.Value.Select(c => $"{c.Path}: {Text(c.Before)} -> {Text(c.After)}")];

    private static string Text(JsonElement? value) => value?.GetRawText() ?? "-";

    private async Task<StudyView> FailedStudyAsync(int trials)
    {
        var study = await server.CreateAsync(Files.Function(Files.Name(), trials: trials, parallelism: 4));
        for (var number = 0; number < trials; number++)
            await server.FinishAsync(await server.DispatchedAsync(study, number), 0, outcome: EvaluationOutcome.Failed, error: "no such file");
        return await EndedAsync(study.Name);
    }

    private async Task<StudyView> EndedAsync(string name)
    {
        await ProposalServer.UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Ended is not null, "the study ends");
        return await server.GetAsync<StudyView>($"/studies/{name}");
    }

    private static string Request(string study, string settings, bool dryRun) =>
        $$"""{"study":"{{study}}","dryRun":{{(dryRun ? "true" : "false")}},"settings":{{settings}}}""";

    private Task<HttpResponseMessage> PostAsync(string study, string settings, bool dryRun = false) => server.PostJsonAsync("/failed/replay", Request(study, settings, dryRun));

    private async Task<ReplayView> ReplayAsync(string study, string settings, bool dryRun = false) =>
        await ProposalServer.ReadAsync<ReplayView>(await PostAsync(study, settings, dryRun));
}
