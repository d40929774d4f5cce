using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Trials;

public class what_a_violation_costs
{
    private static readonly Constraint Qps = new("qps", Min: 3500, Max: null, ConstraintMode.Soft, Tau: 0.15);

    [Theory]
    [InlineData(3500, 0)]
    [InlineData(1e9, 0)]
    [InlineData(3150, 0.1)]
    [InlineData(-3500, 2)]
    public void a_violation_is_relative_to_the_bound(double qps, double violation) => Qps.Violation(qps).ShouldBe(violation, 1e-12);

    [Fact]
    public void the_distance_of_a_value_that_holds_says_how_much_is_to_spare()
    {
        Qps.Distance(7000).ShouldBe(-1);
        Qps.Distance(3150).ShouldBe(0.1, 1e-12);
        var between = new Constraint("ratio", Min: 1, Max: 4);
        between.Distance(1.5).ShouldBe(-0.5);
        between.Distance(3.9).ShouldBe(-0.025, 1e-12);
        between.Distance(6).ShouldBe(0.5);
    }

    [Fact]
    public void the_violation_of_what_is_no_number_is_none()
    {
        Qps.Violation(double.NegativeInfinity).ShouldBe(double.PositiveInfinity);
        Qps.Violation(double.NaN).ShouldBe(double.NaN);
    }

    [Fact]
    public void a_violation_of_a_negative_bound_is_relative_to_its_magnitude() =>
        new Constraint("reward", Min: -10, Max: null).Violation(-15).ShouldBe(0.5);

    [Fact]
    public void a_violation_of_a_bound_of_zero_is_absolute()
    {
        new Constraint("margin", Min: 0, Max: null).Violation(-0.25).ShouldBe(0.25);
        new Constraint("gap", Min: null, Max: 0).Violation(3).ShouldBe(3);
    }

    [Fact]
    public void the_relative_factor_falls_by_e_for_every_tau_of_the_bound()
    {
        Qps.SoftFactor(3500).ShouldBe(1);
        Qps.SoftFactor(3500 * 0.85).ShouldBe(Math.Exp(-1), 1e-12);
        Qps.SoftFactor(0).ShouldBe(Math.Exp(-1 / 0.15), 1e-12);
    }

    [Fact]
    public void the_absolute_factor_of_the_ads_benchmark_underflows_a_few_qps_below_the_limit()
    {
        var absolute = Qps with { Scale = SoftScale.Absolute };
        absolute.SoftFactor(3499.85).ShouldBe(Math.Exp(-1), 1e-9);
        absolute.SoftFactor(3380).ShouldBe(0);
        Qps.SoftFactor(3380).ShouldBeGreaterThan(0.7, "which is why relative is the default");
    }

    [Fact]
    public void a_positive_score_is_multiplied_by_the_factor() =>
        Penalise(Samples.Maximized, 0.12, 3150).ShouldBe(0.12 * Math.Exp(-0.1 / 0.15), 1e-12);

    [Fact]
    public void factors_of_several_soft_constraints_multiply_and_hard_or_unmeasured_ones_do_not_matter()
    {
        var study = Samples.Study() with
        {
            Constraints = [Qps, new("memory", null, 8, ConstraintMode.Soft, 0.5), new("cost", null, 1), new("heat", null, 1, ConstraintMode.Soft)],
        };
        var metrics = Samples.Metrics(("qps", 3150), ("memory", 12), ("cost", 99));
        ConstraintRules.Penalise(study, Samples.Maximized, 1, metrics).ShouldBe(Math.Exp(-0.1 / 0.15) * Math.Exp(-1), 1e-12);
    }

    [Fact]
    public void a_penalty_never_improves_a_value_and_never_makes_it_less_than_finite() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(double Value, NormalFloat Measured, bool Maximize, bool Absolute)>(), sample =>
        {
            if (!double.IsFinite(sample.Value)) return;
            foreach (var value in new[] { sample.Value, sample.Value * 1e300, Math.CopySign(double.MaxValue, sample.Value) })
            {
                if (!double.IsFinite(value)) continue;
                var objective = sample.Maximize ? Samples.Maximized : Samples.Minimized;
                var constraint = new Constraint("m", 0.5, 2, ConstraintMode.Soft, 0.15, sample.Absolute ? SoftScale.Absolute : SoftScale.Relative);
                var study = Samples.Study() with { Constraints = [constraint] };
                var metrics = Samples.Metrics(("m", sample.Measured.Get));
                var seen = ConstraintRules.Penalise(study, objective, value, metrics);
                double.IsFinite(seen).ShouldBeTrue();
                objective.Loss(seen).ShouldBeGreaterThanOrEqualTo(objective.Loss(value));
                if (ConstraintRules.AllHold(study, metrics)) seen.ShouldBe(value);
                constraint.SoftFactor(sample.Measured.Get).ShouldBeInRange(0, 1);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void all_hold_only_when_all_are_measured_and_within_bounds()
    {
        var study = Samples.Study() with { Constraints = [Qps, new("memory", null, 8)] };
        ConstraintRules.AllHold(study, Samples.Metrics(("qps", 3500), ("memory", 8))).ShouldBeTrue();
        ConstraintRules.AllHold(study, Samples.Metrics(("qps", 3499), ("memory", 8))).ShouldBeFalse();
        ConstraintRules.AllHold(study, Samples.Metrics(("qps", 3500))).ShouldBeFalse();
        ConstraintRules.AllHold(study, Samples.Metrics(("qps", double.NaN), ("memory", 8))).ShouldBeFalse();
    }

    private static double Penalise(Objective objective, double value, double qps) =>
        ConstraintRules.Penalise(Samples.Study() with { Constraints = [Qps] }, objective, value, Samples.Metrics(("qps", qps)));
}
