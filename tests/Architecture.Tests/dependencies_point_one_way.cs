namespace ArchOpt.Architecture.Tests;

public sealed class dependencies_point_one_way
{
    [Fact]
    public void every_project_has_its_place_in_the_house()
    {
        House.Projects.ShouldNotBeEmpty();
        House.Projects.Select(House.Name).Except(House.MayKnow.Keys).ShouldBeEmpty();
    }

    [Fact]
    public void project_files_refer_only_along_the_arrows() => House.Projects
        .SelectMany(project => House.References(project).Except(House.MayKnow[House.Name(project)])
            .Select(reference => $"{House.Name(project)} refers to {reference}"))
        .ShouldBeEmpty();

    [Fact]
    public void compiled_code_refers_only_along_the_arrows()
    {
        var assemblies = House.Assemblies().ToList();
        assemblies.Select(assembly => assembly.Name).ShouldContain("Search");
        assemblies.Select(assembly => assembly.Name).ShouldContain("Analysis");
        assemblies
            .SelectMany(assembly => assembly.References
                .Where(reference => reference.StartsWith("ArchOpt.", StringComparison.Ordinal))
                .Select(reference => reference["ArchOpt.".Length..])
                .Except(House.MayKnow[assembly.Name])
                .Select(reference => $"{assembly.Name} uses {reference}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void the_arrows_have_no_circle()
    {
        var placed = new HashSet<string>();
        while (House.MayKnow.FirstOrDefault(entry => !placed.Contains(entry.Key) && entry.Value.All(placed.Contains)) is { Key: not null } next)
            placed.Add(next.Key);
        House.MayKnow.Keys.Except(placed).ShouldBeEmpty();
    }
}
