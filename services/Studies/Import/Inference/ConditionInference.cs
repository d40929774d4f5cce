using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Studies.Import.Inference;

/// <summary>
/// Finds why some configurations lack a parameter: another one, or two together, whose values decide it. A parent has few values; a
/// categorical one is likelier than a ladder, a ladder likelier than a count. A few configurations that contradict an otherwise clear
/// condition do not spoil it: they are mistakes.
/// </summary>
internal sealed class ConditionInference
{
    /// <summary>This part of the configurations may contradict.</summary>
    private const double Tolerated = 0.01;

    private readonly IReadOnlyList<Configuration> configurations;
    private readonly List<ParentColumn> parents = [];
    private readonly Dictionary<string, Condition> conditions = new(StringComparer.Ordinal);

    private ConditionInference(IReadOnlyList<Configuration> configurations) => this.configurations = configurations;

    /// <param name="incomplete">Those of the parameters that some configurations lack.</param>
    public static InferredSpace Resolve(List<Parameter> parameters, List<Parameter> incomplete, IReadOnlyList<Configuration> configurations)
    {
        var inference = new ConditionInference(configurations);
        var unexplained = incomplete.Count == 0 ? [] : inference.Resolve(parameters, incomplete);
        var declared = parameters.Select(parameter => inference.conditions.GetValueOrDefault(parameter.Name) is { } when ? parameter with { When = when } : parameter);
        return new(new(ParentsFirst([.. declared])), unexplained);
    }

    /// <summary>What is explained may itself explain others.</summary>
    private ImmutableArray<string> Resolve(List<Parameter> parameters, List<Parameter> incomplete)
    {
        var open = incomplete.Select(child => (Child: child, IsPresent: configurations.Select(configuration => configuration.TryGet(child.Name, out _)).ToArray())).ToList();
        foreach (var parameter in parameters.Except(incomplete)) AddParent(parameter);
        foreach (var find in new Func<bool[], Condition?>[] { Exact, Clear })
        {
            for (var i = 0; i < open.Count; i++)
            {
                if (find(open[i].IsPresent) is not { } condition) continue;
                conditions.Add(open[i].Child.Name, condition);
                AddParent(open[i].Child);
                open.RemoveAt(i);
                i = -1; // those before may follow from this one
            }
        }

        return [.. open.Select(pair => pair.Child.Name)];
    }

    private void AddParent(Parameter parameter)
    {
        if (ParentColumn.Of(parameter, configurations) is { } parent) parents.Add(parent);
    }

    /// <summary>One parent, or else two, that decide without exception.</summary>
    private Condition? Exact(bool[] isPresent)
    {
        var splits = parents.Select(parent => new ParentSplit(parent, isPresent)).Where(split => split.MayExplain).OrderBy(split => split.Rank).ToList();
        if (splits.Find(split => split.Explains) is { } single) return new([single.Clause()]);
        for (var i = 0; i < splits.Count; i++)
        {
            for (var j = i + 1; j < splits.Count; j++)
            {
                if (splits[i].ExplainsWith(splits[j], isPresent)) return new([splits[i].Clause(), splits[j].Clause()]);
            }
        }

        return null;
    }

    /// <summary>One parent that decides with few exceptions.</summary>
    private Condition? Clear(bool[] isPresent)
    {
        var (most, absent) = (Math.Max(1, Tolerated * isPresent.Length), isPresent.Count(present => !present));
        var split = parents.Select(parent => new ParentSplit(parent, isPresent))
            .Where(split => split.HasMajority && split.Contradictions <= most && 10 * split.Contradictions <= absent)
            .OrderBy(split => split.Contradictions).ThenBy(split => split.Rank).FirstOrDefault();
        return split is null ? null : new([split.Majority()]);
    }

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
}
