using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>What a conservative jump does to one demanding parameter: it makes it smaller, and never larger.</summary>
/// <param name="Parameter">A numeric parameter at the top of the space.</param>
/// <param name="Factor">The value is multiplied by this, in (0, 1].</param>
/// <param name="Low">Where the fall ends.</param>
/// <param name="High">The result is at most this, however large the value was.</param>
internal sealed record Reduction(Parameter Parameter, double Factor, double Low, double High)
{
    private const string Setting = "reduce";

    /// <summary>The second seed document's: 70% of the embedding dimension, 80% of the layers, half the learning rate, within its conservative bounds.</summary>
    private static readonly ImmutableArray<(string Name, double Factor, double? Low, double? High)> Defaults =
    [
        ("embedding_dim", 0.7, 64, 256),
        ("n_layers", 0.8, 2, 8),
        ("n_heads", 1, 2, 16),
        ("learning_rate", 0.5, null, null),
    ];

    /// <summary>Those that the settings give; without, the defaults for the parameters that the space has.</summary>
    public static ImmutableArray<Reduction> Of(StrategyProblem problem)
    {
        var rows = problem.Settings.Table(Setting) is { } table
            ? table.Rows.Select(row => (row.Key, Factor: Find(row.Value, "factor") ?? 1, Low: Find(row.Value, "low"), High: Find(row.Value, "high")))
            : Defaults;
        return
        [
            .. from row in rows
            let parameter = problem.Space.Parameters.FirstOrDefault(p => p.Name == row.Item1)
            where parameter is not null && Numeric.Is(parameter)
            select new Reduction(parameter, row.Factor, row.Low ?? double.NegativeInfinity, row.High ?? double.PositiveInfinity),
        ];
    }

    public static string? Problem(StrategyProblem problem)
    {
        if (problem.Settings.Table(Setting) is not { } table) return null;
        foreach (var (name, row) in table.Rows)
        {
            var parameter = problem.Space.Parameters.FirstOrDefault(p => p.Name == name);
            if (parameter is null)
                return $"reduce.{name}: the space has no parameter '{name}'{NearestName.Hint(name, problem.Space.Parameters.Where(Numeric.Is).Select(p => p.Name))}";
            if (!Numeric.Is(parameter)) return $"reduce.{name}: only a numeric parameter can be reduced";
            if (Find(row, "factor") is null && Find(row, "high") is null) return $"reduce.{name}: must have a factor or high";
            var (low, high) = (Find(row, "low") ?? double.NegativeInfinity, Find(row, "high") ?? double.PositiveInfinity);
            if (low > high) return $"reduce.{name}: low must be <= high (was {low} > {high})";
            if (Numeric.Nearest(parameter, 0, low, high) is null)
                return $"reduce.{name}: no value of '{name}' is {Range(low, high)}: it is {ParameterValues.Describe(parameter)}";
        }

        return null;
    }

    private static string Range(double low, double high) =>
        !double.IsFinite(low) ? $"at most {high}" : !double.IsFinite(high) ? $"at least {low}" : $"from {low} to {high}";

    /// <summary>
    /// The reduced value: the nearest to the factor's product, a level lower where rounding would leave it as it was. Null when it cannot be
    /// reduced any further.
    /// </summary>
    public ParameterValue? Of(ParameterValue value)
    {
        var number = value.Number;
        if (Numeric.Nearest(Parameter, number * (number > 0 ? Factor : 1), Low, Math.Min(High, number)) is not { } reduced) return null;
        if (reduced.Number == number && Factor < 1 && ParameterLevels.IndexOf(Parameter, value) is > 0 and var level && Below(level) is { } below) reduced = below;
        return reduced.Number < number ? reduced : default(ParameterValue?);
    }

    /// <summary>Whether a reduced parameter may have the value: no larger than it was, and not below where the fall ends.</summary>
    public bool Allows(ParameterValue value, ParameterValue before) => value.Number <= before.Number && value.Number >= Math.Min(Low, before.Number);

    private ParameterValue? Below(long level)
    {
        if (Parameter is FloatParameter { Step: null }) return null;
        var below = ParameterLevels.At(Parameter, level - 1);
        return below.Number >= Low ? below : default(ParameterValue?);
    }

    private static double? Find(ImmutableSortedDictionary<string, double> row, string column) => row.TryGetValue(column, out var value) ? value : null;
}
