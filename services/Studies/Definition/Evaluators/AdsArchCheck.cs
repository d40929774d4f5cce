using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>What the ads architecture simulator can evaluate: 1 to 5 sub-architectures of 1 to 5 layers of one width.</summary>
internal static class AdsArchCheck
{
    private const int MostSubArchitectures = 5;
    private const int MostLayers = 5;
    private const double DefaultDays = 60;
    private const int GpusOfOneRun = 8;
    private const int LeastWidth = 64;
    private const double DefaultMaxWidth = 2048;

    public static IEnumerable<SpaceError> Of(SearchSpace space, EvaluatorSettings settings)
    {
        var maxWidth = settings.Number("max_width") ?? DefaultMaxWidth;
        return Architecture(space, maxWidth).Concat(Modifiers(settings)).Concat(Widths(settings, maxWidth)).Concat(Budget(settings));
    }

    private static IEnumerable<SpaceError> Architecture(SearchSpace space, double maxWidth)
    {
        if (space.Parameters.FirstOrDefault(p => p.Name == "arch") is not ListParameter arch)
        {
            yield return new("space.arch", "evaluator 'ads-arch' needs a list parameter 'arch' of 'width' and 'depth'");
            yield break;
        }

        if (arch.When is not null) yield return new("space.arch.when", "evaluator 'ads-arch' needs 'arch' in every configuration");
        if (arch.Min < 1) yield return new("space.arch.min", $"must be >= 1 for evaluator 'ads-arch' (was {arch.Min})");
        if (arch.Max > MostSubArchitectures)
            yield return new("space.arch.max", $"must be <= {MostSubArchitectures} for evaluator 'ads-arch' (was {arch.Max})");
        foreach (var error in Dimension(arch.Element, "width", LeastWidth, maxWidth, LeastWidth)) yield return error;
        foreach (var error in Dimension(arch.Element, "depth", 1, MostLayers, 1)) yield return error;
    }

    private static IEnumerable<SpaceError> Dimension(SearchSpace element, string name, double low, double high, int unit)
    {
        var path = $"space.arch.of.{name}";
        if (element.Parameters.FirstOrDefault(p => p.Name == name) is not { } parameter)
            yield return new(path, $"evaluator 'ads-arch' needs the parameter '{name}'");
        else if (parameter.When is not null)
            yield return new(path + ".when", $"evaluator 'ads-arch' needs '{name}' in every element");
        else if (!IsWithin(parameter, low, high, unit))
            yield return new(path, $"must be {(unit == 1 ? "whole numbers" : $"multiples of {unit}")} from {low} to {high} for evaluator 'ads-arch'");
    }

    private static bool IsWithin(Parameter parameter, double low, double high, int unit)
    {
        return parameter switch
        {
            IntParameter p => Fits(p.Low) && Fits(p.High) && p.Step % unit == 0,
            FloatParameter { Step: { } step } p => Fits(p.Low) && Fits(p.High) && step % unit == 0,
            OrdinalParameter p => p.Values.All(IsFitting),
            CategoricalParameter p => p.Values.All(IsFitting),
            ConstantParameter p => IsFitting(p.Value),
            _ => false,
        };

        bool IsFitting(ParameterValue value) => value.Kind == ParameterValueKind.Number && Fits(value.Number);
        bool Fits(double value) => value >= low && value <= high && value % unit == 0;
    }

    private static IEnumerable<SpaceError> Modifiers(EvaluatorSettings settings)
    {
        if (settings.Rows("modifiers") is not { } rows) yield break;
        const string path = "evaluator.settings.modifiers";
        if (rows.All(row => row[0] * (row[2] + row[3] + row[4]) == 0))
            yield return new(path, "must weigh quality: in some row the NE weight and a scale must be > 0");
        if (rows.All(row => row[1] == 0))
            yield return new(path, "must weigh speed: in some row the QPS weight must be > 0");
    }

    /// <summary>A budget below the cost of one run would refuse every trial, one after the other.</summary>
    private static IEnumerable<SpaceError> Budget(EvaluatorSettings settings)
    {
        var cost = (settings.Number("days") ?? DefaultDays) * GpusOfOneRun;
        if (settings.Number("gpu_days") is { } budget && budget < cost)
            yield return new("evaluator.settings.gpu_days", $"must be >= {cost}, the cost of one trial: {GpusOfOneRun} GPUs x days (was {budget})");
    }

    private static IEnumerable<SpaceError> Widths(EvaluatorSettings settings, double maxWidth)
    {
        if (maxWidth % LeastWidth != 0) yield return new("evaluator.settings.max_width", $"must be a multiple of {LeastWidth} (was {maxWidth})");
        const string path = "evaluator.settings.baseline";
        var rows = settings.Rows("baseline") ?? [];
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Distinct().Count() > 1)
                yield return new($"{path}[{i}]", $"must have layers of one width (was {string.Join(", ", rows[i])})");
            else if (rows[i][0] > maxWidth || rows[i][0] % LeastWidth != 0)
                yield return new($"{path}[{i}]", $"must be a multiple of {LeastWidth} up to {maxWidth} (was {rows[i][0]})");
        }
    }
}
