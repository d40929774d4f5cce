using System.Text.Json;
using System.Xml.Linq;

namespace ArchOpt.Cli.Tests.Bench;

public class Comparing_strategies
{
    private const string Two = "random,simulated-annealing";

    [Fact]
    public async Task Prints_a_row_for_every_problem_and_strategy_and_writes_the_same_as_files()
    {
        using var directory = new TemporaryDirectory();

        var result = await Archopt.RunAsync("bench", "classic", "--strategies", Two, "--seeds", "2", "--trials", "12", "--out", directory.Path);

        result.ExitCode.ShouldBe(0, result.Error);
        result.OutputLines.Count(line => line.StartsWith("branin ", StringComparison.Ordinal)).ShouldBe(2);
        result.Output.ShouldContain("classic: mean rank of the median best, by trials");
        result.Error.ShouldContain("bench: 32/32 runs");
        (await LinesAsync(directory, "summary.csv")).Length.ShouldBe(1 + 16);
        (await LinesAsync(directory, "curves.csv")).Length.ShouldBe(1 + (16 * 12));
        (await LinesAsync(directory, "runs.csv")).Length.ShouldBe(1 + 32);
        (await LinesAsync(directory, "ranks.csv")).ShouldContain(line => line.StartsWith("classic,random,strategy,10,8,", StringComparison.Ordinal));
        Directory.GetFiles(directory.Path, "regret-*.svg").Length.ShouldBe(8);
        foreach (var file in Directory.GetFiles(directory.Path, "*.svg")) XDocument.Load(file).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Fact]
    public async Task Prints_one_document_for_programs()
    {
        var result = await Archopt.RunAsync("bench", "classic", "--strategies", Two, "--seeds", "1", "--trials", "3", "--json");

        using var document = JsonDocument.Parse(result.Output);
        var section = document.RootElement.GetProperty("sections")[0];
        section.GetProperty("name").GetString().ShouldBe("classic");
        section.GetProperty("results").GetArrayLength().ShouldBe(16);
        section.GetProperty("results")[0].GetProperty("n").GetInt32().ShouldBe(1);
        section.GetProperty("regrets").EnumerateArray().Where(regret => regret.GetProperty("method").GetString() == "random")
            .ShouldAllBe(regret => regret.GetProperty("value").GetDouble() == 1);
    }

    [Fact]
    public async Task Gives_the_same_results_however_many_threads_there_are()
    {
        using var one = new TemporaryDirectory();
        using var four = new TemporaryDirectory();

        await Archopt.RunAsync("bench", "classic", "--strategies", Two, "--seeds", "2", "--trials", "15", "--threads", "1", "--out", one.Path);
        await Archopt.RunAsync("bench", "classic", "--strategies", Two, "--seeds", "2", "--trials", "15", "--threads", "4", "--out", four.Path);

        (await LinesAsync(four, "curves.csv")).ShouldBe(await LinesAsync(one, "curves.csv"));
    }

    [Fact]
    public async Task Shows_settings_that_were_given_and_searches_with_them()
    {
        var result = await Archopt.RunAsync("bench", "classic", "--strategies", "simulated-annealing{warm_up=2;cooling=0.9},simulated-annealing", "--seeds", "1", "--trials", "30", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        using var document = JsonDocument.Parse(result.Output);
        var branin = document.RootElement.GetProperty("sections")[0].GetProperty("results").EnumerateArray()
            .Where(row => row.GetProperty("problem").GetString() == "branin")
            .ToDictionary(row => row.GetProperty("strategy").GetString()!, row => row.GetProperty("mean").GetDouble(), StringComparer.Ordinal);
        branin.Keys.ShouldBe(["simulated-annealing{cooling=0.9;warm_up=2}", "simulated-annealing"]);
        branin.Values.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task Says_where_a_strategy_does_not_apply_and_goes_on_without_it()
    {
        var result = await Archopt.RunAsync("bench", "classic", "--strategies", "random,grid", "--seeds", "1", "--trials", "2");

        result.ExitCode.ShouldBe(0, result.Error);
        result.OutputLines.Count(line => line.Contains("not applicable: grid needs a finite space", StringComparison.Ordinal)).ShouldBe(8);
        result.Error.ShouldContain("bench: 8/8 runs");
    }

    [Fact]
    public async Task Ranks_each_strategy_alone_among_the_peers()
    {
        using var directory = new TemporaryDirectory();
        var peers = directory.Write("peers.json", """{"branin":{"perfect":{"best10":0.39788735772973816},"random elsewhere":{"best10":1e9}},"levy8":{"perfect":{"best10":0}}}""");

        var result = await Archopt.RunAsync("bench", "classic", "--strategies", Two, "--seeds", "1", "--trials", "10", "--peers", peers, "--json");

        using var document = JsonDocument.Parse(result.Output);
        var ranks = document.RootElement.GetProperty("sections")[0].GetProperty("ranks").EnumerateArray()
            .ToDictionary(rank => rank.GetProperty("method").GetString()!, StringComparer.Ordinal);
        ranks["perfect"].GetProperty("rankAmongPeers").GetDouble().ShouldBe(1);
        ranks["perfect"].GetProperty("isPeer").GetBoolean().ShouldBeTrue();
        ranks["perfect"].GetProperty("problems").GetInt32().ShouldBe(2);
        ranks["random elsewhere"].GetProperty("rankAmongPeers").GetDouble().ShouldBe(2);
        // Behind 'perfect' and ahead of the other on branin, behind 'perfect' on levy8; alone on the six others.
        ranks["random"].GetProperty("rankAmongPeers").GetDouble().ShouldBe((2 + 2 + 6) / 8.0);
    }

    [Fact]
    public async Task Measures_what_strategies_cost()
    {
        using var directory = new TemporaryDirectory();

        var result = await Archopt.RunAsync("bench", "overhead", "--strategies", Two, "--observations", "10,20", "--out", directory.Path, "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        using var document = JsonDocument.Parse(result.Output);
        var rows = document.RootElement.GetProperty("overhead").EnumerateArray().ToList();
        rows.Select(row => row.GetProperty("observations").GetInt32()).ShouldBe([10, 10, 20, 20]);
        rows.ShouldAllBe(row => row.GetProperty("milliseconds").GetDouble() > 0);
        (await LinesAsync(directory, "overhead.csv")).Length.ShouldBe(5);
    }

    internal static Task<string[]> LinesAsync(TemporaryDirectory directory, string file) =>
        File.ReadAllLinesAsync(directory[file], TestContext.Current.CancellationToken);
}
