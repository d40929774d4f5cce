using System.Collections.Immutable;
using System.Diagnostics;
using System.Xml.Linq;
using ArchOpt.Evaluation;
using ArchOpt.Evaluation.Evaluators;
using Microsoft.Extensions.Configuration;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>What the code makes of settings that a deployment gives it.</summary>
internal static class Settings
{
    private static readonly string[] NotProperties = ["ResourceClass", "CommandFiles", "Commands"];

    /// <summary>The version that images are tagged with.</summary>
    public static string Version => Property("Directory.Build.props", "Version");

    /// <summary>The port that images listen on.</summary>
    public static string Port => XDocument.Load(Testing.Repository.PathOf("services/Directory.Build.props")).Descendants("ContainerPort").Single().Attribute("Include")!.Value;

    /// <summary>The port that shows figures, as the AppHost publishes it.</summary>
    public static string MetricsPort => File.ReadLines(Testing.Repository.PathOf("AppHost/FullStack.Aspire.cs"))
        .Single(line => line.Contains("const string FiguresPort", StringComparison.Ordinal)).Split('"')[1];

    /// <summary>The user that images run as.</summary>
    public static string User => Property("services/Directory.Build.props", "ContainerUser");

    /// <summary>A worker's options as its process would read them from these variables; each of them must be one that it knows.</summary>
    public static EvaluationOptions Evaluation(IReadOnlyDictionary<string, string> environment)
    {
        var known = typeof(EvaluationOptions).GetProperties().Select(property => property.Name).Concat(NotProperties).ToImmutableHashSet();
        environment.Keys.Where(key => key.StartsWith("Evaluation__", StringComparison.Ordinal)).Select(key => key.Split("__")[1]).ShouldBeSubsetOf(known);
        return EvaluationOptions.Read(Configuration(environment), EvaluatorRegistry.BuiltInNames);
    }

    public static IConfiguration Configuration(IReadOnlyDictionary<string, string> environment) => new ConfigurationBuilder()
        .AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build();

    /// <summary>The name of the image that <c>dotnet publish</c> makes of a service.</summary>
    public static string Image(string project)
    {
        var repository = Property("services/Directory.Build.props", "ContainerRepository");
        repository.ShouldBe("$(ImagePrefix)archopt-$(MSBuildProjectName.ToLowerInvariant())");
        return $"archopt-{project.ToLowerInvariant()}:{Version}";
    }

    /// <summary>The image and tag that AppHost gives a container.</summary>
    public static string AppHostImage(string container)
    {
        var line = File.ReadLines(Testing.Repository.PathOf("AppHost/Program.cs")).Single(line => line.Contains($"AddContainer(\"{container}\"", StringComparison.Ordinal));
        var texts = line.Split('"');
        return $"{texts[3]}:{texts[5]}";
    }

    /// <summary>The secrets that the script makes: file names and texts.</summary>
    public static async Task<ImmutableDictionary<string, string>> MakeSecretsAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("archopt-made-");
        try
        {
            using var script = Process.Start(new ProcessStartInfo(Testing.Repository.PathOf("infra/make-secrets.sh"), [directory.FullName]) { UseShellExecute = false, RedirectStandardOutput = true })!;
            await script.WaitForExitAsync(cancellationToken);
            script.ExitCode.ShouldBe(0);
            return directory.GetFiles().ToImmutableDictionary(file => file.Name, file => File.ReadAllText(file.FullName));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static string Property(string file, string name) => XDocument.Load(Testing.Repository.PathOf(file)).Descendants(name).First().Value;
}
