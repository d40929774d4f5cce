using System.Net;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
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
            var numbers = (await Task.WhenAll(new[] { one, two, one, two, one, two }.Select(server => DriveAsync(server, name)))).SelectMany(n => n).Order().ToArray();
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

    /// <summary>Asks and tells until nothing is left, or the study has ended.</summary>
    private static async Task<List<long>> DriveAsync(ProposalServer server, string name)
    {
        var numbers = new List<long>();
        while (true)
        {
            using var response = await server.PostAsync($"/studies/{name}/ask", new { count = 2 });
            if (response.StatusCode == HttpStatusCode.Conflict) return numbers;
            var asked = JsonSerializer.Deserialize<AskedTrial[]>(await response.Content.ReadAsStringAsync(), JsonDefaults.Options)!;
            if (asked.Length == 0) return numbers;
            foreach (var trial in asked)
            {
                numbers.Add(trial.Number);
                (await server.TellAsync(name, trial.Number, new { value = 1.0 / (1 + trial.Number) })).State.ShouldBe(TrialState.Completed);
            }
        }
    }
}
