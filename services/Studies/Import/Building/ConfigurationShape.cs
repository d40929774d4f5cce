using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Export;
using ArchOpt.Studies.Import.Columns;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Building;

/// <summary>Puts the cells of a row together to a configuration: which columns are plain values and which are places of lists is worked out once.</summary>
internal sealed class ConfigurationShape
{
    private readonly List<(string Name, ParameterColumn Column)> values = [];
    private readonly SortedDictionary<string, SortedDictionary<int, ConfigurationShape>> lists = new(StringComparer.Ordinal);

    public static ConfigurationShape Of(IEnumerable<ParameterColumn> parameters)
    {
        var root = new ConfigurationShape();
        foreach (var parameter in parameters) root.Add(parameter.Path, parameter);
        return root;
    }

    /// <summary>The configuration; null when it has none, and then the trial says why.</summary>
    public Configuration? Build(RawTrial trial)
    {
        var entries = Entries(trial, "");
        return trial.Problem is null ? Configuration.Of(entries) : null;
    }

    private void Add(string path, ParameterColumn parameter)
    {
        if (ParameterPath.Split(path, out var index, out var rest) is not { } list)
        {
            values.Add((path, parameter));
            return;
        }

        if (!lists.TryGetValue(list, out var places)) lists[list] = places = [];
        if (!places.TryGetValue(index, out var place)) places[index] = place = new();
        place.Add(rest, parameter);
    }

    private List<KeyValuePair<string, ParameterValue>> Entries(RawTrial trial, string prefix)
    {
        var entries = new List<KeyValuePair<string, ParameterValue>>(values.Count + lists.Count);
        foreach (var (name, column) in values)
        {
            if (Value(trial, column) is not { } value) continue;
            if (value.Kind != ParameterValueKind.List) entries.Add(new(name, value));
            else if (!lists.ContainsKey(name)) entries.Add(new(name, ConfigurationPaths.EmptyList)); // a list of what, nobody says: a choice beside "[64,32]"
        }

        foreach (var (name, places) in lists)
        {
            if (List(trial, prefix + name, places) is { } items) entries.Add(new(name, ParameterValue.Of(items)));
            else if (values.Find(value => value.Name == name).Column is { } column && Value(trial, column) is { Kind: ParameterValueKind.List } empty) entries.Add(new(name, empty));
        }

        return entries;
    }

    /// <summary>The elements up to the first place without values; null when there is none.</summary>
    private static ImmutableArray<Configuration>? List(RawTrial trial, string path, SortedDictionary<int, ConfigurationShape> places)
    {
        ImmutableArray<Configuration>.Builder? items = null;
        foreach (var (place, shape) in places)
        {
            var entries = shape.Entries(trial, string.Create(CultureInfo.InvariantCulture, $"{path}[{place}]."));
            if (entries.Count == 0) continue;
            items ??= ImmutableArray.CreateBuilder<Configuration>();
            if (items.Count < place) trial.Refuse($"{path}[{items.Count}]", $"is missing before {path}[{place}]");
            items.Add(Configuration.Of(entries));
        }

        return items?.ToImmutable();
    }

    private static ParameterValue? Value(RawTrial trial, ParameterColumn column)
    {
        var cell = trial[column.Column.Number];
        if (cell.IsEmpty && column.Forced is { } forced) cell = trial[forced.Number];
        if (cell.ToValue() is { } value) return value;
        if (cell.Kind == CellKind.Prose) trial.Refuse(column.Column.Header, $"must be a value: a number, a boolean or a text of at most {ImportLimits.TextLength} characters");
        else if (cell.IsNumber && double.IsInfinity(cell.Number)) trial.Refuse(column.Column.Header, $"must be finite (was {cell})");
        return null;
    }
}
