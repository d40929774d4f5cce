using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Automatic;

namespace ArchOpt.Search.Tests.Strategies;

public class auto_chooses_and_says_why
{
    private static readonly SearchSpace Mixed = new([
        new FloatParameter("lr", 1e-5, 1, Log: true), new IntParameter("layers", 1, 8), new CategoricalParameter("act", ["relu", "gelu"])], []);

    [Fact]
    public void in_one_line_with_the_facts_that_decided()
    {
        Explain(Problem(100)).ShouldBe("gp: it needs the fewest trials (3 dimensions; 1 continuous, 1 ordered, 1 categorical; a budget of 100)");
        Explain(Problem(null) with { Objectives = 2, Constraints = 1, Replicates = 3, Parallelism = 4 }).ShouldBe(
            "gp, from configuration 1,000 on tpe: it needs the fewest trials (3 dimensions; 1 continuous, 1 ordered, 1 categorical; 2 objectives; 1 constraint; 3 replicates; 4 at once; no budget of trials)");
    }

    [Fact]
    public void the_cheap_one_where_trials_are_many_or_the_space_is_large()
    {
        Explain(Problem(100_000)).ShouldStartWith("tpe: a budget of more than 10,000 configurations (");
        Explain(Problem(100) with { Parallelism = 500 }).ShouldStartWith("tpe: more than 128 trials at once (");
        var wide = new SearchSpace([.. Enumerable.Range(0, 101).Select(i => new FloatParameter($"x{i}", 0, 1))], []);
        Explain(Problem(100) with { Space = wide }).ShouldStartWith("tpe: more than 100 dimensions (");
    }

    [Fact]
    public void and_names_who_proposed_in_every_reason()
    {
        var strategy = new AutomaticSearch(Problem(2_000));
        for (var number = 0; number < 12; number++)
            strategy.Observe(new Observation(number, Propose(strategy, number).Configuration, ObservedOutcome.Completed, [number % 5]));
        Propose(strategy, 12).Reason.ShouldStartWith("gp: ");
        Propose(strategy, 1_000).Reason.ShouldStartWith("tpe: ");
    }

    private static Proposal.Next Propose(AutomaticSearch strategy, long number) =>
        strategy.Propose(new ProposalRequest(number, 0, [])).ShouldBeOfType<Proposal.Next>();

    private static string Explain(StrategyProblem problem) => StrategyCatalogue.Find("auto")!.Explain!(problem);

    private static StrategyProblem Problem(long? budget) => new(Mixed, 1, budget, StrategySettings.None);
}
