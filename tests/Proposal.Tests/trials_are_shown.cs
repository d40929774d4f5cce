using System.Net;
using System.Text.Json;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class trials_are_shown(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task pages_come_in_number_order_and_lead_to_the_next()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name, 7);
        var numbers = new List<long>();
        var sizes = new List<int>();
        for (long? after = -1; after is not null;)
        {
            var page = await server.GetAsync<TrialPage>($"/studies/{name}/trials?limit=3&after={after}");
            numbers.AddRange(page.Trials.Select(t => t.Number));
            sizes.Add(page.Trials.Length);
            after = page.Next;
        }

        numbers.ShouldBe([0L, 1, 2, 3, 4, 5, 6]);
        sizes.ShouldBe([3, 3, 1]);
        (await server.GetAsync<TrialPage>($"/studies/{name}/trials?limit=7")).Next.ShouldBeNull();
    }

    [Fact]
    public async Task a_state_filters()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name, 4);
        await server.TellAsync(name, 1, new { value = 1.0 });
        await server.TellAsync(name, 3, new { state = "failed", error = "out of memory" });
        (await server.GetAsync<TrialPage>($"/studies/{name}/trials?state=completed")).Trials.Select(t => t.Number).ShouldBe([1L]);
        (await server.GetAsync<TrialPage>($"/studies/{name}/trials?state=Running")).Trials.Select(t => t.Number).ShouldBe([0L, 2]);
        var failed = (await server.GetAsync<TrialPage>($"/studies/{name}/trials?state=failed")).Trials.ShouldHaveSingleItem();
        failed.Error.ShouldBe("out of memory");
    }

    [Theory]
    [InlineData("trials?limit=0", "limit", "between 1 and 10000", "(was 0)")]
    [InlineData("trials?limit=10001", "limit", "between 1 and 10000", "(was 10001)")]
    [InlineData("trials?after=-2", "after", ">= -1", "(was -2)")]
    [InlineData("trials?state=foo", "state", "must be one of Proposed, Running", "(was foo)")]
    [InlineData("trials?state=7", "state", "must be one of Proposed, Running", "(was 7)")]
    [InlineData("best?top=0", "top", "between 1 and", "(was 0)")]
    public async Task a_wrong_query_is_told_field_rule_and_value(string route, string field, string rule, string value)
    {
        await server.CreateAsync(Files.External(name));
        var message = await FieldErrorAsync(server.GetAsync($"/studies/{name}/{route}"), field);
        message.ShouldContain(rule);
        message.ShouldContain(value);
    }

    [Fact]
    public async Task a_limit_that_is_no_number_is_refused() =>
        await ProblemAsync(server.GetAsync($"/studies/{name}/trials?limit=many"), HttpStatusCode.BadRequest);

    [Fact]
    public async Task one_trial_shows_the_end_of_its_log_and_a_list_does_not()
    {
        var study = await server.CreateAsync(Files.Function(name, trials: 1));
        await server.FinishAsync(await server.DispatchedAsync(study, 0), 0.5, log: "epoch 1\n\u001b[32mdone\u001b[0m\0");
        await UntilAsync(async () => (await server.GetAsync<TrialPage>($"/studies/{name}/trials")).Trials.Any(t => t.State == TrialState.Completed), "it has ended");

        var trial = await server.GetAsync<TrialView>($"/studies/{name}/trials/0");

        trial.Attempts!.Value.ShouldHaveSingleItem().Log.ShouldBe("epoch 1\ndone");
        var page = await (await server.GetAsync($"/studies/{name}/trials")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        page.ShouldNotContain("epoch 1");
    }

    [Fact]
    public async Task one_trial_shows_its_attempts_and_learning_curve()
    {
        var study = await server.CreateAsync(Files.Function(name));
        var sent = await server.DispatchedAsync(study, 0);
        foreach (var step in new long[] { 2, 1, 2 }) // out of order, and one twice
        {
            await server.Bus.Publish(
                new TrialProgressed { StudyId = study.Id, Number = 0, Attempt = 1, Step = step, Metrics = Files.Metrics(("value", step), ("grad", double.NaN)) },
                TestContext.Current.CancellationToken);
        }

        await server.FinishAsync(sent, value: 3);
        TrialView trial = null!;
        await UntilAsync(
            async () =>
            {
                trial = await server.GetAsync<TrialView>($"/studies/{name}/trials/0");
                return trial.State == TrialState.Completed && trial.Curve!.Value.Length == 2;
            },
            "the trial shows its result and two steps");
        trial.Curve!.Value.Select(p => p.Step).ShouldBe([1L, 2]);
        trial.Curve.Value[0].Metrics["grad"].ShouldBe(double.NaN);
        var attempt = trial.Attempts!.Value.ShouldHaveSingleItem();
        attempt.State.ShouldBe(AttemptState.Completed);
        attempt.Values.ShouldBe([3.0]);
        attempt.Sequence.ShouldBe(1);
        trial.Worker.ShouldBe("worker-1");
        trial.DurationSeconds.ShouldBe(0.5);
        await ProblemAsync(server.GetAsync($"/studies/{name}/trials/9"), HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("minimize", new long[] { 2, 0, 1, 4 })]
    [InlineData("maximize", new long[] { 4, 0, 1, 2 })]
    public async Task the_best_come_first_and_of_equals_the_earlier(string goal, long[] order)
    {
        await server.CreateAsync(Files.External(name, goal: goal));
        await server.AskAsync(name, 5);
        double[] values = [0.5, 0.5, 0.1, double.NaN, 0.9];
        for (var i = 0; i < values.Length; i++) await server.TellAsync(name, i, new { value = values[i] });
        (await server.GetAsync<BestView[]>($"/studies/{name}/best?top=10")).Select(b => b.Number).ShouldBe(order);
        var best = (await server.GetAsync<BestView[]>($"/studies/{name}/best")).ShouldHaveSingleItem();
        best.Value.ShouldBe(values[order[0]]);
        (await server.GetAsync<StudyView>($"/studies/{name}")).Best!.Number.ShouldBe(order[0]);
    }

    [Fact]
    public async Task the_front_of_two_objectives_is_what_no_other_dominates()
    {
        await server.CreateAsync(Files.External(name).Replace("goal: minimize }", "goal: minimize }, { metric: speed, goal: maximize }", StringComparison.Ordinal));
        await server.AskAsync(name, 4);
        double[][] values = [[0.5, 1], [0.4, 3], [0.6, 9], [0.7, 8]];
        for (var i = 0; i < values.Length; i++) await server.TellAsync(name, i, new { values = values[i] });
        var front = await server.GetAsync<ParetoView[]>($"/studies/{name}/pareto");
        front.Select(point => point.Number).ShouldBe([1, 2]);
        front[1].Values.ShouldBe([0.6, 9]);
    }

    [Fact]
    public async Task with_one_objective_the_front_is_the_best()
    {
        await server.CreateAsync(Files.External(name));
        (await server.GetAsync<ParetoView[]>($"/studies/{name}/pareto")).ShouldBeEmpty();
        await server.AskAsync(name, 2);
        for (var i = 0; i < 2; i++) await server.TellAsync(name, i, new { value = 1 - i });
        (await server.GetAsync<ParetoView[]>($"/studies/{name}/pareto")).ShouldHaveSingleItem().Number.ShouldBe(1);
    }

    [Fact]
    public async Task the_best_of_replicates_is_their_mean_with_its_standard_error()
    {
        await server.CreateAsync(Files.External(name, extra: "replicates: [1, 2]"));
        await server.AskAsync(name, 4);
        double[] values = [0.1, 0.9, 0.4, 0.2]; // the luckiest run is of the worse configuration
        for (var i = 0; i < values.Length; i++) await server.TellAsync(name, i, new { value = values[i] });
        var best = (await server.GetAsync<BestView[]>($"/studies/{name}/best?top=5"))[0];
        (best.Number, best.Replicates).ShouldBe((2, 2));
        best.Value.ShouldBe(0.3, 1e-12);
        best.StandardError!.Value.ShouldBe(0.1, 1e-12);
    }

    [Fact]
    public async Task a_model_of_the_means_recommends_a_configuration_in_the_objectives_own_direction()
    {
        await server.CreateAsync(Files.External(name, goal: "maximize", extra: "replicates: [1, 2]"));
        (await server.GetAsync<RecommendationView>($"/studies/{name}/recommendation")).Recommended.ShouldBeNull();
        foreach (var trial in await server.AskAsync(name, 20))
        {
            var x = trial.Configuration["x"].Number;
            await server.TellAsync(name, trial.Number, new { value = 1 - (x - 0.5) * (x - 0.5) + (trial.Number % 2 == 0 ? 0.01 : -0.01) });
        }

        var best = (await server.GetAsync<BestView[]>($"/studies/{name}/best"))[0];
        var recommended = (await server.GetAsync<RecommendationView>($"/studies/{name}/recommendation")).Recommended!;
        recommended.Number.ShouldBe(best.Number);
        recommended.Value.ShouldBe(best.Value, 0.01);
        recommended.Observations.ShouldBe(10);
    }

    [Fact]
    public async Task the_best_of_an_ended_study_are_still_known()
    {
        await server.CreateAsync(Files.External(name, trials: 3));
        await server.AskAsync(name, 3);
        foreach (var number in new[] { 2, 0, 1 }) await server.TellAsync(name, number, new { value = 3 - number });
        await UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Status == StudyStatus.Completed, "the study ends");
        (await server.GetAsync<BestView[]>($"/studies/{name}/best?top=2")).Select(b => b.Number).ShouldBe([2L, 1]);
    }

    [Fact]
    public async Task a_study_without_results_has_no_best()
    {
        await server.CreateAsync(Files.External(name));
        (await server.GetAsync<BestView[]>($"/studies/{name}/best?top=3")).ShouldBeEmpty();
        (await server.GetAsync<StudyView>($"/studies/{name}")).Best.ShouldBeNull();
    }

    [Fact]
    public async Task numbers_that_json_lacks_are_words()
    {
        await server.CreateAsync(Files.External(name));
        await server.AskAsync(name);
        await server.TellAsync(name, 0, new { value = "NaN", metrics = new Dictionary<string, object> { ["qps"] = "-Infinity" } });
        var trial = await server.GetAsync<JsonElement>($"/studies/{name}/trials/0");
        trial.GetProperty("state").GetString().ShouldBe("Failed"); // no number to rank, so the run was of no use
        trial.GetProperty("metrics").GetProperty("loss").GetString().ShouldBe("NaN");
        trial.GetProperty("metrics").GetProperty("qps").GetString().ShouldBe("-Infinity");
    }
}
