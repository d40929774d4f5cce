using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import.Building;

/// <summary>Whether a space holds a row.</summary>
internal static class RowCheck
{
    /// <summary>Brings the configuration into the space's own form; a row that is no point of it gets the first rule it breaks as its problem.</summary>
    public static bool Holds(SearchSpace space, Candidate candidate)
    {
        var configuration = space.Fit(candidate.Configuration);
        if (IsPlain(space, configuration))
        {
            candidate.Configuration = configuration;
            return true;
        }

        if (ConfigurationValidation.Check(space, configuration) is [var error, ..])
        {
            candidate.Trial.Refuse(error.Path, error.Message);
            return false;
        }

        candidate.Configuration = configuration;
        return true;
    }

    /// <summary>Whether it is valid and nothing but plain values says so: what most rows are, decided without the search for mistakes.</summary>
    public static bool IsPlain(SearchSpace space, Configuration configuration)
    {
        if (configuration.Entries.Length != space.Parameters.Length || !space.Rules.IsEmpty) return false;
        foreach (var parameter in space.Parameters)
        {
            if (parameter.When is not null || parameter is ListParameter || !configuration.TryGet(parameter.Name, out var value)) return false;
            var isTaken = parameter is FloatParameter { Step: null } range
                ? value.Kind == ParameterValueKind.Number && value.Number >= range.Low && value.Number <= range.High
                : ParameterLevels.IndexOf(parameter, value) >= 0;
            if (!isTaken) return false;
        }

        return true;
    }
}
