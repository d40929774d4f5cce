namespace ArchOpt.Architecture.Tests;

public sealed class the_code_keeps_its_rules
{
    private const int LongestFile = 300;
    private static readonly string[] Sources = ["*.cs", "*.razor", "*.js", "*.css"];

    [Fact]
    public void no_static_field_can_be_overwritten_from_elsewhere() => House.Assemblies()
        .SelectMany(assembly => assembly.MutableStaticFields)
        .ShouldBeEmpty();

    [Fact]
    public void messages_are_sealed_immutable_records()
    {
        var messages = House.Assemblies().Single(assembly => assembly.Name == "Contracts").Types
            .Where(type => type is { IsPublic: true, IsStatic: false, IsEnum: false, Namespace: "ArchOpt.Contracts" })
            .ToList();
        messages.Count.ShouldBeGreaterThanOrEqualTo(10);
        messages.Where(message => !message.IsSealed || !message.IsRecord).Select(message => message.Name).ShouldBeEmpty();
        messages.SelectMany(message => message.Setters.Select(setter => $"{message.Name}.{setter}")).ShouldBeEmpty();
    }

    [Fact]
    public void every_type_of_the_contracts_has_a_namespace_of_theirs() => House.Assemblies().Single(assembly => assembly.Name == "Contracts").Types
        .Where(type => type.IsPublic && type.Namespace is not ("ArchOpt.Contracts" or "ArchOpt.Contracts.Http"))
        .Select(type => type.Name)
        .ShouldBeEmpty();

    [Fact]
    public void no_file_is_longer_than_300_lines() => new[] { "services", "ServiceDefaults", "AppHost", "tests" }
        .Select(folder => Path.Combine(House.Root.FullName, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Sources.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)))
        .Select(file => Path.GetRelativePath(House.Root.FullName, file))
        .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))
        .Select(file => (File: file, Lines: File.ReadLines(Path.Combine(House.Root.FullName, file)).Count()))
        .Where(file => file.Lines > LongestFile)
        .Select(file => $"{file.File} has {file.Lines} lines")
        .ShouldBeEmpty();
}
