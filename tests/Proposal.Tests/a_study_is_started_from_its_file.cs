using System.Net;
using System.Text;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

[assembly: AssemblyFixture(typeof(ArchOpt.Proposal.Tests.ProposalServer))]

namespace ArchOpt.Proposal.Tests;

public sealed class a_study_is_started_from_its_file(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task a_new_file_is_created_and_located()
    {
        var response = await server.PostStudyAsync(Files.External(name));
        response.Headers.Location!.ToString().ShouldBe($"/studies/{name}");
        var study = await ReadAsync<StudyView>(response, HttpStatusCode.Created);
        study.Name.ShouldBe(name);
        study.Status.ShouldBe(StudyStatus.Running);
        study.Definition!.Value.GetProperty("space").GetProperty("x").GetProperty("high").GetDouble().ShouldBe(1);
        (await server.GetAsync<StudyView>(response.Headers.Location.ToString())).Id.ShouldBe(study.Id);
        (await server.GetAsync<StudyView[]>("/studies")).ShouldContain(s => s.Id == study.Id);
    }

    [Fact]
    public async Task json_is_a_study_file_too()
    {
        var json = $$"""
            { "study": "{{name}}", "objectives": [{ "metric": "loss", "goal": "minimize" }], "evaluator": { "name": "external" },
              "space": { "x": { "type": "float", "low": 0, "high": 1 } }, "budget": { "trials": 3 } }
            """;
        (await ReadAsync<StudyView>(await server.PostStudyAsync(json, "application/json"), HttpStatusCode.Created)).Name.ShouldBe(name);
    }

    [Fact]
    public async Task the_same_file_again_is_the_same_study()
    {
        var first = await server.CreateAsync(Files.External(name));
        var again = await ReadAsync<StudyView>(await server.PostStudyAsync(Files.External(name)));
        again.Id.ShouldBe(first.Id);
    }

    [Fact]
    public async Task another_search_under_the_name_is_refused_and_names_the_difference()
    {
        await server.CreateAsync(Files.External(name));
        (await DetailAsync(server.PostStudyAsync(Files.External(name, goal: "maximize")), HttpStatusCode.Conflict)).ShouldContain("objectives");
        (await DetailAsync(server.PostStudyAsync(Files.External(name, seed: 2)), HttpStatusCode.Conflict)).ShouldContain("seed");
        const string claim = "hypotheses: [{ id: H1, statement: low is better, compare: { parameter: x }, metric: loss, expect: { better: 0, than: 1 } }]";
        (await DetailAsync(server.PostStudyAsync(Files.External(name, extra: claim)), HttpStatusCode.Conflict))
            .ShouldStartWith($"study: '{name}' exists and differs from this file in its hypotheses;");
    }

    [Fact]
    public async Task a_larger_budget_lets_an_ended_study_go_on_and_no_other_budget_does()
    {
        var study = await server.CreateAsync(Files.External(name, trials: 2));
        foreach (var trial in await server.AskAsync(name, 2)) await server.TellAsync(name, trial.Number, new { value = 0.5 });
        (await server.GetAsync<StudyView>($"/studies/{name}")).Status.ShouldBe(StudyStatus.Completed);

        (await ReadAsync<StudyView>(await server.PostStudyAsync(Files.External(name, trials: 2)))).Status.ShouldBe(StudyStatus.Completed);
        await ProblemAsync(server.PostStudyAsync(Files.External(name, trials: 1)), HttpStatusCode.Conflict);
        var resumed = await ReadAsync<StudyView>(await server.PostStudyAsync(Files.External(name, trials: 3)));
        resumed.Id.ShouldBe(study.Id);
        resumed.Status.ShouldBe(StudyStatus.Running);
        resumed.Budget.Trials.ShouldBe(3);
        (await server.AskAsync(name, 5)).Select(t => t.Number).ShouldBe([2L]);
    }

    [Fact]
    public async Task every_mistake_of_a_file_is_named_with_its_line_and_nothing_is_stored()
    {
        var wrong = $$"""
            study: {{name}}
            objectives: [{ metric: loss, goal: upwards }]
            evaluator: { name: external }
            space:
              x: { type: float, low: 2, high: 1 }
              lr: { type: float, low: 0, high: 1, log: true }
            budget: { trials: 0 }
            """;
        var problem = await ProblemAsync(server.PostStudyAsync(wrong), HttpStatusCode.BadRequest);
        var errors = problem.GetProperty("errors").EnumerateObject().ToDictionary(e => e.Name, e => e.Value[0].GetString()!);
        errors["objectives[0].goal"].ShouldStartWith("line 2: ");
        errors.Single(e => e.Key.StartsWith("space.x", StringComparison.Ordinal)).Value.ShouldStartWith("line 5: ");
        errors["space.lr.low"].ShouldStartWith("line 6: ");
        errors["budget.trials"].ShouldStartWith("line 7: ");
        errors.Count.ShouldBe(4);
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task a_file_beyond_one_mebibyte_is_refused()
    {
        var file = Files.External(name) + "\n#" + new string('x', 1 << 20);
        var message = await FieldErrorAsync(server.PostStudyAsync(file), "study");
        message.ShouldContain("MiB");
        await NothingIsStoredAsync();
    }

    [Fact]
    public async Task bytes_that_are_no_utf8_are_refused()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Files.External(name)), (byte)'#', 0xFF, 0xFE];
        var call = server.Client.PostAsync(new Uri("/studies", UriKind.Relative), new ByteArrayContent(bytes), TestContext.Current.CancellationToken);
        var message = await FieldErrorAsync(call, "study");
        message.ShouldContain("UTF-8");
        await NothingIsStoredAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("study: [")]
    public async Task what_is_no_study_file_is_refused(string text)
    {
        var problem = await ProblemAsync(server.PostStudyAsync(text), HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task twenty_who_start_the_same_file_at_once_get_one_study()
    {
        var views = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var response = await server.PostStudyAsync(Files.External(name));
            return (response.StatusCode, await ReadAsync<StudyView>(response, response.StatusCode));
        }));
        views.Select(v => v.Item2.Id).Distinct().ShouldHaveSingleItem();
        views.Count(v => v.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        views.Count(v => v.StatusCode == HttpStatusCode.OK).ShouldBe(19);
    }

    private async Task NothingIsStoredAsync() => await ProblemAsync(server.GetAsync($"/studies/{name}"), HttpStatusCode.NotFound);
}
