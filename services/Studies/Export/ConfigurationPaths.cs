using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Studies.Export;

/// <summary>
/// A configuration as flat columns, and back: a nested value's path is <c>arch[0].width</c>. An empty list keeps its
/// own path with the text <c>[]</c>, so that nothing is lost on the way.
/// </summary>
public static class ConfigurationPaths
{
    /// <summary>The text of an empty list.</summary>
    public const string EmptyList = "[]";

    /// <summary>Path and text of every value, depth first; numbers in their shortest round-trip form, text as it is.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Flatten(Configuration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return Flatten(configuration, "");
    }

    /// <summary>
    /// The configuration that flat columns spell. Empty cells mean "not active". A cell becomes a number, a boolean or
    /// else text; <paramref name="isText"/> says for which paths it is always text.
    /// </summary>
    /// <exception cref="FormatException">A path that is none, that is given twice, or whose list has a gap; the message names it.</exception>
    public static Configuration Unflatten(IEnumerable<KeyValuePair<string, string>> cells, Func<string, bool>? isText = null)
    {
        var root = new Node();
        foreach (var (path, cell) in cells)
        {
            if (cell.Length > 0) root.Put(path, ConfigurationPath.Parse(path), cell, isText?.Invoke(path) ?? false);
        }

        return root.ToConfiguration("");
    }

    private static IEnumerable<KeyValuePair<string, string>> Flatten(Configuration configuration, string prefix)
    {
        foreach (var (name, value) in configuration.Entries)
        {
            var path = prefix + name;
            if (value.Kind != ParameterValueKind.List || value.List.IsEmpty) yield return new(path, Text(value));
            else
            {
                for (var i = 0; i < value.List.Length; i++)
                {
                    foreach (var leaf in Flatten(value.List[i], string.Create(CultureInfo.InvariantCulture, $"{path}[{i}].")))
                        yield return leaf;
                }
            }
        }
    }

    private static string Text(ParameterValue value) => value.Kind switch
    {
        ParameterValueKind.Text => value.Text,
        ParameterValueKind.List => EmptyList,
        _ => value.ToString(),
    };

    private static ParameterValue Value(string cell, bool isText)
    {
        if (isText) return ParameterValue.Of(cell);
        if (cell == EmptyList) return ParameterValue.Of(ImmutableArray<Configuration>.Empty);
        if (bool.TryParse(cell, out var flag)) return ParameterValue.Of(flag);
        return double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? ParameterValue.Of(number)
            : ParameterValue.Of(cell);
    }

    private sealed class Node
    {
        private readonly Dictionary<string, ParameterValue> values = [];
        private readonly Dictionary<string, SortedDictionary<int, Node>> lists = [];

        public void Put(string path, ReadOnlySpan<PathSegment> segments, string cell, bool isText)
        {
            var (name, index) = segments[0];
            var taken = values.ContainsKey(name) || (index is null && lists.ContainsKey(name));
            if (taken) throw new FormatException($"{path}: is given twice.");
            if (index is null)
            {
                values.Add(name, Value(cell, isText));
                return;
            }

            if (!lists.TryGetValue(name, out var items)) lists[name] = items = [];
            if (!items.TryGetValue(index.Value, out var item)) items[index.Value] = item = new();
            item.Put(path, segments[1..], cell, isText);
        }

        public Configuration ToConfiguration(string prefix) => Configuration.Of(
            values.Concat(lists.Select(list => KeyValuePair.Create(list.Key, ToList(prefix + list.Key, list.Value)))));

        private static ParameterValue ToList(string path, SortedDictionary<int, Node> items)
        {
            var gap = items.Keys.Select((index, place) => index == place).ToList().IndexOf(false);
            if (gap >= 0) throw new FormatException($"{path}[{gap}]: is missing before {path}[{items.Keys.ElementAt(gap)}].");
            return ParameterValue.Of(items.Select(item => item.Value.ToConfiguration($"{path}[{item.Key}].")).ToImmutableArray());
        }
    }
}
