using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Values out of nodes that have the right shape already.</summary>
internal static class Nodes
{
    public static string? Text(this MappingNode node, string key) => (node.Find(key) as ScalarNode)?.Text;

    public static double? Number(this MappingNode node, string key) => (node.Find(key) as ScalarNode)?.Number;

    public static int? Count(this MappingNode node, string key) => (int?)node.Number(key);

    public static bool Flag(this MappingNode node, string key) => node.Find(key) is ScalarNode { Flag: true };

    public static ImmutableArray<StudyNode> Items(this MappingNode node, string key) => (node.Find(key) as SequenceNode)?.Items ?? [];

    public static ParameterValue Value(this StudyNode node) => node is not ScalarNode scalar
        ? throw new InvalidOperationException($"Invariant: {node.Description} on line {node.Line} is no value.")
        : scalar.Kind switch
        {
            ScalarKind.Number => ParameterValue.Of(scalar.Number),
            ScalarKind.Flag => ParameterValue.Of(scalar.Flag),
            _ => ParameterValue.Of(scalar.Text),
        };

    /// <summary>One value, or a list of values.</summary>
    public static ImmutableArray<ParameterValue> Values(this StudyNode? node) => node switch
    {
        SequenceNode list => [.. list.Items.Select(item => item.Value())],
        { } single => [single.Value()],
        null => [],
    };

    public static Configuration Configuration(this StudyNode node) => Search.Configurations.Configuration.Of(
        ((MappingNode)node).Entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value is SequenceNode list
            ? ParameterValue.Of([.. list.Items.Select(item => item.Configuration())])
            : entry.Value.Value())));
}
