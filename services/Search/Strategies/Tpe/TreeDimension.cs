using System.Collections.Immutable;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.Tpe;

/// <summary>One dimension of the encoded space, with what decides whether it is active. Parents come before their children.</summary>
/// <param name="Kind">What distances mean.</param>
/// <param name="Levels">How many values; 0 when continuous.</param>
/// <param name="Edges">
/// The borders of the levels' shares of [0, 1], one more than levels; empty when continuous, when categorical, and for ordered
/// dimensions with more levels than are worth telling apart (<see cref="ParzenTree.MostLevels"/>).
/// </param>
/// <param name="Parameter">The parameter behind it; the list itself for its length.</param>
/// <param name="Needs">All must hold.</param>
internal sealed record TreeDimension(
    DimensionKind Kind, long Levels, ImmutableArray<double> Edges, Parameter Parameter, ImmutableArray<TreeNeed> Needs)
{
    /// <summary>True when a kernel is a table over levels: the others are densities of a truncated normal.</summary>
    public bool IsTabular => Kind == DimensionKind.Ordered && !Edges.IsEmpty;

    /// <summary>True when a kernel gives each level a mass.</summary>
    public bool HasMasses => IsTabular || Kind == DimensionKind.Categorical;

    /// <summary>The level that a coordinate stands for.</summary>
    public long LevelOf(double unit)
    {
        if (!Edges.IsEmpty)
        {
            var at = Edges.BinarySearch(unit);
            return Math.Clamp(at >= 0 ? at : ~at - 1, 0, Levels - 1);
        }

        return Parameter is IntParameter { Log: true } integer
            ? (long)UnitScale.At(integer, unit).Number - integer.Low
            : Math.Clamp((long)(unit * Levels), 0, Levels - 1);
    }

    /// <summary>The coordinate of a level: the same as its encoding's.</summary>
    public double At(long level) => Parameter is ListParameter
        ? (level + 0.5) / Levels
        : UnitScale.Of(Parameter, ParameterLevels.At(Parameter, level));

    /// <summary>The coordinate of what a coordinate decodes to.</summary>
    public double Snap(double unit)
    {
        if (Kind == DimensionKind.Continuous) return unit;
        return Parameter is IntParameter { Log: true }
            ? UnitScale.Of(Parameter, UnitScale.At(Parameter, unit))
            : (LevelOf(unit) + 0.5) / Levels;
    }
}

/// <summary>Another dimension must be active and at one of some levels (a condition; empty: any) and no lower than one (a list long enough for the slot).</summary>
internal sealed record TreeNeed(int Dimension, ImmutableHashSet<long> Levels, long AtLeast);
