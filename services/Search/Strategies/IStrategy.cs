namespace ArchOpt.Search.Strategies;

/// <summary>
/// A way to search, as a fold. Its state changes in <see cref="Observe"/> and nowhere else, so it is always
/// recomputable from the recorded observations: no strategy can lose state that the store does not imply.
/// </summary>
/// <remarks>
/// Not thread-safe; one study owns one instance. <see cref="Propose"/> is pure: calling it twice with equal requests
/// and no observation in between gives equal answers, and its cost must not grow linearly with history.
/// </remarks>
public interface IStrategy
{
    /// <summary>Folds one observation, in sequence order.</summary>
    void Observe(Observation observation);

    /// <summary>Decides a configuration from the folded history, what is in flight, and the request's number.</summary>
    Proposal Propose(ProposalRequest request);
}
