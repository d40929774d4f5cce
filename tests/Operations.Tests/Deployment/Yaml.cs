using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>Reading YAML by keys, with merge keys (<c>&lt;&lt;</c>) resolved.</summary>
internal static class Yaml
{
    /// <summary>The documents of a file, by its path from the root of the repository.</summary>
    public static IReadOnlyList<YamlNode> Load(string path)
    {
        using var reader = File.OpenText(Testing.Repository.PathOf(path));
        var yaml = new YamlStream();
        yaml.Load(new MergingParser(new Parser(reader)));
        return [.. yaml.Documents.Select(document => document.RootNode)];
    }

    /// <summary>All files under a folder of the repository with one of these endings, by their paths from its root.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings)
    {
        var root = Testing.Repository.PathOf("");
        return Directory.GetFiles(Testing.Repository.PathOf(folder), "*", SearchOption.AllDirectories)
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/secrets/", StringComparison.Ordinal)) // made by make-secrets.sh, not ours
            .Order(StringComparer.Ordinal);
    }

    /// <summary>What stands at a path of keys; null when anything on the way is missing.</summary>
    public static YamlNode? At(this YamlNode? node, params ReadOnlySpan<string> keys)
    {
        foreach (var key in keys)
        {
            if (node is not YamlMappingNode map || !map.Children.TryGetValue(key, out var child)) return null;
            node = child;
        }

        return node;
    }

    /// <summary>The scalar at a path of keys; null when it is missing.</summary>
    public static string? Text(this YamlNode? node, params ReadOnlySpan<string> keys) => (node.At(keys) as YamlScalarNode)?.Value;

    /// <summary>The items of the list at a path of keys; none when it is missing.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, params ReadOnlySpan<string> keys) => (node.At(keys) as YamlSequenceNode)?.Children ?? [];

    /// <summary>The entries of the map at a path of keys; none when it is missing.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Entries(this YamlNode? node, params ReadOnlySpan<string> keys) =>
        ((node.At(keys) as YamlMappingNode)?.Children.AsEnumerable() ?? []).Select(pair => (((YamlScalarNode)pair.Key).Value!, pair.Value));

    /// <summary>The scalar entries of the map at a path of keys.</summary>
    public static Dictionary<string, string> Texts(this YamlNode? node, params ReadOnlySpan<string> keys) =>
        node.Entries(keys).Where(entry => entry.Value is YamlScalarNode).ToDictionary(entry => entry.Key, entry => ((YamlScalarNode)entry.Value).Value!);
}
