using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>Promises that hold in every space, checked on spaces drawn at random.</summary>
public class a_strategy_keeps_to_its_space
{
    private const int Spaces = 12;
    private const int Trials = 15;

    public static TheoryData<string> All() => [.. EveryStrategy.Names];

    public static TheoryData<string> Searching() => [.. EveryStrategy.Searching];

    [Theory]
    [MemberData(nameof(All))]
    public void Proposals_lie_in_the_space_and_what_is_pending_comes_in_no_order(string name)
    {
        foreach (var problem in Problems(name, finite: false))
        {
            var run = Run(name, problem, parallelism: 4);

            foreach (var (_, answer, _) in run.Log) answer.ShouldBeSensible(problem.Space);
            foreach (var (request, answer, folded) in run.Log.Where(entry => entry.Request.Pending.Length > 1).TakeLast(3))
            {
                var replayed = EveryStrategy.New(name, problem);
                foreach (var observation in run.Observations.Take(folded)) replayed.Observe(observation);
                replayed.Propose(request).ShouldBe(answer); // fold = replay
                replayed.Propose(request with { Pending = [.. request.Pending.Reverse()] }).ShouldBe(answer);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Searching))]
    public void Nothing_comes_twice_while_something_is_untried(string name)
    {
        foreach (var problem in Problems(name, finite: true))
        {
            var run = Run(name, problem, parallelism: 3);

            var proposed = run.Proposed.Select(configuration => configuration.Hash).ToArray();
            proposed.Distinct().Count().ShouldBe(proposed.Length);
            if (proposed.Length == Trials) continue;
            // It ended early: it must have tried every configuration there is.
            proposed.Length.ShouldBe((int)SpaceEnumeration.Of(problem.Space).Count);
        }
    }

    [Theory]
    [MemberData(nameof(Searching))]
    public void What_is_known_to_be_infeasible_is_never_proposed(string name)
    {
        foreach (var problem in Problems(name, finite: true))
        {
            var strategy = EveryStrategy.New(name, problem);
            var infeasible = Enumerable.Range(0, Trials).Select(i => problem.Space.Sample(RandomStream.For(77, i))).Distinct().ToArray();
            for (var i = 0; i < infeasible.Length; i++) strategy.Observe(new(i, infeasible[i], ObservedOutcome.Infeasible, [], double.NaN));

            for (var number = 100; number < 100 + Trials; number++)
            {
                if (strategy.Propose(new(number, EveryStrategy.Seed, [])) is Proposal.Next next) infeasible.ShouldNotContain(next.Configuration);
            }
        }
    }

    private static Simulation Run(string name, StrategyProblem problem, int parallelism) =>
        new Simulation(EveryStrategy.New(name, problem), EveryStrategy.Seed, parallelism) { Evaluate = (n, c) => EveryStrategy.Evaluate(problem, n, c) }.Run(Trials);

    /// <summary>As many random spaces as the strategy takes; of a strategy for few spaces, those of ten times as many.</summary>
    private static IEnumerable<StrategyProblem> Problems(string name, bool finite)
    {
        var problems = Enumerable.Range(0, 10 * Spaces).Select(seed => EveryStrategy.Problem(name, SampleSpaces.Random(seed, finite))).OfType<StrategyProblem>().Take(Spaces).ToArray();
        problems.ShouldNotBeEmpty();
        return problems;
    }
}
