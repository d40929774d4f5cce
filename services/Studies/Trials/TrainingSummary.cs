namespace ArchOpt.Studies.Trials;

/// <summary>How a training went under a study's <c>stopping</c> policy. Steps are the evaluator's own count, as a rule epochs.</summary>
/// <param name="BestStep">The step whose metrics are the result.</param>
/// <param name="LastStep">The last one reported.</param>
/// <param name="SavedSteps">How many steps of the policy's maximum were not spent, because the training was stopped early; 0 when it was not.</param>
public sealed record TrainingSummary(long BestStep, long LastStep, long SavedSteps)
{
    /// <summary>It was ended for want of improvement.</summary>
    public bool StoppedEarly => SavedSteps > 0;
}
