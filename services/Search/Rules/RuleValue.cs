using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Rules;

internal enum RuleValueKind
{
    /// <summary>Has no value: a division by zero, an overflow, text in arithmetic. A rule of this value does not hold.</summary>
    Undefined,

    /// <summary>Speaks of something that the configuration does not have. A rule of this value holds.</summary>
    Inactive,
    Number,
    Text,
    Flag,
}

/// <summary>What a part of a rule evaluates to.</summary>
internal readonly record struct RuleValue(RuleValueKind Kind, double Number, string? Text)
{
    public static RuleValue Undefined => default;

    public static RuleValue Inactive { get; } = new(RuleValueKind.Inactive, 0, null);

    public bool IsTrue => Kind == RuleValueKind.Flag && Number != 0;

    public bool IsMissing => Kind is RuleValueKind.Undefined or RuleValueKind.Inactive;

    public static RuleValue Of(double number) => double.IsFinite(number) ? new(RuleValueKind.Number, number, null) : Undefined;

    public static RuleValue Of(string text) => new(RuleValueKind.Text, 0, text);

    public static RuleValue Of(bool flag) => new(RuleValueKind.Flag, flag ? 1 : 0, null);

    public static RuleValue Of(ParameterValue value) => value.Kind switch
    {
        ParameterValueKind.Number => Of(value.Number),
        ParameterValueKind.Text => Of(value.Text),
        ParameterValueKind.Flag => Of(value.Flag),
        _ => Undefined,
    };
}
