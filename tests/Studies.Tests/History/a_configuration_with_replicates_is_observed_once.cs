using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.History;

public class a_configuration_with_replicates_is_observed_once
{
    private readonly Listener strategy = new();
    private readonly SearchHistory history;

    public a_configuration_with_replicates_is_observed_once()
    {
        history = new SearchHistory(Samples.Study(replicates: 3), strategy);
        for (var i = 0; i < 6; i++) history.Proposed(i, Samples.Point(i / 3));
    }

    [Fact]
    public void when_all_have_ended_in_whatever_order_with_the_mean()
    {
        End(2, 0.5);
        End(4, 9);
        End(0, 1);
        strategy.Observed.ShouldBeEmpty();
        Pending().ShouldBe([0, 1]);
        End(1, 3);
        var observation = strategy.Observed.ShouldHaveSingleItem();
        (observation.Number, observation.Losses[0], observation.Outcome).ShouldBe((0, 1.5, ObservedOutcome.Completed));
        Pending().ShouldBe([1]);
    }

    [Fact]
    public void without_those_that_failed()
    {
        End(0, 1);
        End(1, 0, AttemptState.Failed);
        End(2, 3);
        strategy.Observed.Single().Losses.ShouldBe([2]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void without_one_that_was_cancelled_be_it_first_or_last(int cancelled)
    {
        foreach (var i in new[] { 0, 1, 2 }) End(i, i, i == cancelled ? AttemptState.Cancelled : AttemptState.Completed);
        strategy.Observed.Single().Losses.ShouldBe([(3 - cancelled) / 2.0]);
    }

    [Fact]
    public void or_not_at_all_when_all_were_cancelled()
    {
        for (var i = 0; i < 3; i++) End(i, i, AttemptState.Cancelled);
        strategy.Observed.ShouldBeEmpty();
        Pending().ShouldBe([1]);
    }

    [Fact]
    public void as_infeasible_when_one_is()
    {
        End(0, 1);
        End(1, 2, AttemptState.Infeasible);
        End(2, 3);
        strategy.Observed.Single().Outcome.ShouldBe(ObservedOutcome.Infeasible);
    }

    [Fact]
    public void as_failed_when_all_did()
    {
        for (var i = 0; i < 3; i++) End(i, 0, AttemptState.Failed);
        (strategy.Observed.Single().Outcome, strategy.Observed.Single().Losses.Length).ShouldBe((ObservedOutcome.Failed, 0));
    }

    [Fact]
    public void with_the_standard_error_of_the_mean_unless_one_run_alone_says_something()
    {
        End(0, 1);
        End(1, 3);
        End(2, 5);
        strategy.Observed.Single().StandardErrors.Single().ShouldBe(2 / Math.Sqrt(3), 1e-12);
        End(3, 1);
        End(4, 0, AttemptState.Failed);
        End(5, 0, AttemptState.Failed);
        strategy.Observed[1].StandardErrors.ShouldBeEmpty();
    }

    [Fact]
    public void with_the_mean_distance_of_each_constraint()
    {
        var study = Samples.Study(replicates: 2) with { Constraints = [new("qps", 100, null), new("memory", null, 4, ConstraintMode.Soft)] };
        var constrained = new SearchHistory(study, strategy);
        foreach (var (number, qps) in new[] { (0, 150), (1, 110) })
        {
            var metrics = Samples.Metrics(("loss", 1), ("qps", qps), ("memory", 6));
            constrained.Observe(number, Samples.Point(0), new Attempt { Number = 1, State = AttemptState.Completed, Values = [1], Metrics = metrics });
        }

        var distances = strategy.Observed.Single().Constraints;
        distances[0].ShouldBe(-0.3, 1e-12);
        distances[1].ShouldBe(0.5, 1e-12);
    }

    [Fact]
    public void with_a_finite_mean_even_of_huge_losses()
    {
        for (var i = 0; i < 3; i++) End(i, double.MaxValue);
        double.IsFinite(strategy.Observed.Single().Losses[0]).ShouldBeTrue();
    }

    private void End(long number, double loss, AttemptState state = AttemptState.Completed) =>
        history.Observe(number, Samples.Point(number / 3), new Attempt { Number = 1, State = state, Values = [loss], Metrics = Samples.Metrics(("loss", loss)) });

    private IEnumerable<long> Pending()
    {
        history.Propose(9);
        return strategy.Asked!.Pending.Select(p => p.Number);
    }

    private sealed class Listener : IStrategy
    {
        public List<Observation> Observed { get; } = [];

        public ProposalRequest? Asked { get; private set; }

        public void Observe(Observation observation) => Observed.Add(observation);

        public Proposal Propose(ProposalRequest request)
        {
            Asked = request;
            return new Proposal.Exhausted("this one only listens");
        }
    }
}
