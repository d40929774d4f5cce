using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import.Inference;

/// <summary>What kind of parameter could have taken certain values.</summary>
internal static class ScalarInference
{
    /// <summary>Text beside numbers is a choice of its own (<c>none</c>) when there are no more kinds of values than this, and no mistake.</summary>
    private const int FewMixed = 12;

    /// <param name="counts">How often it had each value; lists are none. At least one.</param>
    /// <param name="isGroup">Whether its values name groups, which have no order.</param>
    public static Parameter Of(string name, IReadOnlyDictionary<ParameterValue, int> counts, bool isGroup)
    {
        if (isGroup) return new CategoricalParameter(name, Sorted(counts.Keys));
        if (counts.Count == 1) return new ConstantParameter(name, counts.Keys.Single());
        var numbers = counts.Where(pair => pair.Key.Kind == ParameterValueKind.Number).ToList();
        if (numbers.Count == 0) return new CategoricalParameter(name, Sorted(counts.Keys));
        if (numbers.Count < counts.Count && !AreMistakes(counts)) return new CategoricalParameter(name, Sorted(counts.Keys));
        return numbers.Count == 1
            ? new ConstantParameter(name, numbers[0].Key)
            : OfNumbers(name, new(numbers.Select(pair => pair.Key.Number), numbers.Sum(pair => pair.Value)));
    }

    /// <summary>Flags, then numbers, then texts in the order of people: 2M before 20M.</summary>
    public static ImmutableArray<ParameterValue> Sorted(IEnumerable<ParameterValue> values) => [.. values.Order(Comparer<ParameterValue>.Create(Compare))];

    /// <summary>A few texts among many numbers are slips of the pen, and their rows are bad; texts that come again and again are meant.</summary>
    private static bool AreMistakes(IReadOnlyDictionary<ParameterValue, int> counts)
    {
        var others = counts.Where(pair => pair.Key.Kind != ParameterValueKind.Number).ToList();
        var share = (double)others.Sum(pair => pair.Value) / counts.Values.Sum();
        return share <= 0.5 && (counts.Count > FewMixed || share < 0.05 || others.Any(pair => pair.Value < 2));
    }

    private static Parameter OfNumbers(string name, NumberLadder ladder)
    {
        if (ladder.Values.Length == 1) return new ConstantParameter(name, ladder.Low);
        var grid = ladder.Grid();
        if (ladder.IsWhole) return OfWhole(name, ladder, grid);
        if (grid is { } step && !(ladder.IsGeometric && ladder.IsLogarithmic) && OnGrid(name, ladder, step) is { } stepped) return stepped;
        if (ladder.IsLogarithmic) return new FloatParameter(name, ladder.Low, ladder.High, Log: true);
        return ladder.IsChoice ? Ordinal(name, ladder) : Range(name, ladder);
    }

    private static Parameter OfWhole(string name, NumberLadder ladder, double? grid)
    {
        var (low, high) = ((long)ladder.Low, (long)ladder.High);
        var areNeighbours = ladder.Values.Length == 2 && high - low == 1;
        if (ladder.IsGeometric && ladder.IsChoice) return Ordinal(name, ladder);
        if (grid is { } step) return new IntParameter(name, low, high, Step: (long)step);
        if (ladder.IsChoice && !areNeighbours) return Ordinal(name, ladder);
        return new IntParameter(name, low, high, Log: low >= 1 && ladder.IsLogarithmic);
    }

    private static FloatParameter? OnGrid(string name, NumberLadder ladder, double step)
    {
        var parameter = new FloatParameter(name, ladder.Values[0], ladder.Values[^1], Step: step);
        if (!SpaceValidation.Check(new([parameter])).IsEmpty) return null;
        foreach (var value in ladder.Values)
        {
            if (ParameterLevels.IndexOf(parameter, value) < 0) return null;
        }

        return parameter;
    }

    private static OrdinalParameter Ordinal(string name, NumberLadder ladder)
    {
        var values = ImmutableArray.CreateBuilder<ParameterValue>(ladder.Values.Length);
        foreach (var value in ladder.Values) values.Add(value);
        return new(name, values.MoveToImmutable());
    }

    private static Parameter Range(string name, NumberLadder ladder) =>
        double.IsFinite(ladder.High - ladder.Low) ? new FloatParameter(name, ladder.Low, ladder.High) : Ordinal(name, ladder);

    private static int Compare(ParameterValue left, ParameterValue right)
    {
        if (left.Kind != right.Kind) return Rank(left).CompareTo(Rank(right));
        return left.Kind switch
        {
            ParameterValueKind.Number => left.Number.CompareTo(right.Number),
            ParameterValueKind.Flag => left.Flag.CompareTo(right.Flag),
            ParameterValueKind.Text => NaturalOrder.Compare(left.Text, right.Text),
            _ => string.CompareOrdinal(left.ToString(), right.ToString()),
        };
    }

    private static int Rank(ParameterValue value) => value.Kind switch
    {
        ParameterValueKind.Flag => 0,
        ParameterValueKind.Number => 1,
        _ => 2,
    };
}
