using System.Collections.Immutable;
using ArchOpt.Analysis.Console.Live;
using ArchOpt.Contracts;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;

namespace ArchOpt.Analysis.Tests.Console.Watching;

public sealed class a_study_is_watched
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task a_result_is_on_the_page_as_soon_as_it_is_announced()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);
        await page.SeesAsync("study-recent", "No result yet");

        await study.ObserveAsync(0.25, Stop);
        await server.AnnounceAsync(study, Stop);

        await page.SeesAsync("study-recent", "0.2500");
        await page.SeesAsync("study-figures", ">1</span> of 1,000");
        await page.SeesAsync("study-counts", "Completed");
        await page.SeesAsync("study-progress", "<svg");
    }

    [Fact]
    public async Task and_a_little_later_when_nobody_announced_it()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);
        await page.SeesAsync("study-recent", "No result yet");
        await study.ObserveAsync(0.25, Stop);
        await page.SeesAsync("study-recent", "0.2500");
    }

    [Fact]
    public async Task a_running_trial_shows_its_last_step()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ProposeAsync(Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);
        await page.SeesAsync("study-in-flight", "Proposed");

        var metrics = ImmutableSortedDictionary<string, double>.Empty.Add("score", 0.125).Add("other", 9);
        await server.PublishAsync(new TrialProgressed { StudyId = study.Record.Id, Number = 0, Attempt = 1, Step = 7, Metrics = metrics }, Stop);

        await page.SeesAsync("study-in-flight", ">7</td>");
        page.Html["study-in-flight"].ShouldContain("0.1250");
        (await server.Client.GetStringAsync("/console/studies/s", Stop)).ShouldContain(">7</td>", Case.Sensitive, "who comes now sees it at once");
    }

    [Fact]
    public async Task the_end_is_shown_and_then_the_stream_ends()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(1, Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);
        await page.SeesAsync("study-recent", "1.0000");

        await study.ObserveAsync(0.75, Stop);
        await study.SetStatusAsync(StudyStatus.Completed, "the budget of 2 trials is used", Stop);

        while (await page.NextAsync())
        {
            // To the end.
        }

        page.Last.ShouldBe("end");
        page.Html["study-state"].ShouldContain("the budget of 2 trials is used");
        page.Html["study-recent"].ShouldContain("0.7500");
        page.Html["study-progress"].ShouldContain("trial 1", Case.Sensitive, "the picture is the last one");
    }

    [Fact]
    public async Task a_study_that_has_ended_is_not_live()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await study.ObserveAsync(1, Stop);
        await study.SetStatusAsync(StudyStatus.Cancelled, "cancelled by request", Stop);

        await Eventually.TrueAsync(
            async () => !(await server.Client.GetStringAsync("/console/studies/s", Stop)).Contains("data-live", StringComparison.Ordinal),
            TimeSpan.FromSeconds(10), "the page is as it will stay", Stop);

        var html = await server.Client.GetStringAsync("/console/studies/s", Stop);
        html.ShouldContain("cancelled by request");
        html.ShouldNotContain("<form", Case.Sensitive, "nothing can be done to it");
    }

    [Fact]
    public async Task a_study_that_is_deleted_says_so_to_those_who_look_at_it()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await TestStudy.CreateAsync(server.Store, "s", Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);
        await page.SeesAsync("study-state", "Running");

        await server.Store.DeleteStudyAsync(study.Record.Id, Stop);

        await page.SeesAsync("study-state", "This study was deleted");
        while (await page.NextAsync())
        {
            // To the end.
        }

        page.Last.ShouldBe("end");
    }

    [Fact]
    public async Task stopping_the_service_ends_open_pages_which_come_back()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        await using var page = await LiveParts.OpenAsync(server, "s", Stop);
        await page.SeesAsync("study-state", "Running");

        var stopped = server.StopAsync(Stop);
        while (await page.NextAsync()) page.Last.ShouldNotBe("end");
        await stopped.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    [Fact]
    public async Task many_viewers_are_one_look_at_the_store()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await TestStudy.CreateAsync(server.Store, "s", Stop);
        var channels = server.Service<LiveChannels>();
        List<LiveParts> pages = [];
        for (var i = 0; i < 10; i++) pages.Add(await LiveParts.OpenAsync(server, "s", Stop));
        foreach (var page in pages) await page.SeesAsync("study-state", "Running");
        channels.Count.ShouldBe(1);
        foreach (var page in pages) await page.DisposeAsync();
        await Eventually.TrueAsync(() => channels.Count == 0, TimeSpan.FromSeconds(10), "all have left", Stop);
    }
}
