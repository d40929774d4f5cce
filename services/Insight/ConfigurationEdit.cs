using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight;

/// <summary>
/// Changes single values of a configuration by path. What becomes active takes its value from the best trial that has it; what becomes inactive is dropped; a
/// list that grows repeats its last element.
/// </summary>
internal sealed class ConfigurationEdit(InsightData data)
{
    /// <summary>Null when a path leads nowhere (its parameter stays inactive), or the outcome is not in the space or breaks a rule.</summary>
    /// <param name="space">Where the outcome has to be; usually the data's own.</param>
    public Configuration? With(SearchSpace space, Configuration configuration, params IEnumerable<(string Path, ParameterValue Value)> changes)
    {
        var wanted = changes.ToList();
        foreach (var (path, value) in wanted)
        {
            if (Set(space, configuration, "", path, value) is not { } changed) return null;
            configuration = changed;
        }

        // A later change may have undone an earlier one, by making it inactive.
        return wanted.TrueForAll(change => Get(configuration, change.Path) == change.Value) && ConfigurationValidation.Check(space, configuration).IsEmpty
            ? configuration
            : null;
    }

    /// <summary>The value at a path; null where the parameter is not active.</summary>
    public static ParameterValue? Get(Configuration configuration, string path)
    {
        if (path.StartsWith("len(", StringComparison.Ordinal))
            return configuration.TryGet(path[4..^1], out var list) && list.Kind == ParameterValueKind.List ? ParameterValue.Of(list.List.Length) : default(ParameterValue?);
        if (Split(path) is not var (name, index, rest)) return configuration.TryGet(path, out var value) ? value : default(ParameterValue?);
        return configuration.TryGet(name, out var items) && items.Kind == ParameterValueKind.List && index < items.List.Length ? Get(items.List[index], rest) : default(ParameterValue?);
    }

    private Configuration? Set(SearchSpace space, Configuration configuration, string prefix, string path, ParameterValue value)
    {
        if (Split(path) is var (name, index, rest) && !path.StartsWith("len(", StringComparison.Ordinal))
        {
            if (space.Parameters.FirstOrDefault(p => p.Name == name) is not ListParameter list || !configuration.TryGet(name, out var items) || index >= items.List.Length) return null;
            var inner = Set(list.Element, items.List[index], $"{prefix}{name}[{index}].", rest, value);
            return inner is null ? null : configuration.With(name, ParameterValue.Of(items.List.SetItem(index, inner)));
        }

        var isLength = path.StartsWith("len(", StringComparison.Ordinal);
        var target = isLength ? path[4..^1] : path;
        if (isLength)
        {
            if (!configuration.TryGet(target, out var items) || items.List.IsEmpty || value.Number < 0) return null;
            var length = (int)value.Number;
            value = ParameterValue.Of([.. Enumerable.Range(0, length).Select(i => items.List[Math.Min(i, items.List.Length - 1)])]);
        }

        var possible = true;
        var changed = space.Build(parameter =>
        {
            if (parameter.Name == target) return value;
            if (configuration.TryGet(parameter.Name, out var kept)) return kept;
            var donated = Donated(parameter, prefix + parameter.Name);
            possible &= donated is not null;
            return donated ?? default;
        });
        return possible ? changed : null;
    }

    private ParameterValue? Donated(Parameter parameter, string path)
    {
        if (parameter is ConstantParameter constant) return constant.Value;
        if (parameter is ListParameter)
        {
            foreach (var index in data.Ranking)
            {
                if (data.Measured[index].Configuration.TryGet(path, out var list)) return list;
            }

            return null;
        }

        var column = data.Columns.First(c => c.Path == path);
        foreach (var index in data.Ranking)
        {
            if (column.Values[index] is { } value) return value;
        }

        return UnitScale.At(parameter, 0.5);
    }

    /// <summary><c>arch[2].width</c> as arch, 2, width; null for a path without an index.</summary>
    private static (string Name, int Index, string Tail)? Split(string path)
    {
        var open = path.IndexOf('[', StringComparison.Ordinal);
        var close = path.IndexOf("].", StringComparison.Ordinal);
        return open < 0 || close < open ? null : (path[..open], int.Parse(path[(open + 1)..close]), path[(close + 2)..]);
    }
}
