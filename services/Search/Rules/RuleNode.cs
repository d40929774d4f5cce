using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Rules;

internal enum RuleType
{
    Number,
    Text,
    Flag,

    /// <summary>Choices of several kinds: only known at evaluation.</summary>
    Any,

    /// <summary>A list parameter: only <c>len</c> takes it.</summary>
    List,

    /// <summary>One value per element of a list: only <c>len</c>, <c>sum</c>, <c>min</c> and <c>max</c> take it.</summary>
    Series,
}

/// <summary>A parsed part of a rule: its type, where it stands, and what it evaluates to.</summary>
internal sealed record RuleNode(RuleType Type, int Column, Func<Configuration, RuleValue> Evaluate)
{
    /// <summary>The values of a series or the elements of a list; null for a single value.</summary>
    public Func<Configuration, IEnumerable<RuleValue>>? Items { get; init; }

    /// <summary>The type of the values of a series.</summary>
    public RuleType ItemType { get; init; } = RuleType.Any;

    public static RuleType TypeOf(Parameter parameter) => parameter switch
    {
        FloatParameter or IntParameter => RuleType.Number,
        OrdinalParameter p => TypeOf(p.Values.Select(value => value.Kind)),
        CategoricalParameter p => TypeOf(p.Values.Select(value => value.Kind)),
        ConstantParameter p => TypeOf([p.Value.Kind]),
        _ => RuleType.List,
    };

    private static RuleType TypeOf(IEnumerable<ParameterValueKind> kinds)
    {
        var distinct = kinds.Distinct().ToArray();
        if (distinct.Length != 1) return RuleType.Any;
        return distinct[0] switch
        {
            ParameterValueKind.Number => RuleType.Number,
            ParameterValueKind.Text => RuleType.Text,
            ParameterValueKind.Flag => RuleType.Flag,
            _ => RuleType.Any,
        };
    }
}
