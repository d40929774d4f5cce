using System.Collections.Immutable;
using System.Numerics;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>
/// Counts and ranks the configurations of a space by dynamic programming over its parameters in order. The state is
/// what later conditions can still see of earlier parameters, so independent parameters cost one multiplication and
/// a million levels cost no more than the few that conditions name.
/// </summary>
internal sealed class SpaceCounting
{
    private const int MaxStates = 20_000;
    private const int Inactive = -1;
    private const int Other = -2;

    private readonly SearchSpace space;
    private readonly ImmutableArray<Parent?> parents;
    private readonly ImmutableArray<SpaceCounting?> elements;
    private readonly ImmutableArray<BigInteger> own;
    private readonly Dictionary<(int Index, string Seen), BigInteger> suffixes = [];

    public SpaceCounting(SearchSpace space)
    {
        this.space = space;
        parents = [.. space.Parameters.Select(parameter => Parent.Of(space, parameter))];
        elements = [.. space.Parameters.Select(p => p is ListParameter list ? new SpaceCounting(list.Element) : null)];
        IsExact = elements.All(element => element is null || element.IsExact);
        own = [.. space.Parameters.Select((parameter, i) => Own(parameter, elements[i]))];
        Count = Suffix(0, new int[space.Parameters.Length]);
    }

    /// <summary>The number of configurations, a continuous parameter counting as one value; an upper bound when not exact.</summary>
    public BigInteger Count { get; }

    /// <summary>False when conditions are so entangled that their combinations were not followed through.</summary>
    public bool IsExact { get; private set; }

    /// <summary>The configuration of a rank in 0..Count-1, in lexicographic order of the parameters as declared.</summary>
    public Configuration At(BigInteger rank)
    {
        var values = new List<KeyValuePair<string, ParameterValue>>(space.Parameters.Length);
        var seen = new int[space.Parameters.Length];
        for (var i = 0; i < space.Parameters.Length; i++)
        {
            var parameter = space.Parameters[i];
            seen[i] = Inactive;
            if (!IsActive(parameter, seen)) continue;
            BigInteger position;
            if (parents[i] is { } parent) (position, rank) = Descend(i, parent, seen, rank);
            else position = BigInteger.DivRem(rank, Suffix(i + 1, seen), out rank);
            values.Add(new(parameter.Name, elements[i] is { } element
                ? ListAt((ListParameter)parameter, element, position)
                : ParameterLevels.At(parameter, (long)position)));
        }

        return Configuration.Of(values);
    }

    /// <summary>Finds the level of a parent whose block of completions holds the rank, and the rank within that block.</summary>
    private (BigInteger Level, BigInteger Rank) Descend(int index, Parent parent, int[] seen, BigInteger rank)
    {
        seen[index] = Other;
        var other = Suffix(index + 1, seen);
        var level = BigInteger.Zero;
        for (var j = 0; j < parent.Levels.Length; j++)
        {
            seen[index] = Other;
            var block = (parent.Levels[j] - level) * other;
            if (rank < block) return (level + BigInteger.DivRem(rank, other, out rank), rank);
            rank -= block;
            level = parent.Levels[j];
            seen[index] = j;
            var completions = Suffix(index + 1, seen);
            if (rank < completions) return (level, rank);
            rank -= completions;
            level++;
        }

        seen[index] = Other;
        return (level + BigInteger.DivRem(rank, other, out rank), rank);
    }

    private static ParameterValue ListAt(ListParameter list, SpaceCounting element, BigInteger position)
    {
        var length = list.Min;
        var block = BigInteger.Pow(element.Count, length);
        while (position >= block)
        {
            position -= block;
            length++;
            block *= element.Count;
        }

        var items = new Configuration[length];
        for (var i = length - 1; i >= 0; i--)
        {
            position = BigInteger.DivRem(position, element.Count, out var rank);
            items[i] = element.At(rank);
        }

        return ParameterValue.Of([.. items]);
    }

    /// <summary>The number of ways to complete a configuration from a parameter on.</summary>
    private BigInteger Suffix(int index, int[] seen)
    {
        if (index == space.Parameters.Length) return BigInteger.One;
        var key = (index, Visible(index, seen));
        if (suffixes.TryGetValue(key, out var known)) return known;
        IsExact &= suffixes.Count < MaxStates;
        if (!IsExact) return UpperBound(index);

        BigInteger count;
        var before = seen[index];
        if (!IsActive(space.Parameters[index], seen))
        {
            seen[index] = Inactive;
            count = Suffix(index + 1, seen);
        }
        else if (parents[index] is { } parent)
        {
            seen[index] = Other;
            count = (own[index] - parent.Levels.Length) * Suffix(index + 1, seen);
            for (var j = 0; j < parent.Levels.Length; j++)
            {
                seen[index] = j;
                count += Suffix(index + 1, seen);
            }
        }
        else
        {
            seen[index] = Inactive;
            count = own[index] * Suffix(index + 1, seen);
        }

        seen[index] = before;
        return suffixes[key] = count;
    }

    private BigInteger UpperBound(int index)
    {
        var bound = BigInteger.One;
        for (var i = index; i < own.Length; i++) bound *= space.Parameters[i].When is null ? own[i] : own[i] + 1;
        return bound;
    }

    /// <summary>What conditions from a parameter on can see of the earlier ones.</summary>
    private string Visible(int index, int[] seen) => string.Create(index, (seen, parents, index), static (text, state) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = state.parents[i] is { } parent && parent.LastUse >= state.index ? (char)(state.seen[i] + 2) : ' ';
    });

    private bool IsActive(Parameter parameter, int[] seen)
    {
        if (parameter.When is not { } condition) return true;
        foreach (var clause in condition.Clauses)
        {
            var index = IndexOf(space, clause.Parameter);
            if (seen[index] < 0 || !clause.Values.Contains(parents[index]!.Values[seen[index]])) return false;
        }

        return true;
    }

    private static BigInteger Own(Parameter parameter, SpaceCounting? element)
    {
        if (parameter is not ListParameter list) return ParameterLevels.Count(parameter) ?? 1;
        var count = BigInteger.Zero;
        var block = BigInteger.Pow(element!.Count, list.Min);
        for (var length = list.Min; length <= list.Max; length++, block *= element.Count) count += block;
        return count;
    }

    private static int IndexOf(SearchSpace space, string name)
    {
        for (var i = 0; i < space.Parameters.Length; i++)
        {
            if (space.Parameters[i].Name == name) return i;
        }

        throw new InvalidOperationException($"Invariant: a condition names '{name}', which the space does not have.");
    }

    /// <summary>A parameter that conditions name: the levels they name in ascending order, their values, and the last condition's owner.</summary>
    private sealed record Parent(ImmutableArray<long> Levels, ImmutableArray<ParameterValue> Values, int LastUse)
    {
        public static Parent? Of(SearchSpace space, Parameter parameter)
        {
            var levels = new SortedSet<long>();
            var last = -1;
            for (var i = 0; i < space.Parameters.Length; i++)
            {
                foreach (var clause in space.Parameters[i].When?.Clauses ?? [])
                {
                    if (clause.Parameter != parameter.Name) continue;
                    last = i;
                    foreach (var value in clause.Values) levels.Add(ParameterLevels.IndexOf(parameter, value));
                }
            }

            return last < 0 ? null : new([.. levels], [.. levels.Select(level => ParameterLevels.At(parameter, level))], last);
        }
    }
}
