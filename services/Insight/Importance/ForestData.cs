using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Importance;

/// <summary>
/// The measured trials as a forest reads them: each column cut into at most 64 bins, so that a set of bins is one machine word and a split is found by
/// adding up bins. Numbers that take more values than that are cut into bins of about equally many trials.
/// </summary>
/// <remarks>
/// The weight of a bin is its share of the parameter's own scale (logarithmic where it is, one share per level where there are levels), untried values
/// included: importance is measured over the space, not over where a strategy happened to search. Categories that were tried weigh the same.
/// </remarks>
internal sealed class ForestData
{
    /// <summary>In place of a bin: the parameter is not active.</summary>
    public const byte Inactive = byte.MaxValue;

    private const int MostBins = 64;

    public ForestData(InsightData data)
    {
        Columns = [.. data.Columns];
        Losses = Standardized([.. data.Losses]);
        var d = Columns.Length;
        (Bins, Weights, IsCategorical, Requirements) = (new byte[d][], new double[d][], new bool[d], new (int, ulong)[d][]);
        for (var c = 0; c < d; c++)
        {
            var column = Columns[c];
            IsCategorical[c] = column.Kind == DimensionKind.Categorical;
            double?[] units = [.. column.Values.Select(value => value is { } some ? column.Unit(some) : null)];
            (Bins[c], Weights[c]) = IsCategorical[c] ? Categories(units) : Cut(units);
        }

        for (var c = 0; c < d; c++) Settle(c); // parents are earlier columns, and settled
    }

    private ForestData(ForestData original, byte[][] shadows)
    {
        Columns = [.. original.Columns, .. original.Columns];
        Losses = original.Losses;
        Bins = [.. original.Bins, .. shadows];
        Weights = [.. original.Weights, .. original.Weights];
        IsCategorical = [.. original.IsCategorical, .. original.IsCategorical];
        Requirements = [.. original.Requirements, .. original.Requirements];
    }

    public ParameterColumn[] Columns { get; }

    /// <summary>With mean 0 and variance 1; all 0 when they are equal.</summary>
    public double[] Losses { get; }

    /// <summary>Column by column the bin of each trial, or <see cref="Inactive"/>.</summary>
    public byte[][] Bins { get; }

    /// <summary>Column by column the weight of each bin; they sum to 1.</summary>
    public double[][] Weights { get; }

    public bool[] IsCategorical { get; }

    /// <summary>Column by column the earlier columns, and the set of their bins, that make it active.</summary>
    public (int Parent, ulong Bins)[][] Requirements { get; }

    /// <summary>
    /// The same columns, followed by a shadow of each: its values shuffled among the trials that have one, so that the objective cannot depend on it.
    /// </summary>
    public ForestData WithShadows(RandomStream stream) => new(this, Array.ConvertAll(Bins, bins =>
    {
        int[] active = [.. Enumerable.Range(0, bins.Length).Where(i => bins[i] != Inactive)];
        var values = Array.ConvertAll(active, i => bins[i]);
        NoiseCheck.Shuffle(values, stream);
        var shadow = (byte[])bins.Clone();
        for (var i = 0; i < active.Length; i++) shadow[active[i]] = values[i];
        return shadow;
    }));

    public static ulong All(int bins) => bins == MostBins ? ulong.MaxValue : (1UL << bins) - 1;

    private static double[] Standardized(double[] losses)
    {
        var summary = Statistics.SampleSummary.Of(losses);
        var scale = summary.StandardDeviation > 0 && double.IsFinite(summary.StandardDeviation) ? summary.StandardDeviation : 1;
        return Array.ConvertAll(losses, loss => (loss - summary.Mean) / scale);
    }

    private static (byte[] Bins, double[] Weights) Categories(double?[] units)
    {
        double[] tried = [.. units.OfType<double>().Distinct().Order()];
        var count = Math.Clamp(tried.Length, 1, MostBins);
        byte[] bins = [.. units.Select(unit => unit is { } some ? (byte)((long)Array.BinarySearch(tried, some) * count / tried.Length) : Inactive)];
        return (bins, [.. Enumerable.Repeat(1.0 / count, count)]);
    }

    private static (byte[] Bins, double[] Weights) Cut(double?[] units)
    {
        double[] sorted = [.. units.OfType<double>().Order()];
        double[] tried = [.. sorted.Distinct()];
        var borders = new List<double>();
        if (tried.Length <= MostBins)
        {
            for (var i = 1; i < tried.Length; i++) borders.Add((tried[i - 1] + tried[i]) / 2);
        }
        else
        {
            for (var i = 1; i < MostBins; i++)
            {
                var at = (int)((long)i * sorted.Length / MostBins);
                var border = (sorted[at - 1] + sorted[at]) / 2;
                if (borders.Count == 0 || border > borders[^1]) borders.Add(border);
            }
        }

        double[] edges = [0, .. borders, 1];
        byte[] bins = [.. units.Select(unit => unit is { } some ? Place(borders, some) : Inactive)];
        return (bins, [.. edges.Skip(1).Zip(edges, (high, low) => high - low)]);
    }

    private static byte Place(List<double> borders, double unit)
    {
        var place = borders.BinarySearch(unit);
        return (byte)(place < 0 ? ~place : place);
    }

    /// <summary>
    /// Makes activity what the space says it is: a value that should not be there is not looked at, and one that is missing (a half-good import)
    /// counts as the most frequent one, so that it does not hide the parameter.
    /// </summary>
    private void Settle(int column)
    {
        Requirements[column] = [.. Columns[column].Requirements.Select(requirement => (requirement.Column, Allowed(requirement)))];
        var bins = Bins[column];
        var frequent = bins.Where(bin => bin != Inactive).GroupBy(bin => bin).OrderByDescending(group => group.Count()).ThenBy(group => group.Key).FirstOrDefault()?.Key ?? 0;
        for (var i = 0; i < bins.Length; i++)
        {
            var isActive = Array.TrueForAll(Requirements[column], r => Bins[r.Parent][i] != Inactive && (r.Bins >> Bins[r.Parent][i] & 1) != 0);
            if (!isActive) bins[i] = Inactive;
            else if (bins[i] == Inactive) bins[i] = frequent;
        }
    }

    private ulong Allowed(ActivationRequirement requirement)
    {
        ulong allowed = 0;
        var bins = Bins[requirement.Column];
        var values = Columns[requirement.Column].Values;
        for (var i = 0; i < bins.Length; i++)
        {
            if (bins[i] != Inactive && values[i] is { } value && requirement.Allows(value)) allowed |= 1UL << bins[i];
        }

        return allowed;
    }
}
