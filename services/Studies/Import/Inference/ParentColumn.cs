using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import.Inference;

/// <summary>A parameter that may decide whether another one is active, with the number of its value in each configuration.</summary>
internal sealed class ParentColumn
{
    private const int MostValues = 20;
    private readonly List<ParameterValue> values = [];
    private readonly int[] levels;

    private ParentColumn(Parameter parameter, IReadOnlyList<Configuration> configurations)
    {
        Parameter = parameter;
        levels = new int[configurations.Count];
        var numbers = new Dictionary<ParameterValue, int>();
        for (var i = 0; i < levels.Length; i++)
        {
            if (!configurations[i].TryGet(parameter.Name, out var value)) levels[i] = Absent;
            else if (numbers.TryGetValue(value, out var level)) levels[i] = level;
            else
            {
                numbers.Add(value, levels[i] = values.Count);
                values.Add(value);
            }
        }
    }

    public static int Absent => -1;

    public Parameter Parameter { get; }

    public int Count => values.Count;

    public ReadOnlySpan<int> Levels => levels;

    /// <summary>Null when the parameter has too many values, or none to name.</summary>
    public static ParentColumn? Of(Parameter parameter, IReadOnlyList<Configuration> configurations)
    {
        var mayDecide = parameter switch
        {
            CategoricalParameter p => p.Values.Length <= MostValues,
            OrdinalParameter p => p.Values.Length <= MostValues,
            IntParameter { Log: false } p => ParameterLevels.Count(p) <= MostValues,
            _ => false,
        };
        if (!mayDecide) return null;
        var column = new ParentColumn(parameter, configurations);
        return parameter is CategoricalParameter || configurations.Count >= 2 * column.Count ? column : null; // numbers that each occur once explain anything
    }

    public ConditionClause Clause(Func<int, bool> isActive) =>
        new(Parameter.Name, ScalarInference.Sorted(Enumerable.Range(0, Count).Where(isActive).Select(level => values[level])));
}

/// <summary>How the values of one parent go with the presence of a child.</summary>
internal sealed class ParentSplit
{
    private readonly ParentColumn parent;
    private readonly int[] with;
    private readonly int[] without;
    private readonly int orphans;

    public ParentSplit(ParentColumn parent, ReadOnlySpan<bool> isPresent)
    {
        this.parent = parent;
        (with, without) = (new int[parent.Count], new int[parent.Count]);
        var levels = parent.Levels;
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] == ParentColumn.Absent) orphans += isPresent[i] ? 1 : 0;
            else (isPresent[i] ? with : without)[levels[i]]++;
        }
    }

    /// <summary>The parent is there wherever the child is, and has a value that the child never goes with.</summary>
    public bool MayExplain => orphans == 0 && (parent.Levels.Contains(ParentColumn.Absent) || with.Contains(0));

    public bool Explains => orphans == 0 && with.Zip(without).All(pair => pair.First == 0 || pair.Second == 0);

    /// <summary>Configurations that go against what most of the same value do.</summary>
    public int Contradictions => orphans + with.Zip(without, Math.Min).Sum();

    public bool HasMajority => with.Zip(without).Any(pair => pair.First > pair.Second);

    /// <summary>The less, the likelier it is the reason.</summary>
    public int Rank => parent.Parameter switch
    {
        CategoricalParameter => 0,
        OrdinalParameter => 100,
        _ => 200,
    } + with.Count(count => count > 0);

    public bool ExplainsWith(ParentSplit other, ReadOnlySpan<bool> isPresent)
    {
        ReadOnlySpan<int> mine = parent.Levels, others = other.parent.Levels;
        for (var i = 0; i < isPresent.Length; i++)
        {
            if (!isPresent[i] && Allows(mine[i]) && other.Allows(others[i])) return false;
        }

        return true;
    }

    public ConditionClause Clause() => parent.Clause(level => with[level] > 0);

    public ConditionClause Majority() => parent.Clause(level => with[level] > without[level]);

    private bool Allows(int level) => level != ParentColumn.Absent && with[level] > 0;
}
