using System.Net;
using System.Text;
using ArchOpt.Contracts.Http;
using static ArchOpt.Proposal.Tests.ImportCalls;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class what_cannot_be_imported_is_refused(ProposalServer server)
{
    private readonly string name = Files.Name();

    [Fact]
    public async Task rows_that_cannot_be_read_are_named_and_nothing_is_stored()
    {
        await server.CreateAsync(Files.External(name, extra: ""));
        var csv = "x,k,loss\n0.1,7,1\nabc,7,2\n0.3,7,3\n7,7,4\n";
        var problem = await ProblemAsync(server.PostImportAsync(name, csv, ""), HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(["row 2 (line 3): x", "row 4 (line 5): x"]);
        (await server.GetAsync<TrialPage>($"/studies/{name}/trials")).Trials.ShouldBeEmpty();
    }

    [Fact]
    public async Task they_are_skipped_when_that_is_wanted_and_the_good_ones_keep_their_places()
    {
        await server.CreateAsync(Files.External(name));
        const string csv = "x,k,loss\n0.1,7,1\nabc,7,2\n0.3,7,3\n7,7,4\n0.5,7,5\n";
        var import = await server.ImportAsync(name, csv, "skipBadRows=true");
        (import.Imported, import.Skipped, import.Last).ShouldBe((3, 2, 2));
        import.Problems.Select(problem => (problem.Row, problem.Line, problem.Field)).ShouldBe([(2, 3, "x"), (4, 5, "x")]);
        (await server.GetAsync<TrialView>($"/studies/{name}/trials/2")).Reason.ShouldBe("imported: row 5");
        (await server.ImportAsync(name, csv, "skipBadRows=true")).AlreadyThere.ShouldBe(3);
    }

    [Fact]
    public async Task many_bad_rows_are_counted_and_the_first_ones_named()
    {
        await server.CreateAsync(Files.External(name));
        var csv = "x,k,loss\n" + string.Concat(Enumerable.Repeat("abc,7,2\n", 50));
        var errors = (await ProblemAsync(server.PostImportAsync(name, csv, ""), HttpStatusCode.BadRequest)).GetProperty("errors");
        errors.EnumerateObject().Count().ShouldBe(21);
        errors.EnumerateObject().Take(3).Select(error => error.Name).ShouldBe(["row 1 (line 2): x", "row 2 (line 3): x", "row 3 (line 4): x"]);
        errors.GetProperty("file")[0].GetString().ShouldBe("and 30 more rows that cannot be read");
    }

    [Theory]
    [InlineData("format", "xml")]
    [InlineData("format", "1")]
    [InlineData("goal", "up")]
    [InlineData("objective", "")]
    public async Task an_option_that_is_wrong_is_named(string option, string value) =>
        (await FieldErrorAsync(server.PostImportAsync(name, Csv(3), $"{option}={value}"), option)).ShouldNotBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("x,y,loss\n")]
    [InlineData("x,x,loss\n1,2,3\n")]
    [InlineData("x,y,name\n1,2,a\n2,3,b\n")]
    public async Task a_file_without_usable_trials_is_refused(string csv)
    {
        await ProblemAsync(server.PostImportAsync(name, csv), HttpStatusCode.BadRequest);
        (await server.GetAsync($"/studies/{name}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task a_study_cannot_have_every_name()
    {
        await ProblemAsync(server.PostImportAsync("no%20name%2F%2E%2E", Csv(5)), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_cancelled_study_and_one_with_replicates_take_nothing()
    {
        await server.CreateAsync(Files.External(name));
        await server.PostAsync($"/studies/{name}/cancel");
        (await DetailAsync(server.PostImportAsync(name, "x,k,loss\n0.1,7,1\n", ""), HttpStatusCode.Conflict)).ShouldContain("cancelled");
        var replicated = Files.Name();
        await server.CreateAsync(Files.External(replicated, extra: "replicates: [1, 2]"));
        (await DetailAsync(server.PostImportAsync(replicated, "x,k,loss\n0.1,7,1\n", ""), HttpStatusCode.Conflict)).ShouldContain("2 times");
        var unborn = Files.Name();
        (await FieldErrorAsync(server.PostImportAsync(unborn, Files.External(unborn, extra: "replicates: [1, 2]"), "x,k,loss\n0.1,7,1\n", ""), "replicates")).ShouldContain("one run");
    }

    [Fact]
    public async Task a_wrong_definition_is_explained_line_by_line()
    {
        var wrong = Files.External(name).Replace("low: 0", "low: 3", StringComparison.Ordinal);
        (await FieldErrorAsync(server.PostImportAsync(name, wrong, Csv(3), ""), "space.x.low")).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task a_definition_behind_the_file_is_not_overlooked()
    {
        using var body = new MultipartFormDataContent { { new StringContent(Csv(3)), "file", "runs.csv" }, { new StringContent(Files.External(name)), "definition" } };
        var call = server.Client.PostAsync(new Uri($"/studies/{name}/import?objective=loss", UriKind.Relative), body, TestContext.Current.CancellationToken);
        (await FieldErrorAsync(call, "body")).ShouldContain("before");
        using var empty = new MultipartFormDataContent { { new StringContent(Files.External(name)), "definition" } };
        call = server.Client.PostAsync(new Uri($"/studies/{name}/import", UriKind.Relative), empty, TestContext.Current.CancellationToken);
        (await FieldErrorAsync(call, "body")).ShouldContain("no part 'file'");
    }

    [Fact]
    public async Task other_routes_keep_their_limit()
    {
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri($"/studies/{name}/trials", UriKind.Relative));
        large.Content = new StringContent(new string(' ', 40_000_000), Encoding.UTF8, "application/json");
        large.Headers.ExpectContinue = true; // so that the refusal comes before the body goes
        using var response = await server.Client.SendAsync(large, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        var rows = new StringBuilder(Csv(10));
        rows.Append('\n', 35_000_000);
        (await server.ImportAsync(name, rows.ToString(), expected: HttpStatusCode.Created)).Imported.ShouldBe(10, "30 MB is the limit of every other route");
    }
}
