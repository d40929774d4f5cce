using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Logging;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_study_is_shown_by_its_groups : IDisposable
{
    private readonly string name = Files.Name();
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("archopt-groups-");

    public void Dispose() => home.Delete(recursive: true);

    [Fact]
    public async Task groups_thresholds_and_the_search_are_the_same_while_it_runs_after_a_restart_and_after_its_end()
    {
        StudyView running;
        string[] figures;
        await using (var server = await StartAsync(home.FullName))
        {
            await server.CreateAsync(Study());
            await TellAsync(server, 5);
            running = await server.GetAsync<StudyView>($"/studies/{name}");
            figures = await FiguresAsync(server);
        }

        running.GroupParameter.ShouldBe("model");
        running.Thresholds.Select(t => (t.Name, t.ReachedBy)).ShouldBe([("good", 2L), ("excellent", null)]);
        running.Groups.Select(g => g.Group).ShouldBe(["gat", "gt"]);
        var gat = running.Groups[0];
        gat.Trials.Completed.ShouldBe(3);
        gat.Budget.ShouldBe(3);
        gat.Configurations.ShouldBe(3);
        gat.Best!.Number.ShouldBe(2);
        gat.Search!.Mode.ShouldBe("done");
        running.Groups[1].Search!.Current.ShouldBeTrue();
        running.Groups[1].Search!.Inherited.ShouldBe(new InheritedView("gat", 2));
        running.Best!.Number.ShouldBe(running.Groups.MinBy(g => g.Best!.Value)!.Best!.Number);

        await using (var server = await StartAsync(home.FullName))
        {
            await UntilAsync(async () => (await FiguresAsync(server)).Length > 0, "the study is open again");
            Shown(await server.GetAsync<StudyView>($"/studies/{name}")).ShouldBe(Shown(running));
            (await FiguresAsync(server)).ShouldBe(figures);
            await TellAsync(server, 1);
            await UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Status == StudyStatus.Completed, "it ends");
            running = await server.GetAsync<StudyView>($"/studies/{name}");
        }

        await using (var server = await StartAsync(home.FullName))
        {
            Shown(await server.GetAsync<StudyView>($"/studies/{name}")).ShouldBe(Shown(running)); // from the store alone
            (await server.GetAsync<StudyView[]>("/studies")).ShouldHaveSingleItem().Groups.ShouldBeEmpty(); // a list does not fold histories
        }
    }

    [Fact]
    public async Task its_figures_are_there_for_every_group_and_go_when_it_is_deleted()
    {
        await using var server = await StartAsync();
        await server.CreateAsync(Study());
        await TellAsync(server, 4);

        var figures = await FiguresAsync(server);

        figures.ShouldContain($$"""archopt_trials_total{study="{{name}}",group="gat",state="completed"} 3""");
        figures.ShouldContain($$"""archopt_trials_total{study="{{name}}",group="gt",state="failed"} 0""");
        figures.ShouldContain($$"""archopt_trial_iteration{study="{{name}}",group="gt"} 1""");
        figures.ShouldContain($$"""archopt_best_objective{study="{{name}}",group="gat",objective="loss"} 0.52""");
        figures.ShouldContain($$"""archopt_last_objective{study="{{name}}",group="gt",objective="loss"} 0.51""");
        figures.ShouldContain($$"""archopt_model_parameters{study="{{name}}",group="gat"} 1002""");
        figures.ShouldContain($$"""archopt_search_mode{study="{{name}}",group="gt",mode="normal"} 1""");
        figures.ShouldContain($$"""archopt_search_mode{study="{{name}}",group="gt",mode="jump"} 0""");
        figures.ShouldContain($$"""archopt_search_mode{study="{{name}}",group="gat",mode="done"} 1""");
        figures.ShouldContain($$"""archopt_stagnation{study="{{name}}",group="gat"} 0""");
        figures.ShouldContain($$"""archopt_trials_in_flight{study="{{name}}"} 0""");
        figures.ShouldContain($$"""archopt_epochs_saved_total{study="{{name}}"} 0""");

        (await server.DeleteAsync($"/studies/{name}")).EnsureSuccessStatusCode();
        (await FiguresAsync(server)).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_study_without_groups_has_figures_with_an_empty_one_and_none_of_a_search()
    {
        await using var server = await StartAsync();
        await server.CreateAsync(Files.External(name, goal: "maximize"));
        foreach (var asked in await server.AskAsync(name, 2)) await server.TellAsync(name, asked.Number, new { value = 2.5 });

        var figures = await FiguresAsync(server);

        figures.ShouldContain($$"""archopt_trials_total{study="{{name}}",group="",state="completed"} 2""");
        figures.ShouldContain($$"""archopt_best_objective{study="{{name}}",group="",objective="loss"} 2.5""");
        figures.ShouldNotContain(line => line.StartsWith("archopt_search_mode", StringComparison.Ordinal));
        (await server.GetAsync<StudyView>($"/studies/{name}")).Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task slow_trials_are_logged_one_by_one_and_fast_ones_are_not()
    {
        await using var server = await StartAsync();
        await server.CreateAsync(Files.External(name, trials: 500));
        var few = await server.AskAsync(name, 3);
        foreach (var asked in few) await server.TellAsync(name, asked.Number, new { value = 1.0 });
        Lines(server).Count(line => line.Contains(": Completed with 1", StringComparison.Ordinal)).ShouldBe(3);

        await Task.WhenAll((await server.AskAsync(name, 300)).Select(asked => server.TellAsync(name, asked.Number, new { value = 2.0 })));

        Lines(server).Count(line => line.Contains(": Completed with 2", StringComparison.Ordinal)).ShouldBeLessThan(200);
        Lines(server).ShouldContain(line => line.Contains("too fast to be logged one by one", StringComparison.Ordinal));
    }

    private IEnumerable<string> Lines(ProposalServer server) => server.Log(LogLevel.Information).Where(line => line.Contains(name, StringComparison.Ordinal));

    private static string Shown(StudyView view) => System.Text.Json.JsonSerializer.Serialize(new { view.Groups, view.Thresholds, view.EpochsSaved, view.Best, view.Trials }, ServiceDefaults.Http.JsonDefaults.Options);

    /// <summary>Losses 0.54, 0.53, 0.52, 0.51 ...: every trial is the best so far.</summary>
    private async Task TellAsync(ProposalServer server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var number = (await server.AskAsync(name)).ShouldHaveSingleItem().Number;
            await server.TellAsync(name, number, new { value = Math.Round(0.54 - (number * 0.01), 2) + (number == 0 ? 0.1 : 0), metrics = new Dictionary<string, double> { ["parameters"] = 1_000 + number } });
        }
    }

    private async Task<string[]> FiguresAsync(ProposalServer server) =>
        [.. (await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).Split('\n').Where(line => line.Contains($"study=\"{name}\"", StringComparison.Ordinal))];

    private string Study() => $$"""
        study: {{name}}
        objectives: [{ metric: loss, goal: minimize, thresholds: { good: 0.525, excellent: 0.3 } }]
        evaluator: { name: external }
        space:
          x: { type: float, low: 0, high: 1 }
          model: { type: categorical, values: [gat, gt] }
        groups:
          parameter: model
          plan: [{ group: gat, trials: 3 }, { group: gt, trials: 3, from: [gat] }]
        strategy: { name: resilient }
        budget: { trials: 6, parallelism: 1 }
        """;
}
