using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Completes configurations that people began: what they leave out at the top level is drawn at random.</summary>
public static class ConfigurationFill
{
    private const int Draws = 200;

    /// <summary>Part of a stream's address that no trial number has.</summary>
    private const long FillStream = -3;

    /// <summary>
    /// The configuration with constants added and missing parameters drawn, by a stream that depends on seed and index alone.
    /// Where it cannot be completed it comes back as far as constants go, so validating it tells why.
    /// </summary>
    public static Configuration Fill(this SearchSpace space, Configuration configuration, long seed, long index)
    {
        var begun = space.Complete(configuration);
        if (!Missing(space, begun, out var first) || first.Length == 0) return begun;
        for (var draw = 0; draw < Draws; draw++)
        {
            var sample = space.Sample(RandomStream.For(seed, FillStream, index, draw));
            if (Merge(space, begun, sample) is { } complete) return complete;
        }

        return begun;
    }

    private static Configuration? Merge(SearchSpace space, Configuration begun, Configuration sample)
    {
        var always = space.Parameters.Where(p => p.When is null).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        while (Missing(space, begun, out var names))
        {
            if (names.Length == 0) return begun;
            // Those that are always active at once, the others one at a time: a value may make later parameters active, or not.
            string[] next = [.. names.Where(always.Contains).DefaultIfEmpty(names[0])];
            foreach (var name in next)
            {
                if (!sample.TryGet(name, out var value)) return null;
                begun = begun.With(name, value);
            }
        }

        return null;
    }

    /// <summary>The missing parameters in the order of the space; false when the configuration has other mistakes.</summary>
    private static bool Missing(SearchSpace space, Configuration configuration, out string[] names)
    {
        var errors = ConfigurationValidation.Check(space, configuration);
        names = [.. space.Parameters.Select(p => p.Name).Where(name => !configuration.TryGet(name, out _) && errors.Any(e => e.Path == name))];
        return names.Length == errors.Length;
    }
}
