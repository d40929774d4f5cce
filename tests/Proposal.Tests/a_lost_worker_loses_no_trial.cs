using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Configuration;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_lost_worker_loses_no_trial
{
    [Fact]
    public async Task what_a_silent_worker_held_starts_over_and_what_a_living_one_holds_does_not()
    {
        await using var server = await StartAsync(configure: builder => builder.Configuration.AddInMemoryCollection(
            [new("Proposal:Lease", "00:00:01"), new("Proposal:ReaperInterval", "00:00:00.1")]));
        var name = Files.Name();
        var study = await server.CreateAsync(Files.Function(name, trials: 2));
        var lost = await server.DispatchedAsync(study, 0);
        var held = await server.DispatchedAsync(study, 1);
        await server.HeartbeatAsync("silent", new HeldAttempt(study.Id, 0, 1));
        await UntilAsync(
            async () =>
            {
                await server.HeartbeatAsync("living", new HeldAttempt(study.Id, 1, 1));
                return server.Dispatched.Any(d => d.Number == 0 && d.Attempt == 2);
            },
            "the silent worker's trial is sent again");
        var again = await server.DispatchedAsync(study, 0, attempt: 2);
        again.Configuration.ShouldBe(lost.Configuration);
        again.Seed.ShouldBe(lost.Seed);
        server.Dispatched.ShouldNotContain(d => d.Number == 1 && d.Attempt == 2);
        await UntilAsync(() => server.Stops.Any(s => s.Number == 0 && s.Attempt == 1 && s.Reason == StopReason.Superseded), "the lost attempt is told to stop");

        await server.FinishAsync(lost, value: -100);
        await server.FinishAsync(again, value: 2);
        await server.FinishAsync(held, value: 3);
        await UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Status == StudyStatus.Completed, "the study ends");
        var ended = await server.GetAsync<StudyView>($"/studies/{name}");
        ended.Trials.ShouldBe(new TrialCounts(2, 0, 0, 2, 0, 0, 0, 0));
        ended.Best!.Value.ShouldBe(2);
        (await server.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task what_was_in_flight_when_the_service_ended_is_sent_again()
    {
        var home = Directory.CreateTempSubdirectory("archopt-restart-");
        try
        {
            var name = Files.Name();
            StudyView study;
            await using (var first = await StartAsync(home.FullName))
            {
                study = await first.CreateAsync(Files.Function(name, trials: 3, parallelism: 2));
                await first.FinishAsync(await first.DispatchedAsync(study, 0), value: 1);
                await first.DispatchedAsync(study, 1);
                await first.DispatchedAsync(study, 2);
                await UntilAsync(async () => (await first.GetAsync<StudyView>($"/studies/{name}")).Trials.Completed == 1, "the first result is stored");
            }

            await using var second = await StartAsync(home.FullName);
            for (var number = 1; number < 3; number++)
            {
                await UntilAsync(() => second.Dispatched.Any(d => d.Number == number), $"trial {number} is sent again");
                await second.FinishAsync(second.Dispatched.Last(d => d.Number == number), value: 2);
            }

            await UntilAsync(async () => (await second.GetAsync<StudyView>($"/studies/{name}")).Status == StudyStatus.Completed, "the study ends");
            (await second.GetAsync<StudyView>($"/studies/{name}")).Trials.Completed.ShouldBe(3);
            second.Dispatched.ShouldNotContain(d => d.Number == 0);
            (await second.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems.ShouldBeEmpty();
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
