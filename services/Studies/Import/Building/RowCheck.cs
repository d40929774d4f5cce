using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import.Building;

/// <summary>Whether a space holds a row.</summary>
internal static class RowCheck
{
    /// <summary>Brings the configuration into the space's own form; a row that is no point of it gets the first rule it breaks as its problem.</summary>
    public static bool Holds(SearchSpace space, Candidate candidate)
    {
        var configuration = space.Fit(candidate.Configuration);
        if (ConfigurationValidation.Check(space, configuration) is [var error, ..])
        {
            candidate.Trial.Refuse(error.Path, error.Message);
            return false;
        }

        candidate.Configuration = configuration;
        return true;
    }
}
