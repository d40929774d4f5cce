using ArchOpt.Contracts.Http;
using ArchOpt.EndToEnd.Cluster;
using ArchOpt.Studies.Trials;

namespace ArchOpt.EndToEnd;

/// <summary>What must hold of a study however roughly it was treated.</summary>
internal static class Accounting
{
    /// <summary>Every number once, every trial counted once, the best is the best of what is recorded, and the search is what its history implies.</summary>
    public static async Task IsExactAsync(ArchOptCluster cluster, StudyView study, int trials, CancellationToken cancellationToken)
    {
        study.Trials.Total.ShouldBe(trials);
        study.Trials.Completed.ShouldBe(trials);
        var all = await cluster.TrialsAsync(study.Name, cancellationToken);
        all.Select(t => t.Number).ShouldBe(Enumerable.Range(0, trials).Select(n => (long)n));
        all.ShouldAllBe(t => t.State == TrialState.Completed);
        all.Select(t => t.Sequence ?? -1).Order().ShouldBe(Enumerable.Range(1, trials).Select(n => (long)n));
        study.Best.ShouldNotBeNull().Value.ShouldBe(all.Min(t => t.Values[0]));
        var verification = await cluster.GetAsync<VerificationView>($"/studies/{study.Name}/verify", cancellationToken);
        verification.Problems.ShouldBeEmpty();
        verification.Observations.ShouldBe(trials);
    }
}
