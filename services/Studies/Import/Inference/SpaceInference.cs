using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Import.Columns;

namespace ArchOpt.Studies.Import.Inference;

/// <summary>A space that could have held certain configurations.</summary>
/// <param name="Space">Null when no parameter is left.</param>
/// <param name="Unexplained">Parameters that some configurations lack, and no value of another says which.</param>
internal sealed record InferredSpace(SearchSpace? Space, ImmutableArray<string> Unexplained);

/// <summary>Finds the kinds, ranges, steps, scales and conditions of parameters from their values. The order of the configurations does not matter.</summary>
internal static class SpaceInference
{
    /// <param name="paths">Of all values, in the order in which to declare them: <c>lr</c>, <c>arch[0].width</c>.</param>
    /// <param name="group">The parameter whose values name groups.</param>
    /// <param name="kept">Parameters to take as they are.</param>
    public static InferredSpace Of(
        IReadOnlyList<Configuration> configurations, IEnumerable<string> paths, string? group = null, IReadOnlyDictionary<string, Parameter>? kept = null)
    {
        var all = paths.ToList();
        var parameters = new List<Parameter>();
        var incomplete = new List<Parameter>();
        foreach (var name in all.Select(ParameterPath.Top).Distinct(StringComparer.Ordinal))
        {
            if (kept is not null && kept.TryGetValue(name, out var parameter))
            {
                parameters.Add(parameter);
                continue;
            }

            var present = Parameter(name, configurations, all, name == group, out parameter);
            if (parameter is null) continue;
            parameters.Add(parameter);
            if (present < configurations.Count) incomplete.Add(parameter);
        }

        return parameters.Count == 0 ? new(null, []) : ConditionInference.Resolve(parameters, incomplete, configurations);
    }

    private static int Parameter(string name, IReadOnlyList<Configuration> configurations, List<string> paths, bool isGroup, out Parameter? parameter)
    {
        var counts = new Dictionary<ParameterValue, int>();
        var lists = new List<ImmutableArray<Configuration>>();
        foreach (var configuration in configurations)
        {
            if (!configuration.TryGet(name, out var value)) continue;
            if (value.Kind == ParameterValueKind.List) lists.Add(value.List);
            else CollectionsMarshal.GetValueRefOrAddDefault(counts, value, out _)++;
        }

        parameter = lists.Count > 0 ? List(name, lists, paths) : counts.Count > 0 ? ScalarInference.Of(name, counts, isGroup) : null;
        return lists.Count > 0 ? lists.Count : counts.Values.Sum();
    }

    /// <summary>All places of the list together: an element is the same wherever it stands.</summary>
    private static ListParameter? List(string name, List<ImmutableArray<Configuration>> lists, List<string> paths)
    {
        var inner = paths.Select(path => ParameterPath.Split(path, out _, out var rest) == name ? rest : null).OfType<string>().Distinct(StringComparer.Ordinal);
        var elements = lists.SelectMany(list => list).ToList();
        if (Of(elements, inner).Space is not { } element) return null; // empty in every trial: nothing is known of its elements
        return new(name, lists.Min(list => list.Length), Math.Max(1, lists.Max(list => list.Length)), element);
    }
}
