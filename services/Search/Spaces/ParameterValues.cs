using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>Says in words which values a parameter takes, for messages to people.</summary>
public static class ParameterValues
{
    private const int Shown = 8;

    /// <summary><c>one of "gat", "gt"</c>, <c>an integer in [2, 16]</c>.</summary>
    public static string Describe(Parameter parameter) => parameter switch
    {
        FloatParameter { Step: { } step } p => $"a number in [{p.Low}, {p.High}] in steps of {step}",
        FloatParameter p => $"a number in [{p.Low}, {p.High}]",
        IntParameter { Step: > 1 } p => $"an integer in [{p.Low}, {p.High}] in steps of {p.Step}",
        IntParameter p => $"an integer in [{p.Low}, {p.High}]",
        OrdinalParameter p => OneOf(p.Values),
        CategoricalParameter p => OneOf(p.Values),
        ConstantParameter p => p.Value.ToString(),
        ListParameter p => $"a list of {p.Min} to {p.Max} elements",
        _ => throw new InvalidOperationException($"Invariant: unknown kind of parameter {parameter.GetType().Name}."),
    };

    private static string OneOf(ImmutableArray<ParameterValue> values) =>
        "one of " + string.Join(", ", values.Take(Shown)) + (values.Length > Shown ? $", ... ({values.Length} values)" : "");
}
