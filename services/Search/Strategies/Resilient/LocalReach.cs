using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Resilient;

/// <summary>The vicinity of an excellent configuration: how far its values move, and how far they may be from it.</summary>
/// <param name="Iterations">How many configurations of it are tried.</param>
/// <param name="Units">How many units (ints), rungs (ladders) a value moves at most.</param>
/// <param name="Step">How far a float moves at most, as a fraction of its value; of its range where the value is 0.</param>
/// <param name="Radius">What no value exceeds, repairs included: a fraction of the value, of a ladder's rungs. One level is always allowed: a small integer could never move otherwise.</param>
internal sealed record LocalReach(int Iterations, int Units, double Step, double Radius)
{
    /// <summary>Another value in reach; the same when there is none.</summary>
    public ParameterValue Draw(Parameter parameter, ParameterValue centre, RandomStream stream)
    {
        if (parameter is FloatParameter { Step: null } real)
        {
            var offset = (2 * stream.NextDouble() - 1) * Step * Magnitude(real, centre);
            return ParameterValue.Of(Math.Clamp(centre.Number + offset, real.Low, real.High));
        }

        var (level, last) = (ParameterLevels.IndexOf(parameter, centre), ParameterLevels.Count(parameter)!.Value - 1);
        var reach = Reach(parameter, centre);
        var (low, high) = (Math.Max(0, level - reach), Math.Min(last, level + reach));
        if (low == high) return centre;
        var to = low + stream.NextInt64(high - low); // all but the centre
        return ParameterLevels.At(parameter, to < level ? to : to + 1);
    }

    /// <summary>Whether a value is within the radius of the centre's.</summary>
    public bool Allows(Parameter parameter, ParameterValue value, ParameterValue centre)
    {
        if (value == centre) return true;
        if (parameter is FloatParameter { Step: null } real) return Math.Abs(value.Number - centre.Number) <= Radius * Magnitude(real, centre);
        return parameter is FloatParameter or IntParameter or OrdinalParameter
            && Math.Abs(ParameterLevels.IndexOf(parameter, value) - ParameterLevels.IndexOf(parameter, centre)) <= Levels(parameter, centre, Radius);
    }

    private long Reach(Parameter parameter, ParameterValue centre) =>
        Math.Min(Levels(parameter, centre, Radius), parameter is FloatParameter ? Levels(parameter, centre, Step) : Units);

    /// <summary>A fraction of the value in levels, at least one.</summary>
    private static long Levels(Parameter parameter, ParameterValue centre, double fraction) => Math.Max(1, parameter switch
    {
        FloatParameter { Step: { } step } grid => Whole(fraction * Magnitude(grid, centre) / step),
        IntParameter p => Whole(fraction * (centre.Number == 0 ? (double)p.High - p.Low : Math.Abs(centre.Number)) / p.Step),
        _ => Whole(fraction * ParameterLevels.Count(parameter)!.Value),
    });

    private static long Whole(double levels) => (long)Math.Min(levels + 1e-9, 1L << 53);

    private static double Magnitude(FloatParameter parameter, ParameterValue centre) =>
        centre.Number == 0 ? parameter.High - parameter.Low : Math.Abs(centre.Number);
}
