using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Strategies.GaussianProcess;

/// <summary>The part of a conditional space in which one parameter has one of the values that bring further parameters with them.</summary>
internal sealed class Branch
{
    private readonly CandidateSpace space;
    private readonly int dimension;
    private readonly long level;
    private readonly (int Dimension, long[] Levels)[] ancestors;

    private Branch(CandidateSpace space, int dimension, long level)
    {
        (this.space, this.dimension, this.level) = (space, dimension, level);
        var path = new List<(int, long[])>();
        Climb(space.Encoding.Dimensions[dimension].Parameter, path);
        ancestors = [.. path];

        void Climb(Parameter parameter, List<(int, long[])> to)
        {
            foreach (var clause in parameter.When?.Clauses ?? [])
            {
                if (Find(space, clause.Parameter) is not (>= 0 and var d)) continue;
                to.Add((d, LevelsOf(space, d, clause)));
                Climb(space.Encoding.Dimensions[d].Parameter, to);
            }
        }
    }

    /// <summary>All branches of a space: one for each value of a parameter outside lists on which another parameter's condition depends.</summary>
    public static Branch[] Of(CandidateSpace space)
    {
        var found = new SortedSet<(int Dimension, long Level)>();
        foreach (var clause in space.Space.Parameters.SelectMany(parameter => parameter.When?.Clauses ?? []))
        {
            if (Find(space, clause.Parameter) is not (>= 0 and var d)) continue;
            found.UnionWith(LevelsOf(space, d, clause).Select(level => (d, level)));
        }

        return [.. found.Select(at => new Branch(space, at.Dimension, at.Level))];
    }

    public bool Contains(EncodedPoint point) => point.Active[dimension] && space.LevelOf(dimension, point.Coordinates[dimension]) == level;

    public override string ToString() =>
        $"{space.Encoding.Dimensions[dimension].Path} is {ParameterLevels.At(space.Encoding.Dimensions[dimension].Parameter, level)}";

    /// <summary>Moves genes into the branch; what is in it already stays.</summary>
    public double[] Enter(double[] genes, RandomStream stream)
    {
        Set(dimension, [level]);
        foreach (var (ancestor, levels) in ancestors) Set(ancestor, levels);
        return genes;

        void Set(int at, long[] levels)
        {
            if (!levels.Contains(space.LevelOf(at, genes[at]))) genes[at] = space.UnitAt(at, levels[stream.NextInt32(levels.Length)]);
        }
    }

    private static int Find(CandidateSpace space, string name)
    {
        var dimensions = space.Encoding.Dimensions;
        for (var d = 0; d < dimensions.Length; d++)
        {
            if (dimensions[d].Slot < 0 && dimensions[d].Kind != DimensionKind.Continuous && dimensions[d].Parameter.Name == name
                && dimensions[d].Parameter is not ListParameter) return d;
        }

        return -1;
    }

    private static long[] LevelsOf(CandidateSpace space, int dimension, ConditionClause clause)
    {
        var parameter = space.Encoding.Dimensions[dimension].Parameter;
        return [.. clause.Values.Select(value => space.LevelOf(dimension, UnitScale.Of(parameter, value))).Distinct().Order()];
    }
}
