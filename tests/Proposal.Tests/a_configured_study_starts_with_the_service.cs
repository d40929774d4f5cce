using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class a_configured_study_starts_with_the_service : IDisposable
{
    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("archopt-startup-");
    private readonly string name = Files.Name();

    private string StudyFile => Path.Combine(home.FullName, "study.yaml");

    public void Dispose() => home.Delete(recursive: true);

    [Fact]
    public async Task the_study_runs()
    {
        await WriteAsync(Files.External(name));
        await using var server = await StartAsync(configure: Configure());
        (await server.GetAsync<StudyView>($"/studies/{name}")).Status.ShouldBe(StudyStatus.Running);
        server.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task a_wrong_file_is_one_error_that_names_the_field_and_the_service_serves()
    {
        await WriteAsync(Files.External(name).Replace("low: 0", "low: 9", StringComparison.Ordinal));
        await using var server = await StartAsync(configure: Configure());
        var error = server.Errors.ShouldHaveSingleItem();
        error.ShouldContain(StudyFile);
        error.ShouldContain("space.x");
        error.ShouldContain("line 5");
        (await server.GetAsync<StudyView[]>("/studies")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_missing_file_is_one_error_and_the_service_serves()
    {
        await using var server = await StartAsync(configure: Configure());
        server.Errors.ShouldHaveSingleItem().ShouldContain(StudyFile);
        (await server.GetAsync<StudyView[]>("/studies")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task a_tour_is_only_for_an_empty_store(bool onlyWhenEmpty, int studies)
    {
        var store = home.CreateSubdirectory("store").FullName;
        await using (var first = await StartAsync(store)) await first.CreateAsync(Files.External(Files.Name()));
        await WriteAsync(Files.External(name));
        await using var server = await StartAsync(store, Configure(onlyWhenEmpty));
        (await server.GetAsync<StudyView[]>("/studies")).Length.ShouldBe(studies);
    }

    private Task WriteAsync(string text) => File.WriteAllTextAsync(StudyFile, text, TestContext.Current.CancellationToken);

    private Action<WebApplicationBuilder> Configure(bool onlyWhenEmpty = false) => builder => builder.Configuration.AddInMemoryCollection(
        [new("Proposal:Study", StudyFile), new("Proposal:StudyWhenEmpty", onlyWhenEmpty.ToString())]);
}
