using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class hopeless_trials_are_stopped(ProposalServer server)
{
    private readonly string name = Files.Name();

    private static string Halving(string name) =>
        Files.Function(name, parallelism: 4) + "\npruner: { name: asha, settings: { eta: 2, min_resource: 2, max_resource: 64 } }\n";

    [Fact]
    public async Task workers_are_told_what_the_pruner_needs_and_nothing_without_one()
    {
        var study = await server.CreateAsync(Halving(name));
        var asked = (await server.DispatchedAsync(study, 0)).Curve.ShouldNotBeNull();
        asked.Metrics.ShouldBe(["value"]);
        asked.Steps.ShouldBe([2L, 4, 8, 16, 32]);

        var plain = await server.CreateAsync(Files.Function(Files.Name()));
        (await server.DispatchedAsync(plain, 0)).Curve.ShouldBeNull();
    }

    [Fact]
    public async Task a_step_that_shows_a_trial_to_be_hopeless_leads_to_one_order_and_its_result_to_a_pruned_trial()
    {
        var study = await server.CreateAsync(Halving(name));
        await server.DispatchedAsync(study, 1);
        await StepAsync(study, 0, step: 2, 0.1);
        await UntilAsync(async () => (await ShowAsync(0)).Curve!.Value.Length == 1, "the step of trial 0 is stored, so it was heard before those of trial 1");
        for (var repeat = 0; repeat < 3; repeat++) await StepAsync(study, 1, step: 2, 0.9);
        await UntilAsync(() => Stops(study).Length > 0, "trial 1 is stopped");

        await PublishAsync(server, Result(study, 1, EvaluationOutcome.Pruned, (1, 0.95), (2, 0.9)) with { Error = Stops(study)[0].Explanation });
        await UntilAsync(async () => (await ShowAsync(1)).State == TrialState.Pruned, "trial 1 is pruned");

        var order = Stops(study).ShouldHaveSingleItem();
        order.ShouldBe(new StopTrial { StudyId = study.Id, Number = 1, Attempt = 1, Reason = StopReason.Pruned, Explanation = "at step 2 it ranks 2 of 2, and only the first goes on" });
        var pruned = await ShowAsync(1);
        pruned.Error.ShouldBe(order.Explanation);
        pruned.Values.ShouldBe([0.9]);
        var view = await server.GetAsync<StudyView>($"/studies/{name}");
        view.Trials.Pruned.ShouldBe(1);
        view.Best.ShouldBeNull();
        await server.DispatchedAsync(study, 4); // its place is free
    }

    [Fact]
    public async Task a_restarted_proposal_compares_with_the_trials_that_ended_before()
    {
        var home = Directory.CreateTempSubdirectory("archopt-pruning-");
        try
        {
            StudyView study;
            await using (var first = await StartAsync(home.FullName))
            {
                study = await first.CreateAsync(Halving(name));
                await first.DispatchedAsync(study, 0);
                await PublishAsync(first, Result(study, 0, EvaluationOutcome.Completed, (2, 0.2), (64, 0.1)));
                await UntilAsync(async () => (await first.GetAsync<StudyView>($"/studies/{name}")).Trials.Completed == 1, "trial 0 completes");
            }

            await using var second = await StartAsync(home.FullName);
            var again = await second.DispatchedAsync(study, 1, attempt: 2); // the in-memory transport lost the first
            await PublishAsync(second, Step(study, 1, 2, 0.3) with { Attempt = again.Attempt });
            await UntilAsync(() => second.Stops.Any(s => s.Number == 1 && s.Reason == StopReason.Pruned), "trial 1 is stopped");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task a_restarted_proposal_knows_the_stored_steps_of_trials_that_still_run()
    {
        var home = Directory.CreateTempSubdirectory("archopt-pruning-");
        try
        {
            StudyView study;
            await using (var first = await StartAsync(home.FullName))
            {
                study = await first.CreateAsync(Halving(name));
                await first.DispatchedAsync(study, 1);
                await PublishAsync(first, Step(study, 0, 2, 0.1));
                await UntilAsync(async () => (await first.GetAsync<TrialView>($"/studies/{name}/trials/0")).Curve!.Value.Length == 1, "the step is stored");
            }

            // As over a broker, where workers go on while Proposal is away: their attempts are left as they are.
            await using var second = await StartAsync(home.FullName, builder => builder.Configuration["Proposal:RunStudies"] = "false");
            await PublishAsync(second, Result(study, 3, EvaluationOutcome.Failed, (1, 9))); // opens the study
            await UntilAsync(async () => (await second.GetAsync<StudyView>($"/studies/{name}")).Trials.Failed == 1, "the study is open");
            await PublishAsync(second, Step(study, 1, 2, 0.3));
            await UntilAsync(() => second.Stops.Any(s => s is { Number: 1, Attempt: 1, Reason: StopReason.Pruned }), "trial 1 is stopped");
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task steps_are_stored_together_and_very_long_curves_in_part()
    {
        var study = await server.CreateAsync(Files.Function(name));
        await server.DispatchedAsync(study, 0);
        for (var step = 1; step <= 2_000; step++) await StepAsync(study, 0, step, step);
        TrialView trial = null!;
        await UntilAsync(async () => (trial = await ShowAsync(0)).Curve!.Value.Length >= 1_140, "the curve is stored");
        trial.Curve!.Value.Length.ShouldBe(512 + 512 + 116); // all of 512, every second of 1,024, every fourth of the rest
    }

    private StopTrial[] Stops(StudyView study) => [.. server.Stops.Where(s => s.StudyId == study.Id)];

    private Task<TrialView> ShowAsync(long number) => server.GetAsync<TrialView>($"/studies/{name}/trials/{number}");

    private Task StepAsync(StudyView study, long number, long step, double value) => PublishAsync(server, Step(study, number, step, value));

    private static TrialProgressed Step(StudyView study, long number, long step, double value) =>
        new() { StudyId = study.Id, Number = number, Attempt = 1, Step = step, Metrics = Files.Metrics(("value", value)) };

    private static TrialFinished Result(StudyView study, long number, EvaluationOutcome outcome, params (long Step, double Value)[] curve) => new()
    {
        StudyId = study.Id,
        Number = number,
        Attempt = 1,
        Outcome = outcome,
        Metrics = Files.Metrics(("value", curve[^1].Value)),
        Curve = [.. curve.Select(p => new StepMetrics(p.Step, Files.Metrics(("value", p.Value))))],
        Worker = "w",
        Started = DateTimeOffset.UnixEpoch,
        DurationSeconds = 1,
    };

    private static Task PublishAsync<T>(ProposalServer server, T message)
        where T : class => server.Bus.Publish(message, TestContext.Current.CancellationToken);
}
