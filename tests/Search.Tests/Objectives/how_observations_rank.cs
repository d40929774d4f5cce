using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Objectives;

public class how_observations_rank
{
    [Theory]
    [InlineData(ObservedOutcome.Completed, 1.0, 0.0, FitnessTier.Completed)]
    [InlineData(ObservedOutcome.Pruned, 1.0, 0.0, FitnessTier.Pruned)]
    [InlineData(ObservedOutcome.Infeasible, 1.0, 0.3, FitnessTier.Violating)]
    [InlineData(ObservedOutcome.Infeasible, 1.0, double.NaN, FitnessTier.Unknown)]
    [InlineData(ObservedOutcome.Infeasible, 1.0, double.PositiveInfinity, FitnessTier.Unknown)]
    [InlineData(ObservedOutcome.Failed, 1.0, 0.0, FitnessTier.Unknown)]
    [InlineData(ObservedOutcome.Completed, double.NaN, 0.0, FitnessTier.Unknown)]
    [InlineData(ObservedOutcome.Pruned, double.PositiveInfinity, 0.0, FitnessTier.Unknown)]
    public void An_outcome_decides_the_tier(ObservedOutcome outcome, double loss, double violation, FitnessTier tier) =>
        Of(outcome, [loss], violation).Tier.ShouldBe(tier);

    [Fact]
    public void Without_a_loss_for_every_objective_nothing_is_known()
    {
        Fitness.Of(new(0, Configuration.Empty, ObservedOutcome.Completed, [1]), 2).ShouldBe(Fitness.Unknown);
        Fitness.Of(new(0, Configuration.Empty, ObservedOutcome.Completed, default), 1).ShouldBe(Fitness.Unknown);
    }

    [Fact]
    public void By_tier_and_then_by_loss_or_violation()
    {
        Fitness[] ranked =
        [
            Fitness.Completed([3]), Fitness.Completed([7]), Fitness.Pruned([-10]), Fitness.Pruned([-9]), Fitness.Violating(0.1), Fitness.Violating(0.5), Fitness.Unknown,
        ];

        ranked.Reverse().Order(Fitness.ByFirstLoss).ShouldBe(ranked);
        Fitness.ByFirstLoss.Compare(Fitness.Unknown, Of(ObservedOutcome.Failed, [], 0)).ShouldBe(0);
    }

    [Fact]
    public void Constraint_domination_puts_feasibility_first()
    {
        Fitness good = Fitness.Completed([1, 1]), other = Fitness.Completed([2, 0]), pruned = Fitness.Pruned([0, 0]), near = Fitness.Violating(0.1), far = Fitness.Violating(3);
        good.Dominates(pruned).ShouldBeTrue();
        pruned.Dominates(near).ShouldBeTrue();
        near.Dominates(far).ShouldBeTrue();
        far.Dominates(Fitness.Unknown).ShouldBeTrue();
        far.Dominates(other).ShouldBeFalse();
        good.Dominates(other).ShouldBeFalse();
        near.Dominates(near).ShouldBeFalse();
        Fitness.Unknown.Dominates(Fitness.Unknown).ShouldBeFalse();
    }

    [Fact]
    public void Among_several_objectives_front_after_front_and_the_lonelier_first()
    {
        // Front 0: (1,8) (0,10) (10,0) (2,7), front 1: (11,1); then what was pruned, and what violates, each in its own.
        Fitness[] points =
        [
            Fitness.Unknown, Fitness.Violating(2), Fitness.Pruned([0, 0]), Fitness.Completed([11, 1]),
            Fitness.Completed([1, 8]), Fitness.Completed([0, 10]), Fitness.Completed([10, 0]), Fitness.Completed([2, 7]), Fitness.Violating(1),
        ];

        var order = CrowdedOrder.Of(points).ToArray();

        order.Select(place => place.Index).ShouldBe([5, 6, 7, 4, 3, 2, 8, 1, 0]);
        order.Select(place => place.Rank).ShouldBe([0, 0, 0, 0, 1, 2, 3, 4, 5]);
        order[2].Crowding.ShouldBe(0.9 + 0.8, tolerance: 1e-12);
    }

    private static Fitness Of(ObservedOutcome outcome, ImmutableArray<double> losses, double violation) =>
        Fitness.Of(new(0, Configuration.Empty, outcome, losses, violation), 1);
}
