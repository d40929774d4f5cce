using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

/// <summary>
/// Recorded curves: the values of consecutive steps, where <c>x*n</c> is n times the same value and <c>-</c> a step that is not
/// reported.
/// </summary>
public class a_training_under_a_stopping_policy
{
    private static readonly StoppingPolicy Usual = StoppingPolicy.Default;

    [Fact]
    public void is_by_default_that_of_the_seed_document() => Usual.ShouldBe(new StoppingPolicy(36, 16, 128, 0));

    [Theory]
    // The border of patience: the best step is 10, so 46 is the first step that is 36 behind it.
    [InlineData("1*9 0.5 1*35", null, 45, 10)]
    [InlineData("1*9 0.5 1*36", TrainingEnd.Patience, 46, 10)]
    [InlineData("1*9 0.5 1*35 0.4 1*35", null, 81, 46)] // an improvement in the last moment renews it
    [InlineData("1*9 0.5 1*35 0.4 1*36", TrainingEnd.Patience, 82, 46)]
    [InlineData("1 2*36", TrainingEnd.Patience, 37, 1)] // the first step is an improvement over nothing
    [InlineData("1*37", TrainingEnd.Patience, 37, 1)] // the same value again is none
    [InlineData("1*127", TrainingEnd.Patience, 37, 1)]
    public void ends_when_its_best_step_is_as_far_behind_as_patience_allows(string curve, TrainingEnd? end, long last, long best) =>
        Judge(Usual, Goal.Minimize, 1, curve).ShouldBe((end, last, best));

    [Theory]
    [InlineData(1, 16, 128, "1*15", null, 15)]
    [InlineData(1, 16, 128, "1*16", TrainingEnd.Patience, 16)]
    [InlineData(3, 16, 128, "5*10 4 5*4", null, 15)]
    [InlineData(3, 16, 128, "5*10 4 5*5", TrainingEnd.Patience, 16)]
    [InlineData(1, 0, 128, "1", null, 1)]
    [InlineData(1, 0, 128, "1 1", TrainingEnd.Patience, 2)]
    public void never_ends_before_its_minimum_of_epochs(int patience, int min, int max, string curve, TrainingEnd? end, long last)
    {
        var judged = Judge(new(patience, min, max, 0), Goal.Minimize, 1, curve);
        (judged.End, judged.Last).ShouldBe((end, last));
    }

    [Fact]
    public void ends_at_its_maximum_however_well_it_goes_on()
    {
        var falling = string.Join(' ', Enumerable.Range(1, 140).Select(i => $"{1000 - i}"));
        Judge(Usual, Goal.Minimize, 1, falling).ShouldBe((TrainingEnd.MaxEpochs, 128, 128));
        Judge(Usual, Goal.Minimize, 1, string.Join(' ', falling.Split(' ').Take(127))).ShouldBe((null, 127, 127));
    }

    [Fact]
    public void has_run_its_maximum_when_both_limits_fall_together()
    {
        var progress = Train(new(28, 16, 128, 0), Goal.Minimize, 1, "2 -*98 1 -*27 2");
        progress.End.ShouldBe(TrainingEnd.MaxEpochs);
        progress.SavedEpochs.ShouldBe(0);
    }

    [Theory]
    [InlineData(1, "1*9 0.5 1*36", 46, 82)] // 128 - 46
    [InlineData(0, "1*9 0.5 1*36", 45, 82)] // steps 0 to 45 are 46 epochs as well
    [InlineData(1, "1*9 0.5", 10, 0)] // ended by itself, which is nobody's saving
    public void spares_what_the_maximum_had_left(long first, string curve, long last, long saved)
    {
        var progress = Train(Usual, Goal.Minimize, first, curve);
        progress.LastStep.ShouldBe(last);
        progress.SavedEpochs.ShouldBe(saved);
    }

    [Theory]
    [InlineData(0, "1*15", null, 14)]
    [InlineData(0, "1*16", TrainingEnd.Patience, 15)]
    [InlineData(1, "1*16", TrainingEnd.Patience, 16)]
    [InlineData(7, "1*9", null, 15)]
    [InlineData(7, "1*10", TrainingEnd.Patience, 16)] // went on from a checkpoint: the epochs before it were run, too
    public void counts_epochs_from_the_number_of_the_first(long first, string curve, TrainingEnd? end, long last)
    {
        var judged = Judge(new(1, 16, 128, 0), Goal.Minimize, first, curve);
        (judged.End, judged.Last).ShouldBe((end, last));
    }

    [Fact]
    public void ends_at_step_127_when_its_first_is_0() =>
        Judge(new(1000, 16, 128, 0), Goal.Minimize, 0, "1*200").ShouldBe((TrainingEnd.MaxEpochs, 127, 0));

    [Theory]
    [InlineData(Goal.Maximize, "1 2 3 2*36", TrainingEnd.Patience, 3)]
    [InlineData(Goal.Minimize, "3 2 1 2*36", TrainingEnd.Patience, 3)]
    [InlineData(Goal.Maximize, "-3 -2 -1 -2*36", TrainingEnd.Patience, 3)]
    [InlineData(Goal.Maximize, "1 2 3 4 5 6", null, 6)]
    [InlineData(Goal.Minimize, "1 2 3 4 5 6", null, 1)]
    public void knows_which_way_is_better(Goal goal, string curve, TrainingEnd? end, long best)
    {
        var judged = Judge(Usual, goal, 1, curve);
        (judged.End, judged.Best).ShouldBe((end, best));
    }

    [Theory]
    [InlineData(Goal.Minimize, 0.1, "1 0.95 0.95 0.95", TrainingEnd.Patience, 4, 2)] // better, and not by enough to go on for
    [InlineData(Goal.Minimize, 0.1, "1 0.95 0.9 0.85", null, 4, 4)] // small steps add up to an improvement
    [InlineData(Goal.Minimize, 0.5, "2 1.5 1.5 1.5", TrainingEnd.Patience, 4, 2)] // exactly min_delta is not more than it
    [InlineData(Goal.Minimize, 0.5, "2 1.25 1.25 1.25", null, 4, 2)]
    [InlineData(Goal.Maximize, 0.5, "2 2.5 2.5 2.5", TrainingEnd.Patience, 4, 2)]
    [InlineData(Goal.Maximize, 0.5, "2 2.75 2.5 2.5", null, 4, 2)]
    public void goes_on_only_for_more_than_min_delta_and_its_best_is_the_best_all_the_same(
        Goal goal, double minDelta, string curve, TrainingEnd? end, long last, long best) =>
        Judge(new(3, 0, 128, minDelta), goal, 1, curve).ShouldBe((end, last, best));

    [Theory]
    [InlineData("1 NaN*36", TrainingEnd.Patience, 37, 1)]
    [InlineData("1 -Infinity*36", TrainingEnd.Patience, 37, 1)] // not even when it would be the smallest number of all
    [InlineData("NaN*10 5 6*35", null, 46, 11)] // the first number there is is an improvement
    [InlineData("NaN*36", null, 36, null)]
    [InlineData("NaN*37", TrainingEnd.Patience, 37, null)] // patience counts from the first step when there is none
    public void improves_by_numbers_only(string curve, TrainingEnd? end, long last, int? best) =>
        Judge(Usual, Goal.Minimize, 1, curve).ShouldBe((end, last, best));

    [Theory]
    [InlineData("1*9 0.5 -*36 1", TrainingEnd.Patience, 47, 10)] // only what is reported is judged, however long ago the best is
    [InlineData("1*9 0.5 -*4 1 -*4 1 -*4 1 -*4 1 -*4 1 -*4 1 -*4 1", null, 45, 10)]
    [InlineData("1 -*126 2", TrainingEnd.MaxEpochs, 128, 1)]
    [InlineData("1 -*130 2", TrainingEnd.MaxEpochs, 132, 1)]
    public void counts_epochs_and_not_reports(string curve, TrainingEnd? end, long last, long best) =>
        Judge(Usual, Goal.Minimize, 1, curve).ShouldBe((end, last, best));

    [Fact]
    public void hears_a_step_again_after_a_checkpoint()
    {
        var progress = Train(Usual, Goal.Minimize, 1, "1*9 0.5 1*30");
        progress.Report(8, 0.75).ShouldBeFalse();
        progress.LastStep.ShouldBe(8);
        progress.Report(9, 0.25).ShouldBeTrue();
        (progress.BestStep, progress.BestValue).ShouldBe((9, 0.25));
        for (var step = 10; step < 45; step++) progress.Report(step, 1);
        progress.End.ShouldBeNull();
        progress.Report(45, 1);
        progress.End.ShouldBe(TrainingEnd.Patience);
    }

    [Fact]
    public void is_deaf_once_it_is_over()
    {
        var progress = Train(Usual, Goal.Minimize, 1, "1*37");
        progress.Report(38, 0).ShouldBeFalse();
        (progress.BestStep, progress.BestValue, progress.LastStep, progress.SavedEpochs).ShouldBe((1, 1, 37, 91));
    }

    [Fact]
    public void leaves_out_steps_below_zero()
    {
        var progress = Train(Usual, Goal.Minimize, -1, "0 1");
        (progress.FirstStep, progress.BestValue, progress.Epochs).ShouldBe((0, 1, 1));
    }

    [Fact]
    public void may_be_beaten_by_a_final_evaluation()
    {
        var progress = Train(Usual, Goal.Minimize, 1, "3 2");
        progress.IsBeatenBy(1).ShouldBeTrue();
        progress.IsBeatenBy(2).ShouldBeFalse();
        progress.IsBeatenBy(double.NaN).ShouldBeFalse();
        new TrainingProgress(Usual, Goal.Minimize).IsBeatenBy(7).ShouldBeTrue();
    }

    private static (TrainingEnd? End, long Last, long? Best) Judge(StoppingPolicy policy, Goal goal, long first, string curve)
    {
        var progress = Train(policy, goal, first, curve);
        return (progress.End, progress.LastStep!.Value, progress.BestStep);
    }

    private static TrainingProgress Train(StoppingPolicy policy, Goal goal, long first, string curve)
    {
        var progress = new TrainingProgress(policy, goal);
        var step = first;
        foreach (var part in curve.Split(' '))
        {
            var times = part.Split('*') is [_, var count] ? int.Parse(count) : 1;
            var value = part.Split('*')[0];
            for (var i = 0; i < times; i++, step++)
            {
                if (value != "-") progress.Report(step, double.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return progress;
    }
}
