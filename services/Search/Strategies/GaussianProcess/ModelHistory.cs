using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>
/// The observations as several models of one study share them: what they are conditioned on now, and what their hyperparameters are
/// fitted to, which stays the same until the <see cref="FitSchedule"/> has the next fit due.
/// </summary>
/// <remarks>A fold: depends on the observations and their order alone. Of bounded size (<see cref="BoundedHistory"/>).</remarks>
internal sealed class ModelHistory(SearchSpace space, SpaceEncoding encoding, long seed)
{
    private readonly BoundedHistory history = new(space, encoding, seed);
    private readonly FitSchedule schedule = new();

    /// <summary>What is known now, in the order in which it was observed.</summary>
    public IReadOnlyList<HistoryEntry> Entries => history.Entries;

    /// <summary>How many observations there were.</summary>
    public long Observed => history.Observed;

    /// <summary>The entries when the latest fit was due.</summary>
    public IReadOnlyList<HistoryEntry> Fitted { get; private set; } = [];

    /// <summary>How many observations there were then.</summary>
    public long FittedAt { get; private set; }

    public void Observe(Observation observation)
    {
        history.Observe(observation);
        if (!schedule.IsDue(history.Observed)) return;
        Fitted = [.. history.Entries];
        FittedAt = history.Observed;
    }
}
