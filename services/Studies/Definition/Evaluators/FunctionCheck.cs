using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>What a test function can evaluate: every parameter is a coordinate, so it is a number in every configuration.</summary>
internal static class FunctionCheck
{
    public static IEnumerable<SpaceError> Of(SearchSpace space, EvaluatorSettings settings)
    {
        foreach (var parameter in space.Parameters)
        {
            var path = $"space.{parameter.Name}";
            if (!IsNumeric(parameter)) yield return new(path, "must be a number for evaluator 'function'");
            else if (parameter.When is not null) yield return new(path + ".when", "evaluator 'function' needs every parameter in every configuration");
        }

        var function = FunctionNames.Find(settings.Text("function")!)!;
        var count = space.Parameters.Length;
        if (function.Dimensions is { } exactly && exactly != count)
            yield return new("space", $"must have {Parameters(exactly)} for function '{function.Name}' (has {count})");
        else if (count < function.FewestDimensions)
            yield return new("space", $"must have at least {Parameters(function.FewestDimensions)} for function '{function.Name}' (has {count})");
    }

    private static string Parameters(int count) => count == 1 ? "1 parameter" : $"{count} parameters";

    private static bool IsNumeric(Parameter parameter) => parameter switch
    {
        FloatParameter or IntParameter => true,
        OrdinalParameter p => p.Values.All(value => value.Kind == ParameterValueKind.Number),
        CategoricalParameter p => p.Values.All(value => value.Kind == ParameterValueKind.Number),
        ConstantParameter p => p.Value.Kind == ParameterValueKind.Number,
        _ => false,
    };
}
