using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;
using static ArchOpt.Proposal.Tests.ProposalServer;

namespace ArchOpt.Proposal.Tests;

public sealed class two_proposals_share_one_store
{
    [Fact]
    public async Task numbers_are_handed_out_once_and_the_budget_is_exact()
    {
        const int Trials = 60;
        var home = Directory.CreateTempSubdirectory("archopt-two-");
        try
        {
            await using var one = await StartAsync(home.FullName);
            await using var two = await StartAsync(home.FullName);
            var name = Files.Name();
            await one.CreateAsync(Files.External(name, Trials));
            var numbers = (await Task.WhenAll(new[] { one, two, one, two, one, two }.Select(server => server.DriveAsync(name)))).SelectMany(n => n).Order().ToArray();
            numbers.ShouldBe(Enumerable.Range(0, Trials).Select(n => (long)n));
            foreach (var server in new[] { one, two })
            {
                await UntilAsync(async () => (await server.GetAsync<StudyView>($"/studies/{name}")).Status == StudyStatus.Completed, "both know the end");
                (await server.GetAsync<TrialPage>($"/studies/{name}/trials?state=completed&limit=1000")).Trials.Length.ShouldBe(Trials);
                var verification = await server.GetAsync<VerificationView>($"/studies/{name}/verify");
                verification.Problems.ShouldBeEmpty();
                verification.Observations.ShouldBe(Trials);
            }
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task a_file_that_is_imported_through_both_at_once_counts_each_row_once()
    {
        const int Rows = 6_000;
        var home = Directory.CreateTempSubdirectory("archopt-two-");
        try
        {
            await using var one = await StartAsync(home.FullName);
            await using var two = await StartAsync(home.FullName);
            var name = Files.Name();
            await one.CreateAsync(Files.External(name).Replace("k: { type: constant, value: 7 }", "y: { type: float, low: 0, high: 1 }", StringComparison.Ordinal));
            var imports = await Task.WhenAll(new[] { one, two }.Select(server => server.ImportAsync(name, ImportCalls.Csv(Rows))));
            imports.Sum(import => import.Imported).ShouldBe(Rows, "what each says that it added adds up");
            imports.ShouldAllBe(import => import.Imported + import.AlreadyThere == Rows);
            (await one.GetAsync<TrialPage>($"/studies/{name}/trials?limit=10000")).Trials.Select(trial => trial.Reason)
                .ShouldBe(Enumerable.Range(1, Rows).Select(row => $"imported: row {row}"));
            (await two.GetAsync<VerificationView>($"/studies/{name}/verify")).Problems.ShouldBeEmpty();
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
