using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>infra/compose/compose.yaml with the defaults of its variables.</summary>
internal static partial class ComposeFile
{
    public const string Folder = "infra/compose";

    public static YamlNode Root { get; } = Yaml.Load($"{Folder}/compose.yaml")[0];

    public static IEnumerable<(string Name, YamlNode Service)> Services => Root.Entries("services");

    public static YamlNode Service(string name) => Root.At("services", name).ShouldNotBeNull(name);

    public static string Image(string service) => Fill(Service(service).Text("image").ShouldNotBeNull(service));

    public static Dictionary<string, string> Environment(string service) => Service(service).Texts("environment").ToDictionary(pair => pair.Key, pair => Fill(pair.Value));

    /// <summary>The file in the container's /run/secrets, and the secret it comes from.</summary>
    public static IEnumerable<(string File, string Secret)> Secrets(string service) => Service(service).Items("secrets").Select(secret =>
        secret is YamlScalarNode { Value: { } name } ? (name, name) : (secret.Text("target")!, secret.Text("source")!));

    public static IEnumerable<string> Ports(string service) => Service(service).Items("ports").Select(port => Fill(((YamlScalarNode)port).Value!));

    /// <summary>A duration such as 90s.</summary>
    public static TimeSpan StopGracePeriod(string service) => TimeSpan.FromSeconds(int.Parse(Service(service).Text("stop_grace_period")!.TrimEnd('s')));

    /// <summary>The names of all variables in the text of all compose files.</summary>
    public static IEnumerable<string> Variables => Yaml.Files(Folder, ".yaml").SelectMany(file => File.ReadLines(Testing.Repository.PathOf(file)))
        .Where(line => !line.TrimStart().StartsWith('#'))
        .SelectMany(line => Variable().Matches(line).Select(match => match.Groups["name"].Value)).Distinct(StringComparer.Ordinal);

    /// <summary>The text with the default of each variable in its place, innermost first.</summary>
    private static string Fill(string text)
    {
        while (Innermost().IsMatch(text)) text = Innermost().Replace(text, "${default}", 1);
        return text;
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+):-(?<default>[^{}]*)\}", RegexOptions.NonBacktracking)]
    private static partial Regex Innermost();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
