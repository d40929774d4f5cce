using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>The table of strategies for people, held against the catalogue.</summary>
public class the_readme_tells_of_every_strategy
{
    private static readonly string[] Header = ["Name", "Idea", "Paper", "Use it when", "Spaces", "Objectives"];

    private static readonly SearchSpace Finite = new([new IntParameter("n", 1, 9), new CategoricalParameter("c", SampleSpaces.Values("a", "b"))]);

    private static readonly string[][] Rows = Table();

    public static TheoryData<string> Strategies() => [.. EveryStrategy.Names];

    [Fact]
    public void One_row_each_in_the_order_of_the_catalogue() =>
        Rows.Select(row => row[0].Trim('`')).ShouldBe(EveryStrategy.Names, "README.md, Strategies: a strategy of the catalogue has a row there");

    [Theory]
    [MemberData(nameof(Strategies))]
    public void What_it_says_of_spaces_and_objectives_is_so(string name)
    {
        var row = Rows.Single(row => row[0] == $"`{name}`");
        row.Length.ShouldBe(Header.Length);
        row[1].ShouldNotBeEmpty();
        row[3].ShouldNotBeEmpty();

        var spaces = DegenerateSpaces.All.Values.Append(SampleSpaces.Everything).Append(SampleSpaces.Ads).ToArray();
        if (row[4] == "any") spaces.ShouldAllBe(space => EveryStrategy.Problem(name, space) != null);
        else spaces.ShouldContain(space => EveryStrategy.Problem(name, space) == null);
        if (row[4] == "finite")
        {
            EveryStrategy.Problem(name, Finite).ShouldNotBeNull();
            EveryStrategy.Problem(name, SampleSpaces.Everything).ShouldBeNull();
        }

        (Takes(name, 1), Takes(name, 2)).ShouldBe(row[5] switch
        {
            "any" => (true, true),
            "one" => (true, false),
            "several" => (false, true),
            _ => throw new ShouldAssertException($"'{row[5]}' is neither any, one nor several"),
        });
    }

    /// <summary>In a space that the strategy takes.</summary>
    private static bool Takes(string name, int objectives)
    {
        var problem = new[] { Finite, new([new FloatParameter("x", 0, 1), new FloatParameter("y", 0, 1)]) }
            .Select(space => EveryStrategy.Problem(name, space)).OfType<StrategyProblem>().First();
        return StrategyCatalogue.Find(name)!.Check(problem with { Objectives = objectives }) is null;
    }

    private static string[][] Table()
    {
        using var stream = typeof(the_readme_tells_of_every_strategy).Assembly.GetManifestResourceStream("README.md")!;
        using var reader = new StreamReader(stream);
        var lines = reader.ReadToEnd().Split('\n').Select(Cells).SkipWhile(cells => !cells.SequenceEqual(Header)).ToArray();
        return [.. lines.Skip(2).TakeWhile(cells => cells.Length > 1)];
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
