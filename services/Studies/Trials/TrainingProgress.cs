using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>Why a stopping policy ends a training.</summary>
public enum TrainingEnd
{
    /// <summary>No improvement for the policy's patience.</summary>
    Patience,

    /// <summary>The policy's maximum of epochs has been run.</summary>
    MaxEpochs,
}

/// <summary>
/// One training under a study's stopping policy: a fold of the reported steps that knows the best one and says when the
/// training is over. What is reported behind that changes nothing, so the result does not depend on how quickly a run
/// obeys. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>An improvement is better than the last improvement by more than <c>min_delta</c>; only improvements renew patience. The best
/// step is the best of all, improvement or not: with <c>min_delta</c> 0 the two are the same. The first reported step is an
/// improvement, and patience counts from it even when it has no finite value. NaN, infinities and steps without the objective
/// let time pass and improve nothing. Of equal values the earlier step is best.</para>
/// <para>Steps are epochs. A run whose first report is of step 0 numbers them from 0 and has run step + 1 epochs after a step;
/// any other has run as many as the step says. So the epochs that a run from a checkpoint does not repeat count all the same;
/// what was best among them it must report again to have it count. Steps may have gaps. A step that comes again is heard once
/// more: its value counts, and the time is what it says.</para>
/// </remarks>
public sealed class TrainingProgress(StoppingPolicy policy, Goal goal)
{
    private double? improved;
    private long improvedAt;
    private bool fromZero;

    /// <summary>The first step reported; null before.</summary>
    public long? FirstStep { get; private set; }

    /// <summary>The last step reported before the training was over; null before the first.</summary>
    public long? LastStep { get; private set; }

    /// <summary>The step with the best finite value; null while there is none.</summary>
    public long? BestStep { get; private set; }

    /// <summary>The value at <see cref="BestStep"/>.</summary>
    public double? BestValue { get; private set; }

    /// <summary>Null while the training goes on.</summary>
    public TrainingEnd? End { get; private set; }

    /// <summary>How many epochs have been run, those of earlier attempts included.</summary>
    public long Epochs => LastStep is { } last ? last + (fromZero ? 1 : 0) : 0;

    /// <summary>Epochs of the maximum that were spared because patience was over; else 0.</summary>
    public long SavedEpochs => End == TrainingEnd.Patience ? Math.Max(0, policy.MaxEpochs - Epochs) : 0;

    /// <summary>Takes a step.</summary>
    /// <param name="step">The run's own number of the epoch that has ended; one below 0 is left out.</param>
    /// <param name="value">The objective after it; NaN when it was not measured.</param>
    /// <returns>Whether the step is the best so far.</returns>
    public bool Report(long step, double value)
    {
        if (End is not null || step < 0) return false;
        if (FirstStep is null)
        {
            FirstStep = improvedAt = step;
            fromZero = step == 0;
        }

        LastStep = step;
        if (IsBetter(value, improved, policy.MinDelta)) (improved, improvedAt) = (value, step);
        var isBest = IsBetter(value, BestValue);
        if (isBest) (BestStep, BestValue) = (step, value);
        if (Epochs >= policy.MaxEpochs) End = TrainingEnd.MaxEpochs;
        else if (Epochs >= policy.MinEpochs && step - improvedAt >= policy.Patience) End = TrainingEnd.Patience;
        return isBest;
    }

    /// <summary>Whether a value that no step had, such as that of a final evaluation, is better than those of all steps.</summary>
    public bool IsBeatenBy(double value) => IsBetter(value, BestValue);

    private bool IsBetter(double value, double? other, double by = 0) => double.IsFinite(value)
        && (other is not { } known || (goal == Goal.Minimize ? value < known - by : value > known + by));
}
