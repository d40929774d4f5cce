using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>What can become of every trial of a study, if it comes to the worst.</summary>
internal static class DegenerateHistories
{
    public delegate Observation History(long number, Configuration configuration, int objectives);

    public static IReadOnlyDictionary<string, History> All { get; } = new Dictionary<string, History>
    {
        ["all values are equal"] = (n, c, k) => Completed(n, c, k, 3),
        ["all values are zero"] = (n, c, k) => Completed(n, c, k, 0),
        ["values of 1e308"] = (n, c, k) => Completed(n, c, k, n % 2 == 0 ? 1e308 : -1e308),
        ["the largest values there are"] = (n, c, k) => Completed(n, c, k, n % 3 == 0 ? double.MaxValue : double.MinValue),
        ["values of 1e-308"] = (n, c, k) => Completed(n, c, k, n % 2 == 0 ? 1e-308 : -1e-308),
        ["one value is far off"] = (n, c, k) => Completed(n, c, k, n == 5 ? 1e300 : n * 1e-3),
        ["errors as large as the values"] = (n, c, k) => Completed(n, c, k, n) with { StandardErrors = [.. Enumerable.Repeat(n % 2 == 0 ? 0 : 1e300, k)] },
        ["all fail"] = (n, c, _) => new(n, c, ObservedOutcome.Failed, []),
        ["all are pruned"] = (n, c, k) => new(n, c, ObservedOutcome.Pruned, Losses(k, n)),
        ["all are pruned before they measure anything"] = (n, c, _) => new(n, c, ObservedOutcome.Pruned, []),
        ["some are pruned before they measure anything"] = (n, c, k) => n % 3 == 0 ? new(n, c, ObservedOutcome.Pruned, []) : Completed(n, c, k, n),
        ["all are infeasible for an unmeasured reason"] = (n, c, _) => new(n, c, ObservedOutcome.Infeasible, [], double.NaN),
        ["all are infeasible by as much"] = (n, c, k) => new(n, c, ObservedOutcome.Infeasible, Losses(k, n), 0.5) { Constraints = [0.5] },
        ["all are infeasible by the largest number there is"] = (n, c, k) => new(n, c, ObservedOutcome.Infeasible, Losses(k, n), double.MaxValue) { Constraints = [double.MaxValue] },
        ["constraints are never measured"] = (n, c, k) => Completed(n, c, k, n) with { Constraints = [double.NaN] },
        ["only the first completes"] = (n, c, k) => n == 0 ? Completed(n, c, k, 1) : new(n, c, ObservedOutcome.Failed, []),
    };

    private static Observation Completed(long number, Configuration configuration, int objectives, double loss) =>
        new(number, configuration, ObservedOutcome.Completed, Losses(objectives, loss)) { Constraints = [-1] };

    private static ImmutableArray<double> Losses(int objectives, double loss) => [.. Enumerable.Repeat(loss, objectives)];
}
