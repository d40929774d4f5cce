using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;

namespace ArchOpt.Search.Spaces;

/// <summary>Decides which parameters of a space a configuration has, in one pass in declaration order.</summary>
public static class Activation
{
    /// <summary>Whether a parameter is active given the values of the earlier ones; an inactive parent makes its dependants inactive.</summary>
    public static bool IsActive(this Parameter parameter, IReadOnlyDictionary<string, ParameterValue> earlier)
    {
        if (parameter.When is not { } condition) return true;
        foreach (var clause in condition.Clauses)
        {
            if (!earlier.TryGetValue(clause.Parameter, out var value) || !clause.Values.Contains(value)) return false;
        }

        return true;
    }

    /// <summary>
    /// Builds a configuration parameter by parameter; <paramref name="valueOf"/> is asked for active ones only.
    /// </summary>
    public static Configuration Build(this SearchSpace space, Func<Parameter, ParameterValue> valueOf)
    {
        var values = new Dictionary<string, ParameterValue>(space.Parameters.Length, StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
        {
            if (parameter.IsActive(values)) values.Add(parameter.Name, valueOf(parameter));
        }

        return Configuration.Of(values);
    }

    /// <summary>A copy with one value replaced; what becomes active through it is drawn, what becomes inactive is dropped.</summary>
    public static Configuration Replace(
        this SearchSpace space, Configuration configuration, string name, ParameterValue value, RandomStream stream) =>
        space.Build(parameter => parameter.Name == name ? value
            : configuration.TryGet(parameter.Name, out var kept) ? kept
            : parameter.SampleValue(stream));
}
