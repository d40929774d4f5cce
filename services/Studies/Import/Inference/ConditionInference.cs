using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import.Inference;

/// <summary>
/// Finds why some configurations lack a parameter: another one, or two together, whose values decide it. A parent has few values; a
/// categorical one is likelier than a ladder, a ladder likelier than a count. A few configurations that contradict an otherwise clear
/// condition do not spoil it: they are mistakes.
/// </summary>
internal static class ConditionInference
{
    private const int MostParentValues = 20;

    /// <summary>This part of the configurations may contradict.</summary>
    private const double Contradictions = 0.01;

    public static InferredSpace Resolve(List<Parameter> parameters, List<Parameter> incomplete, IReadOnlyList<Configuration> configurations)
    {
        var resolved = parameters.Except(incomplete).ToList();
        var open = incomplete.ToList();
        var conditions = new Dictionary<string, Condition?>(StringComparer.Ordinal);
        foreach (var isExact in new[] { true, false })
        {
            while (open.FirstOrDefault(child => (conditions[child.Name] = Explain(child, resolved, configurations, isExact)) is not null) is { } explained)
            {
                open.Remove(explained);
                resolved.Add(explained);
            }
        }

        var unexplained = open.Select(parameter => parameter.Name).ToImmutableArray();
        var declared = parameters.Select(parameter => conditions.GetValueOrDefault(parameter.Name) is { } when ? parameter with { When = when } : parameter);
        return new(new(ParentsFirst([.. declared])), unexplained);
    }

    private static Condition? Explain(Parameter child, List<Parameter> resolved, IReadOnlyList<Configuration> configurations, bool isExact)
    {
        var parents = resolved.Where(MayDecide).Select(parent => Split.Of(parent, child.Name, configurations)).Where(split => split.ExcludesAny).ToList();
        if (!isExact)
        {
            var tolerated = Math.Max(1, Contradictions * configurations.Count);
            return parents.Where(parent => parent.Contradictions <= tolerated && 10 * parent.Contradictions <= parent.Absent).Where(parent => parent.HasMajority)
                .OrderBy(parent => parent.Contradictions).ThenBy(parent => parent.Rank).Select(parent => new Condition([parent.Majority()])).FirstOrDefault();
        }

        if (parents.Where(parent => parent.IsPossible && parent.ExcludesAll).MinBy(parent => parent.Rank) is { } single) return new([single.Clause()]);
        var pairs =
            from i in Enumerable.Range(0, parents.Count)
            from j in Enumerable.Range(i + 1, parents.Count - i - 1)
            where parents[i].IsPossible && parents[j].IsPossible && parents[i].ExcludesAllWith(parents[j])
            orderby parents[i].Rank + parents[j].Rank
            select new Condition([parents[i].Clause(), parents[j].Clause()]);
        return pairs.FirstOrDefault();
    }

    private static bool MayDecide(Parameter parameter) => parameter switch
    {
        CategoricalParameter p => p.Values.Length <= MostParentValues,
        OrdinalParameter p => p.Values.Length <= MostParentValues,
        IntParameter { Log: false } p => ParameterLevels.Count(p) <= MostParentValues,
        _ => false,
    };

    /// <summary>A condition names earlier parameters only; otherwise the order stays.</summary>
    private static ImmutableArray<Parameter> ParentsFirst(List<Parameter> parameters)
    {
        var placed = ImmutableArray.CreateBuilder<Parameter>(parameters.Count);
        while (parameters.Find(parameter => parameter.When?.Clauses.All(clause => placed.Any(parent => parent.Name == clause.Parameter)) ?? true) is { } next)
        {
            placed.Add(next);
            parameters.Remove(next);
        }

        placed.AddRange(parameters); // none, unless a condition is wrong, and then the validation of the space says so
        return placed.ToImmutable();
    }

    /// <summary>How the values of one parent go with the presence of a child.</summary>
    private sealed class Split(Parameter parent)
    {
        private readonly Dictionary<ParameterValue, (int With, int Without)> counts = [];
        private readonly List<ParameterValue?> absent = [];
        private int orphans;

        public int Absent => absent.Count;

        /// <summary>The parent is there wherever the child is.</summary>
        public bool IsPossible => orphans == 0;

        public bool ExcludesAny => absent.Any(Excludes);

        public bool ExcludesAll => absent.All(Excludes);

        /// <summary>Configurations that go against what most of the same value do.</summary>
        public int Contradictions => orphans + counts.Values.Sum(count => Math.Min(count.With, count.Without));

        public bool HasMajority => counts.Values.Any(count => count.With > count.Without);

        public int Rank => parent switch
        {
            CategoricalParameter => 0,
            OrdinalParameter => 100,
            _ => 200,
        } + counts.Values.Count(count => count.With > 0);

        public static Split Of(Parameter parent, string child, IReadOnlyList<Configuration> configurations)
        {
            var split = new Split(parent);
            foreach (var configuration in configurations) split.Add(configuration, child);
            return split;
        }

        public bool ExcludesAllWith(Split other) => absent.Zip(other.absent).All(pair => Excludes(pair.First) || other.Excludes(pair.Second));

        public ConditionClause Clause() => new(parent.Name, ScalarInference.Sorted(counts.Where(pair => pair.Value.With > 0).Select(pair => pair.Key)));

        public ConditionClause Majority() => new(parent.Name, ScalarInference.Sorted(counts.Where(pair => pair.Value.With > pair.Value.Without).Select(pair => pair.Key)));

        private bool Excludes(ParameterValue? value) => value is not { } known || counts[known].With == 0;

        private void Add(Configuration configuration, string child)
        {
            var isPresent = configuration.TryGet(child, out _);
            var hasParent = configuration.TryGet(parent.Name, out var value);
            if (!isPresent) absent.Add(hasParent ? value : default(ParameterValue?));
            if (isPresent && !hasParent) orphans++;
            if (!hasParent) return;
            var (with, without) = counts.GetValueOrDefault(value);
            counts[value] = isPresent ? (with + 1, without) : (with, without + 1);
        }
    }
}
