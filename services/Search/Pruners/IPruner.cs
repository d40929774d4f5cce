using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace ArchOpt.Search.Pruners;

/// <summary>
/// Stops hopeless trials early: a fold over what running trials report and over the curves of those that have ended.
/// </summary>
/// <remarks>
/// <para>
/// Reports may arrive twice, late and out of order. A step that a trial has reported already says nothing new, a step
/// behind its latest one completes its curve and decides nothing, and reports of an attempt before the latest one are
/// ignored. Losses are minimised; NaN and infinities are compared with nothing.
/// </para>
/// <para>
/// What a pruner knows of an ended trial is the curve that it is given then, whatever was reported before. So a pruner
/// that is told the recorded curves again, in the same order, decides the same about every trial that starts
/// afterwards. A stopped trial stays in the comparison with the step that it reached: a rule that lets such trials go
/// on from a checkpoint (as the promotions of ASHA) needs nothing that is not kept. Not thread-safe.
/// </para>
/// </remarks>
public interface IPruner
{
    /// <summary>
    /// The steps at which it decides, ascending: of the reports between two of them only the first at or behind each is
    /// needed. Empty when every report is.
    /// </summary>
    ImmutableArray<long> Steps { get; }

    /// <summary>Takes a report of a trial in flight and decides whether it goes on.</summary>
    PruningDecision Report(StepReport report);

    /// <summary>The trial has ended, by itself or because it was stopped: from now on this is its curve.</summary>
    void Ended(EndedCurve curve);

    /// <summary>The trial failed, was cancelled or is infeasible: nothing is compared with it.</summary>
    void Forget(long trial);
}

/// <summary>One step of a running trial.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Attempt">Which execution reports; a later one makes a new curve.</param>
/// <param name="Step">The evaluator's own count of epochs or steps, at least 0.</param>
/// <param name="Loss">To be minimised (a maximised objective is negated); may be NaN or infinite.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StepReport(long Trial, int Attempt, long Step, double Loss);

/// <summary>A point of a learning curve.</summary>
/// <param name="Loss">Finite; to be minimised.</param>
public readonly record struct LossPoint(long Step, double Loss);

/// <summary>The curve of a trial that has ended.</summary>
/// <param name="Completed">False when it was stopped early.</param>
/// <param name="Points">By ascending step, finite losses only; empty when the trial reported none.</param>
public sealed record EndedCurve(long Trial, bool Completed, ImmutableArray<LossPoint> Points);

/// <summary>What becomes of a running trial.</summary>
public abstract record PruningDecision
{
    private PruningDecision()
    {
    }

    /// <summary>It goes on.</summary>
    public sealed record Continue : PruningDecision
    {
        public static Continue Instance { get; } = new();
    }

    /// <summary>It is hopeless.</summary>
    /// <param name="Reason">For people, never empty: <c>at step 9 it ranks 14 of 20, and the first 6 go on</c>.</param>
    public sealed record Stop(string Reason) : PruningDecision;
}
