using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_training_is_recorded
{
    [Fact]
    public async Task workers_are_told_when_a_training_ends_and_by_what()
    {
        await using var server = await StartAsync();
        var study = await server.CreateAsync(Files.Function(Files.Name(), extra: "stopping: {}"));

        var sent = await server.DispatchedAsync(study, 0);

        sent.Stopping.ShouldBe(StoppingPolicy.Default);
        sent.Objective.ShouldBe(new WatchedObjective("value", Goal.Minimize));
        sent.MaxResource.ShouldBe(128);
    }

    [Fact]
    public async Task spared_epochs_are_counted_once_and_over_all_starts()
    {
        var home = Directory.CreateTempSubdirectory("archopt-training-");
        try
        {
            var name = Files.Name();
            await using (var first = await StartAsync(home.FullName))
            {
                var study = await first.CreateAsync(Files.Function(name, trials: 3, parallelism: 1, extra: "stopping: {}"));
                var trial = await first.DispatchedAsync(study, 0);
                await first.FinishAsync(trial, 1, training: new(10, 46, 82));
                await first.FinishAsync(trial, 1, training: new(10, 46, 82));
                await first.FinishAsync(await first.DispatchedAsync(study, 1), 2, training: new(128, 128, 0));
                await UntilAsync(async () => (await ShowAsync(first, name)).Trials.Completed == 2, "two trials have ended");
                (await ShowAsync(first, name)).EpochsSaved.ShouldBe(82);
                var shown = await first.GetAsync<TrialView>($"/studies/{name}/trials/0");
                shown.Training.ShouldBe(new TrainingSummary(10, 46, 82));
                shown.Attempts!.Value.Single().Training.ShouldBe(shown.Training);
            }

            await using (var second = await StartAsync(home.FullName))
            {
                (await ShowAsync(second, name)).EpochsSaved.ShouldBe(82);
                await UntilAsync(() => second.Dispatched.Any(d => d.Number == 2), "the last trial is sent again");
                await second.FinishAsync(second.Dispatched.Last(d => d.Number == 2), 3, training: new(0, 36, 91));
                await UntilAsync(async () => (await ShowAsync(second, name)).Status == StudyStatus.Completed, "the study ends");
                (await second.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems.ShouldBeEmpty();
            }

            await using var third = await StartAsync(home.FullName);
            (await ShowAsync(third, name)).EpochsSaved.ShouldBe(173);
            (await third.GetAsync<StudyView[]>("/studies")).Single(s => s.Name == name).EpochsSaved.ShouldBe(173);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData(-1, 5, 0)]
    [InlineData(6, 5, 0)]
    [InlineData(1, 5, -1)]
    [InlineData(1, 5, 1_000_001)]
    public async Task a_training_that_cannot_be_is_not_believed(long best, long last, long saved)
    {
        await using var server = await StartAsync();
        var name = Files.Name();
        var study = await server.CreateAsync(Files.Function(name, extra: "stopping: {}"));

        await server.FinishAsync(await server.DispatchedAsync(study, 0), 1, training: new(best, last, saved));

        await UntilAsync(async () => (await ShowAsync(server, name)).Trials.Completed == 1, "the trial has ended");
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/0")).Training.ShouldBeNull();
        (await ShowAsync(server, name)).EpochsSaved.ShouldBe(0);
    }

    private static Task<StudyView> ShowAsync(ProposalServer server, string study) => server.GetAsync<StudyView>($"/studies/{study}");
}
