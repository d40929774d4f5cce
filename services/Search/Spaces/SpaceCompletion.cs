using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>Brings configurations that people wrote into the form that a strategy would have proposed.</summary>
public static class SpaceCompletion
{
    /// <summary>
    /// Adds active constants that were left out and puts floats with a step exactly on their grid (a rounding error of 1e-9
    /// steps is forgiven), in list elements too. Everything else stays, mistakes included, so check afterwards.
    /// </summary>
    public static Configuration Complete(this SearchSpace space, Configuration configuration)
    {
        var values = configuration.Entries.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
        {
            if (!values.TryGetValue(parameter.Name, out var value))
            {
                if (parameter is ConstantParameter constant && constant.IsActive(values)) values.Add(constant.Name, constant.Value);
            }
            else if (parameter is ListParameter list && value.Kind == ParameterValueKind.List)
            {
                values[list.Name] = ParameterValue.Of([.. value.List.Select(list.Element.Complete)]);
            }
            else if (parameter is FloatParameter { Step: not null } && ParameterLevels.IndexOf(parameter, value) is >= 0 and var level)
            {
                values[parameter.Name] = ParameterLevels.At(parameter, level);
            }
        }

        return Configuration.Of(values);
    }
}
