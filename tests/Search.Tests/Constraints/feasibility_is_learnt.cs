using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Constraints;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.GaussianProcess;

namespace ArchOpt.Search.Tests.Constraints;

public class feasibility_is_learnt
{
    private static readonly SearchSpace Plane = new([new FloatParameter("x", 0, 10), new FloatParameter("y", 0, 10), new CategoricalParameter("c", SampleSpaces.Values("a", "b"))]);
    private static readonly SpaceEncoding Encoding = SpaceEncoding.Of(Plane);

    [Fact]
    public void Nothing_observed_means_nothing_to_be_infeasible_about() => LogProbability(Model(constraints: 2), 3, 3).ShouldBe(0);

    [Fact]
    public void From_measured_constraints_that_look_like_throughput()
    {
        var model = Model(constraints: 1);
        foreach (var (i, x, y) in Points(30))
        {
            var throughput = 1e4 / (1 + x * y); // at least 400: x y at most 24
            model.Observe(Observed(i, x, y, (400 - throughput) / 400));
        }

        Math.Exp(LogProbability(model, 2, 2)).ShouldBeGreaterThan(0.95);
        Math.Exp(LogProbability(model, 8, 8)).ShouldBeLessThan(0.05);
        Math.Exp(LogProbability(model, 4, 5.7)).ShouldBeGreaterThan(0.5);
        Math.Exp(LogProbability(model, 4, 6.3)).ShouldBeLessThan(0.5);
    }

    [Fact]
    public void All_constraints_must_hold()
    {
        var model = Model(constraints: 2);
        foreach (var (i, x, y) in Points(30)) model.Observe(Observed(i, x, y, x - 5, 4 - y));

        Math.Exp(LogProbability(model, 2, 8)).ShouldBeGreaterThan(0.9);
        Math.Exp(LogProbability(model, 8, 8)).ShouldBeLessThan(0.1);
        Math.Exp(LogProbability(model, 2, 2)).ShouldBeLessThan(0.1);
        LogProbability(model, 8, 2).ShouldBeLessThan(LogProbability(model, 2, 2));
    }

    [Fact]
    public void From_configurations_that_turned_out_infeasible_for_no_measured_reason()
    {
        var model = Model(constraints: 0);
        foreach (var (i, x, y) in Points(40))
        {
            model.Observe(x > 6
                ? new(i, At(x, y), ObservedOutcome.Infeasible, [], double.NaN)
                : new(i, At(x, y), ObservedOutcome.Completed, [x]));
        }

        Math.Exp(LogProbability(model, 2, 5)).ShouldBeGreaterThan(0.8);
        Math.Exp(LogProbability(model, 9, 5)).ShouldBeLessThan(0.2);
    }

    [Fact]
    public void A_failed_run_says_nothing()
    {
        var model = Model(constraints: 1);
        foreach (var (i, x, y) in Points(20)) model.Observe(new(i, At(x, y), ObservedOutcome.Failed, []));

        LogProbability(model, 5, 5).ShouldBe(0);
    }

    [Fact]
    public void Asking_changes_nothing_and_a_late_question_has_the_same_answer()
    {
        Learner asked = Model(constraints: 1), silent = Model(constraints: 1);
        foreach (var (i, x, y) in Points(70))
        {
            asked.Observe(Observed(i, x, y, x - y));
            silent.Observe(Observed(i, x, y, x - y));
            LogProbability(asked, 1, 2);
        }

        LogProbability(asked, 5, 5.5).ShouldBe(LogProbability(silent, 5, 5.5));
    }

    [Fact]
    public void Degenerate_measurements_are_survived()
    {
        var model = Model(constraints: 2);
        var values = new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 1e300, -1e300, 1 };
        foreach (var (i, x, y) in Points(28)) model.Observe(Observed(i, x, y, values[i % values.Length], double.NaN));
        model.Observe(new(99, Configuration.Of(("z", 1)), ObservedOutcome.Completed, [1]) { Constraints = [1, 1] });
        model.Observe(new(100, At(1, 1), ObservedOutcome.Completed, [1]) { Constraints = default });

        double.IsNaN(LogProbability(model, 5, 5)).ShouldBeFalse();
    }

    [Fact]
    public void A_long_history_costs_no_more_than_a_short_one()
    {
        var model = Model(constraints: 1);
        foreach (var (i, x, y) in Points(5_000)) model.Observe(Observed(i, x, y, x - 5));

        Math.Exp(LogProbability(model, 2, 5)).ShouldBeGreaterThan(0.95);
        Math.Exp(LogProbability(model, 8, 5)).ShouldBeLessThan(0.05);
    }

    private static Learner Model(int constraints) => new(constraints);

    private static IEnumerable<(int Number, double X, double Y)> Points(int count)
    {
        var stream = RandomStream.For(3);
        for (var i = 0; i < count; i++) yield return (i, 10 * stream.NextDouble(), 10 * stream.NextDouble());
    }

    private static Configuration At(double x, double y) => Configuration.Of(("x", x), ("y", y), ("c", x + y > 10 ? "a" : "b"));

    private static Observation Observed(int number, double x, double y, params ImmutableArray<double> constraints) =>
        new(number, At(x, y), constraints.Any(c => c > 0) ? ObservedOutcome.Infeasible : ObservedOutcome.Completed, [x + y]) { Constraints = constraints };

    private static double LogProbability(Learner learner, double x, double y)
    {
        double[] point = new double[3];
        bool[] active = new bool[3];
        Encoding.Encode(At(x, y), point, active);
        return learner.Model.LogProbability(point, active);
    }

    /// <summary>A model and the history that it reads, as a strategy has them.</summary>
    private sealed class Learner
    {
        private readonly ModelHistory history = new(Plane, Encoding, seed: 0);

        public Learner(int constraints) => Model = new(Encoding, constraints, history);

        public FeasibilityModel Model { get; }

        public void Observe(Observation observation) => history.Observe(observation);
    }
}
