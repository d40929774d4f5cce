using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Export;
using ArchOpt.Studies.Import.Inference;

namespace ArchOpt.Studies.Import.Building;

/// <summary>
/// Reads values as the space means them: a table cannot tell the text "8" from the number, nor the text "true" from the boolean, and
/// arithmetic leaves 0.30000000000000004 where the ladder has 0.3.
/// </summary>
internal static class SpaceFit
{
    /// <summary>The same configuration in the space's own values, its constants added. What does not fit stays as it is, for the check to find.</summary>
    public static Configuration Fit(this SearchSpace space, Configuration configuration)
    {
        var values = Values(space, configuration);
        return IsComplete(space, values) ? values : space.Complete(values);
    }

    /// <summary>Whether completing would change nothing: most rows are so, and there are many.</summary>
    private static bool IsComplete(SearchSpace space, Configuration configuration)
    {
        foreach (var parameter in space.Parameters)
        {
            var isPresent = configuration.TryGet(parameter.Name, out var value);
            if (parameter is ListParameter && isPresent || parameter is ConstantParameter && !isPresent) return false;
            if (parameter is not FloatParameter { Step: not null } || !isPresent) continue;
            var level = ParameterLevels.IndexOf(parameter, value);
            if (level >= 0 && ParameterLevels.At(parameter, level) != value) return false;
        }

        return true;
    }

    private static Configuration Values(SearchSpace space, Configuration configuration)
    {
        Dictionary<string, ParameterValue>? changed = null;
        foreach (var parameter in space.Parameters)
        {
            if (!configuration.TryGet(parameter.Name, out var value)) continue;
            var meant = Value(parameter, value);
            if (meant == value) continue;
            changed ??= configuration.Entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
            changed[parameter.Name] = meant;
        }

        return changed is null ? configuration : Configuration.Of(changed);
    }

    private static ParameterValue Value(Parameter parameter, ParameterValue value)
    {
        switch (parameter)
        {
            case ListParameter list when value.Kind == ParameterValueKind.List:
                return value.List.IsEmpty ? value : ParameterValue.Of([.. value.List.Select(item => Values(list.Element, item))]);
            case ListParameter when value.Kind == ParameterValueKind.Text && value.Text == ConfigurationPaths.EmptyList:
                return ParameterValue.Of([]);
            case CategoricalParameter p:
                return Choice(p.Values, value);
            case OrdinalParameter p:
                return Choice(p.Values, value);
            case ConstantParameter p:
                return Choice([p.Value], value);
            default:
                return value;
        }
    }

    private static ParameterValue Choice(IReadOnlyList<ParameterValue> choices, ParameterValue value)
    {
        foreach (var choice in choices)
        {
            if (choice == value) return value;
        }

        foreach (var choice in choices)
        {
            if (MeansTheSame(choice, value)) return choice;
        }

        return value;
    }

    private static bool MeansTheSame(ParameterValue choice, ParameterValue value) => (choice.Kind, value.Kind) switch
    {
        (ParameterValueKind.Number, ParameterValueKind.Number) => NumberLadder.Snap([choice.Number], value.Number) is not null,
        (ParameterValueKind.Text, ParameterValueKind.Number) => IsNumber(choice.Text, value.Number),
        (ParameterValueKind.Number, ParameterValueKind.Text) => IsNumber(value.Text, choice.Number),
        (ParameterValueKind.Text, ParameterValueKind.Flag) => bool.TryParse(choice.Text, out var flag) && flag == value.Flag,
        (ParameterValueKind.Flag, ParameterValueKind.Number) => value.Number == (choice.Flag ? 1 : 0),
        _ => false,
    };

    private static bool IsNumber(string text, double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) && parsed.Equals(number);
}
