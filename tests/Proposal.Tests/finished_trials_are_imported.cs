using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ImportCalls;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class finished_trials_are_imported(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task a_file_becomes_a_study_of_its_own_that_starts_nothing()
    {
        var import = await server.ImportAsync(name, Csv(30), expected: HttpStatusCode.Created);

        (import.Study, import.Imported, import.AlreadyThere, import.Skipped, import.First, import.Last).ShouldBe((name, 30, 0, 0, 0, 29));
        (import.Created, import.Widened, import.DryRun).ShouldBe((true, false, false));
        import.Parameters.Select(parameter => parameter.Name).ShouldBe(["x", "y"], ignoreOrder: true);
        import.Parameters.ShouldAllBe(parameter => parameter.Type == "float");
        import.Metrics.ShouldBe(["loss"]);
        import.Best!.Number.ShouldBe(0);
        var study = await server.GetAsync<StudyView>($"/studies/{name}");
        (study.Status, study.Evaluator, study.Reason).ShouldBe((StudyStatus.Completed, "external", "30 imported trials; resume it to search on from them"));
        (study.Trials.Total, study.Trials.Imported, study.Trials.Completed).ShouldBe((30, 30, 30));
        (await server.GetAsync<StudyView[]>("/studies")).Single(s => s.Name == name).Trials.Imported.ShouldBe(30);
        var trial = await server.GetAsync<TrialView>($"/studies/{name}/trials/29");
        (trial.Origin, trial.Sequence, trial.State).ShouldBe((TrialOrigin.Imported, 30, TrialState.Completed));
        (await server.GetAsync<ImmutableArray<BestView>>($"/studies/{name}/best?top=3")).Select(best => best.Number).ShouldBe([0, 1, 2]);
        (await VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task the_same_file_again_changes_nothing()
    {
        await server.ImportAsync(name, Csv(30), expected: HttpStatusCode.Created);
        var again = await server.ImportAsync(name, Csv(30));
        (again.Imported, again.AlreadyThere, again.First, again.Created, again.Widened).ShouldBe((0, 30, null, false, false));
        (await CountAsync()).ShouldBe(30);
    }

    [Fact]
    public async Task the_same_file_twice_at_once_is_imported_once()
    {
        var both = await Task.WhenAll(server.PostImportAsync(name, Csv(2_500)), server.PostImportAsync(name, Csv(2_500)));
        both.Select(response => response.StatusCode).ShouldBe([HttpStatusCode.Created, HttpStatusCode.OK], ignoreOrder: true);
        (await CountAsync()).ShouldBe(2_500);
        (await VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task another_file_widens_a_space_that_was_inferred()
    {
        await server.ImportAsync(name, Csv(30), expected: HttpStatusCode.Created);
        var wider = await server.ImportAsync(name, Csv(20, offset: 5));
        (wider.Widened, wider.Imported, wider.First, wider.Last).ShouldBe((true, 20, 30, 49));
        var study = await server.GetAsync<StudyView>($"/studies/{name}");
        JsonSerializer.Serialize(study.Definition).ShouldBe(JsonSerializer.Serialize(wider.Definition));
        (await VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task once_it_was_resumed_its_space_stays_and_what_does_not_fit_is_refused()
    {
        await server.ImportAsync(name, Csv(30), expected: HttpStatusCode.Created);
        (await server.PostAsync($"/studies/{name}/resume")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ProblemAsync(server.PostImportAsync(name, Csv(20, offset: 5)), HttpStatusCode.BadRequest);
        (await CountAsync()).ShouldBe(30);
    }

    [Fact]
    public async Task a_resumed_study_searches_on_from_what_was_imported()
    {
        await server.ImportAsync(name, Csv(30), expected: HttpStatusCode.Created);
        (await server.PostAsync($"/studies/{name}/ask", new { count = 1 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await server.PostAsync($"/studies/{name}/resume");
        var asked = await server.AskAsync(name, 2);
        asked.Select(trial => trial.Number).ShouldBe([30, 31]);
        await server.TellAsync(name, 30, new { value = 0.01 });
        var study = await server.GetAsync<StudyView>($"/studies/{name}");
        (study.Status, study.Best!.Number, study.Trials.Total, study.Trials.Imported).ShouldBe((StudyStatus.Running, 30, 32, 30));
        (await server.ImportAsync(name, Csv(20))).Imported.ShouldBe(20, "a running study takes imports");
        (await VerifyAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_study_from_its_file_takes_what_fits_and_keeps_its_budget()
    {
        await server.CreateAsync(Files.External(name, trials: 2));
        var import = await server.ImportAsync(name, "x,k,loss\n0.25,7,1\n0.5,7,NaN\n0.75,7,3\n", "");
        (import.Imported, import.Created, import.Widened).ShouldBe((3, false, false));
        (await server.AskAsync(name, 5)).Length.ShouldBe(2);
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/1")).State.ShouldBe(TrialState.Failed, "no number is better or worse than NaN");
        await ProblemAsync(server.PostImportAsync(name, "x,k,loss\n4,7,1\n", ""), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_definition_takes_the_place_of_inference()
    {
        var created = await ReadAsync<ImportView>(
            await server.PostImportAsync(name, Files.External("another-name", goal: "maximize"), "x,k,loss\n0.25,7,1\n0.5,7,2\n", ""), HttpStatusCode.Created);
        (created.Study, created.Best!.Number, created.Imported).ShouldBe((name, 1, 2));
        var study = await server.GetAsync<StudyView>($"/studies/{name}");
        (study.Status, study.Strategy, study.Budget.Trials).ShouldBe((StudyStatus.Completed, "random", 100));
        await ProblemAsync(server.PostImportAsync(name, "x,k,loss\n4,7,1\n", ""), HttpStatusCode.BadRequest);
        (await DetailAsync(server.PostImportAsync(name, Files.External(name), "x,k,loss\n0.1,7,1\n", ""), HttpStatusCode.Conflict)).ShouldContain("another objectives");
        (await server.PostStudyAsync(Files.External(name, goal: "maximize"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await server.AskAsync(name)).Single().Number.ShouldBe(2, "its own file says that it goes on");
    }

    [Fact]
    public async Task a_dry_run_says_what_there_would_be_and_stores_nothing()
    {
        var dry = await server.ImportAsync(name, Csv(30), "objective=loss&dryRun=true");
        (dry.DryRun, dry.Created, dry.Imported).ShouldBe((true, true, 0));
        dry.Definition.GetProperty("study").GetString().ShouldBe(name);
        (await server.GetAsync($"/studies/{name}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.PostImportAsync(name, dry.Definition.GetRawText(), Csv(30), "")).StatusCode.ShouldBe(HttpStatusCode.Created, "its definition can be given back");
    }

    private async Task<ImmutableArray<string>> VerifyAsync() => (await server.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems;

    private async Task<int> CountAsync() => (await server.GetAsync<TrialPage>($"/studies/{name}/trials?limit=10000")).Trials.Length;
}
