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
}
