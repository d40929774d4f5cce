using YamlDotNet.RepresentationModel;

namespace ArchOpt.Operations.Tests;

/// <summary>The rules of infra/prometheus.</summary>
internal static class RuleFile
{
    public static string Directory => Testing.Repository.PathOf("infra/prometheus");

    public static IEnumerable<Alert> Alerts() => Rules().Where(rule => rule.Children.ContainsKey("alert")).Select(rule => new Alert(
        Text(rule, "alert"),
        Text(rule, "expr"),
        Map(rule, "labels"),
        Map(rule, "annotations")));

    /// <summary>Recorded names, and what they are recorded from.</summary>
    public static IEnumerable<(string Name, string Expression)> Recordings() =>
        Rules().Where(rule => rule.Children.ContainsKey("record")).Select(rule => (Text(rule, "record"), Text(rule, "expr")));

    /// <summary>What promtool's tests expect of an alert, at some time: whether it fires.</summary>
    public static IEnumerable<(string Alert, bool Fires)> Expectations() => System.IO.Directory.GetFiles(Path.Combine(Directory, "tests"), "*.yml")
        .SelectMany(file => Nodes(Load(file), "tests"))
        .SelectMany(test => Nodes(test, "alert_rule_test"))
        .Select(expected => (Text(expected, "alertname"), Nodes(expected, "exp_alerts").Any()));

    private static IEnumerable<YamlMappingNode> Rules() => System.IO.Directory.GetFiles(Path.Combine(Directory, "rules"), "*.yml")
        .SelectMany(file => Nodes(Load(file), "groups")).SelectMany(group => Nodes(group, "rules"));

    private static YamlMappingNode Load(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(file);
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents[0].RootNode;
    }

    private static IEnumerable<YamlMappingNode> Nodes(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var list) ? ((YamlSequenceNode)list).Children.Cast<YamlMappingNode>() : [];

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node.Children[key]).Value!;

    private static Dictionary<string, string> Map(YamlMappingNode node, string key) =>
        ((YamlMappingNode)node.Children[key]).Children.ToDictionary(pair => ((YamlScalarNode)pair.Key).Value!, pair => ((YamlScalarNode)pair.Value).Value!);
}

/// <summary>An alerting rule.</summary>
internal sealed record Alert(string Name, string Expression, Dictionary<string, string> Labels, Dictionary<string, string> Annotations);
