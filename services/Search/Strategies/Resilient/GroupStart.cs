using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>The first configuration of a group: that of an earlier group's best, or a moderate one.</summary>
internal static class GroupStart
{
    private const int Samples = 200;

    private const int Halvings = 8;

    /// <summary>Part of a stream's address that no trial number has.</summary>
    private const long StartStream = -7;

    /// <summary>
    /// An earlier group's best as a configuration of this one, never larger than the growth bound allows: else its numbers are brought
    /// towards the low end. Null when the rules leave nothing near it.
    /// </summary>
    /// <param name="space">This group's.</param>
    /// <param name="growth">Bounds it against <paramref name="best"/>.</param>
    /// <param name="best">The earlier group's.</param>
    /// <param name="others">The bests of the other groups it inherits from: they know values of parameters that <paramref name="best"/> lacks.</param>
    public static Configuration? Inherited(ModelGroupSpace space, GrowthBound growth, Configuration best, IReadOnlyList<Configuration> others)
    {
        var translated = space.Translate(best, others);
        for (var halving = 0; halving <= Halvings; halving++)
        {
            var candidate = halving == 0 ? translated : Moderation.Towards(space.Space, translated, null, Math.Pow(0.5, halving));
            if (space.Fit(candidate) is { } fitted && growth.Admits(fitted, best)) return fitted;
        }

        return null;
    }

    /// <summary>Moderate values; where the rules leave nothing near them, the smallest of some samples.</summary>
    /// <exception cref="InfeasibleSpaceException">No configuration of the group that satisfies the rules was found.</exception>
    public static Configuration Moderate(ModelGroupSpace space, GrowthBound growth, long seed, int group)
    {
        if (space.Fit(Moderation.Start(space.Space)) is { } moderate) return moderate;
        Configuration? smallest = null;
        for (var i = 0; i < Samples; i++)
        {
            var sample = space.Whole.Sample(RandomStream.For(seed, StartStream, group, i));
            if (space.Fit(space.Translate(sample, [])) is not { } fitted) continue;
            if (smallest is null || growth.Of(fitted) < growth.Of(smallest)) smallest = fitted;
            if (growth.Estimate is null) break;
        }

        return smallest ?? throw new InfeasibleSpaceException("No configuration of the group satisfies the rules.");
    }
}
