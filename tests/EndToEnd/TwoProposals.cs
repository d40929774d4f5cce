using ArchOpt.Testing;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.EndToEnd;

/// <summary>Two Proposals on one broker and one store, as during a rolling update.</summary>
public sealed class TwoProposals
{
    [Fact]
    public async Task Two_proposals_share_a_study_exactly_and_one_goes_on_when_the_other_dies()
    {
        var token = TestContext.Current.CancellationToken;
        await using var cluster = await ArchOptCluster.StartAsync(new ClusterOptions { SecondProposal = true }, token);
        var second = cluster.SecondProposal.ShouldNotBeNull();
        await Eventually.TrueAsync(() => Task.FromResult(second.Log.Contains("Now listening", StringComparison.Ordinal) || second.Log.Contains("Bus started", StringComparison.Ordinal)),
            TimeSpan.FromSeconds(30), "the second Proposal is up", token);
        await cluster.StartStudyAsync(StudyFiles.Sphere("shared", 500, parallelism: 16, delayMs: 50), token);
        await Eventually.TrueAsync(
            async () => (await cluster.StudyAsync("shared", token)).Trials.Completed >= 350, TimeSpan.FromMinutes(1), "most trials are done", token);
        await second.KillAsync();
        var study = await cluster.EndedAsync("shared", TimeSpan.FromMinutes(2), token);
        await Accounting.IsExactAsync(cluster, study, 500, token);
        Loads(cluster.Proposal).ShouldBeLessThan(250, "the two do not keep refusing each other's writes");
        study.ElapsedSeconds.ShouldBeGreaterThan(500 * 0.05 / 8, "time counts although the study is loaded again and again");

        static int Loads(ServiceProcess proposal) => proposal.Log.Split(" is open: ").Length - 1;
    }
}
