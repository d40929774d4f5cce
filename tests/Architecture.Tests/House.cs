using System.Reflection;
using System.Xml.Linq;

namespace ArchOpt.Architecture.Tests;

/// <summary>The projects of the house, and which others each may know.</summary>
internal static class House
{
    /// <summary>The arrows. A project that is not listed here has not been thought about, and fails the test.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> MayKnow = new Dictionary<string, string[]>
    {
        ["Search"] = [],
        ["Insight"] = ["Search"],
        ["Studies"] = ["Search"],
        ["Contracts"] = ["Studies", "Search"],
        ["Storage"] = ["Studies", "Search"],
        ["ServiceDefaults"] = [],
        ["Proposal"] = ["Contracts", "Storage", "Studies", "Search", "ServiceDefaults"],
        ["Evaluation"] = ["Contracts", "Studies", "Search", "ServiceDefaults"],
        ["Analysis"] = ["Contracts", "Storage", "Studies", "Search", "Insight", "ServiceDefaults"],
        ["Cli"] = ["Proposal", "Evaluation", "Analysis", "Contracts", "Storage", "Studies", "Search", "Insight", "ServiceDefaults"],
        ["AppHost"] = ["Local"],
        ["Local"] = [],
    };

    public static DirectoryInfo Root { get; } = new(Metadata("RepositoryRoot"));

    /// <summary>Project files of the product: everything outside tests, studies and build output.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. new[] { "services", "ServiceDefaults", "AppHost" }
            .Select(folder => Path.Combine(Root.FullName, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories))
            .Order(StringComparer.Ordinal),
    ];

    public static string Name(string project) => Path.GetFileNameWithoutExtension(project);

    /// <summary>What the project file refers to as code; a reference without the output assembly is only an order of building.</summary>
    public static IEnumerable<string> References(string project)
    {
        var references = XDocument.Load(project).Descendants("ProjectReference").ToList();
        var onlyOrder = references.Any(reference => (string?)reference.Attribute("Update") == "@(ProjectReference)" && !IsCode(reference));
        return references
            .Where(reference => reference.Attribute("Include") is not null && !onlyOrder && IsCode(reference))
            .Select(reference => Name(((string?)reference.Attribute("Include"))!.Replace('\\', '/')));
    }

    /// <summary>The assemblies that the build has made, by project name; without those a stack leaves out.</summary>
    public static IEnumerable<CompiledAssembly> Assemblies() => Projects
        .Select(project => (Name: Name(project), File: Path.Combine(
            Path.GetDirectoryName(project)!, "bin", Metadata("Configuration"), "net10.0", AssemblyName(project) + ".dll")))
        .Where(built => File.Exists(built.File))
        .Select(built => new CompiledAssembly(built.Name, built.File));

    private static string AssemblyName(string project) =>
        (string?)XDocument.Load(project).Descendants("AssemblyName").FirstOrDefault() ?? "ArchOpt." + Name(project);

    private static bool IsCode(XElement reference) => !string.Equals(
        (string?)reference.Attribute("ReferenceOutputAssembly") ?? (string?)reference.Element("ReferenceOutputAssembly"),
        "false",
        StringComparison.OrdinalIgnoreCase);

    private static string Metadata(string key) => typeof(House).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
