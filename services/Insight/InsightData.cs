using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Insight;

/// <summary>How many trials there are of each kind.</summary>
/// <param name="Completed">Completed with a finite value: all that means, ranks and models are made of.</param>
/// <param name="NotFinite">Completed without a value, or with NaN or an infinity.</param>
public sealed record TrialCounts(int Completed, int NotFinite, int Pruned, int Infeasible, int Failed);

/// <summary>
/// The finished trials of one study under one objective: the input of every part of the analysis. The order in which the trials are
/// given changes nothing: they are kept by number.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
public sealed class InsightData
{
    /// <exception cref="ArgumentException">Two trials have the same number.</exception>
    public InsightData(SearchSpace space, InsightObjective objective, IEnumerable<InsightTrial> trials)
    {
        Space = space;
        Objective = objective;
        Trials = [.. trials.OrderBy(trial => trial.Number)];
        for (var i = 1; i < Trials.Length; i++)
        {
            if (Trials[i].Number == Trials[i - 1].Number)
                throw new ArgumentException($"Two trials have the number {Trials[i].Number}.", nameof(trials));
        }

        Measured = [.. Trials.Where(trial => trial.IsMeasured)];
        Losses = [.. Measured.Select(trial => objective.Loss(trial.Value!.Value))];
        Ranking = [.. Enumerable.Range(0, Measured.Length).OrderBy(index => Losses[index])]; // stable: ties by number
        Columns = ParameterColumns.Of(space, Measured);
    }

    public SearchSpace Space { get; }

    public InsightObjective Objective { get; }

    /// <summary>All trials by number.</summary>
    public ImmutableArray<InsightTrial> Trials { get; }

    /// <summary>Those with a finite value, by number.</summary>
    public ImmutableArray<InsightTrial> Measured { get; }

    /// <summary>The values of <see cref="Measured"/> as losses, in its order.</summary>
    public ImmutableArray<double> Losses { get; }

    /// <summary>Indices into <see cref="Measured"/>, the best first, equal ones by number.</summary>
    public ImmutableArray<int> Ranking { get; }

    /// <summary>The parameters, flattened, with their values in the order of <see cref="Measured"/>.</summary>
    public ImmutableArray<ParameterColumn> Columns { get; }

    /// <summary>The best trial, the earliest of equals; null when nothing was measured.</summary>
    public InsightTrial? Best => Ranking.IsEmpty ? null : Measured[Ranking[0]];

    public TrialCounts Counts => new(
        Measured.Length,
        Trials.Count(trial => trial.Outcome == ObservedOutcome.Completed) - Measured.Length,
        Trials.Count(trial => trial.Outcome == ObservedOutcome.Pruned),
        Trials.Count(trial => trial.Outcome == ObservedOutcome.Infeasible),
        Trials.Count(trial => trial.Outcome == ObservedOutcome.Failed));

    /// <summary>The trials of one group alone: its own trends, importance and gaps.</summary>
    /// <param name="group">Null for the trials without a group.</param>
    public InsightData OfGroup(string? group) => new(Space, Objective, Trials.Where(trial => trial.Group == group));

    /// <summary>How many trials count as the top: 60 or 20 % of the measured ones (rounded down), whichever is less, but one at least; or what is asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than one is asked for.</exception>
    public int TopCount(int? asked = null)
    {
        if (asked is { } count) ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, nameof(asked));
        return Math.Min(Measured.Length, asked ?? Math.Clamp(Measured.Length / 5, 1, 60));
    }
}
