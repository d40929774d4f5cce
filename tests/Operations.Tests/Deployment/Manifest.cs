using YamlDotNet.RepresentationModel;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>An object of infra/kubernetes as its file has it, before kustomize.</summary>
internal sealed record Manifest(string File, YamlNode Node)
{
    public const string Folder = "infra/kubernetes";

    public string Kind => Node.Text("kind")!;

    public string Name => Node.Text("metadata", "name")!;

    public YamlNode Pod => Node.At("spec", "template", "spec")!;

    public YamlNode Container => Pod.Items("containers").Single();

    public Dictionary<string, string> PodLabels => Node.Texts("spec", "template", "metadata", "labels");

    /// <summary>Variables that have their value here.</summary>
    public Dictionary<string, string> Environment => Container.Items("env").Where(variable => variable.Text("value") is not null)
        .ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value")!);

    public override string ToString() => $"{File}: {Kind} {Name}";

    /// <summary>All objects, without kustomizations and patches.</summary>
    public static IReadOnlyList<Manifest> All { get; } = [.. Yaml.Files(Folder, ".yaml")
        .Where(file => Path.GetFileName(file) != "kustomization.yaml" && !Patches.Contains(file))
        .SelectMany(file => Yaml.Load(file).Select(node => new Manifest(file, node)))];

    public static IEnumerable<Manifest> Workloads => All.Where(manifest => manifest.Kind is "Deployment" or "StatefulSet");

    public static Manifest Of(string kind, string name) => All.Single(manifest => manifest.Kind == kind && manifest.Name == name);

    /// <summary>Files that kustomizations name as patches.</summary>
    public static IReadOnlySet<string> Patches => Kustomization.All
        .SelectMany(kustomization => kustomization.Node.Items("patches").Select(patch => patch.Text("path")).OfType<string>().Select(kustomization.Resolve)).ToHashSet();
}

/// <summary>A kustomization of infra.</summary>
internal sealed record Kustomization(string File, YamlNode Node)
{
    public static IReadOnlyList<Kustomization> All { get; } =
        [.. Yaml.Files("infra", "kustomization.yaml").Select(file => new Kustomization(file, Yaml.Load(file).Single()))];

    /// <summary>The folders that it builds on.</summary>
    public IEnumerable<string> Bases => Listed("resources").Concat(Listed("components")).Where(path => !path.EndsWith(".yaml", StringComparison.Ordinal)).Select(Resolve);

    /// <summary>The files that it names: resources, patches, and what generators read, but for secrets.</summary>
    public IEnumerable<string> Files => Listed("resources").Where(path => path.EndsWith(".yaml", StringComparison.Ordinal))
        .Concat(Node.Items("patches").Select(patch => patch.Text("path")).OfType<string>())
        .Concat(Generated("configMapGenerator").Select(file => file.Source))
        .Select(Resolve);

    /// <summary>The keys that a generator makes, and the files they come from.</summary>
    public IEnumerable<(string Name, string Key, string Source)> Generated(string generator) =>
        from entry in Node.Items(generator)
        from file in entry.Items("files").Select(item => ((YamlScalarNode)item).Value!)
        let parts = file.Split('=', 2)
        select (entry.Text("name")!, parts.Length == 2 ? parts[0] : Path.GetFileName(file), parts[^1]);

    public string Resolve(string path) => Path.GetRelativePath(Testing.Repository.PathOf(""), Path.GetFullPath(Path.Combine(Testing.Repository.PathOf(File), "..", path))).Replace('\\', '/');

    private IEnumerable<string> Listed(string key) => Node.Items(key).Select(item => ((YamlScalarNode)item).Value!);
}
