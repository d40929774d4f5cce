using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Strategies.Annealing;

/// <summary>A configuration that a walk may stand on, with what it is compared by: first the violation, then the loss.</summary>
/// <param name="Violation">0 when feasible, else how far hard constraints are violated; infinite when that is not known or not to be looked at.</param>
/// <param name="Loss">To be minimised; 0 for what is infeasible, whose losses are not compared.</param>
/// <param name="Number">The trial that was observed.</param>
internal sealed record AnnealingState(Configuration Configuration, double Violation, double Loss, long Number)
{
    public bool IsFeasible => Violation == 0;

    /// <summary>
    /// Null when the observation says nothing that could be compared: a pruned loss is of another step, a failed run has none.
    /// </summary>
    /// <param name="byViolation">False: what is infeasible is equally bad, however far from feasible.</param>
    public static AnnealingState? Of(Observation observation, bool byViolation) => observation.Outcome switch
    {
        ObservedOutcome.Completed when double.IsFinite(observation.Loss) => new(observation.Configuration, 0, observation.Loss, observation.Number),
        ObservedOutcome.Infeasible => new(
            observation.Configuration,
            byViolation && observation.Violation > 0 ? observation.Violation : double.PositiveInfinity,
            0,
            observation.Number),
        _ => null,
    };
}
