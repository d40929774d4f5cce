using System.Text.Json;

namespace ArchOpt.Cli.Tests.Bench;

public class A_table_as_a_problem
{
    private const string Description = """{"name":"tiny","params":[{"name":"C","kind":"ord","choices":[0.001,1.0,10]},{"name":"kernel","kind":"cat","choices":["rbf","poly"]}]}""";
    private const string Complete = "C,kernel,error\n0.001,rbf,0.9\n1.0,rbf,0.2\n10,rbf,0.3\n0.001,poly,0.8\n1,poly,0.5\n10.0,poly,0.4\n";

    [Fact]
    public async Task Is_searched_to_its_best_row()
    {
        using var directory = Tables(Complete);

        var result = await Archopt.RunAsync("bench", "tables", "--tables", directory.Path, "--strategies", "random,grid", "--seeds", "2", "--trials", "6", "--json");

        result.ExitCode.ShouldBe(0, result.Error);
        using var document = JsonDocument.Parse(result.Output);
        foreach (var row in document.RootElement.GetProperty("sections")[0].GetProperty("results").EnumerateArray())
        {
            row.GetProperty("problem").GetString().ShouldBe("tiny");
            row.GetProperty("optimum").GetDouble().ShouldBe(0.2);
            row.GetProperty("max").GetDouble().ShouldBe(0.2, "six different configurations are all there are");
            row.GetProperty("n").GetInt32().ShouldBe(2);
        }
    }

    [Fact]
    public async Task Keeps_its_best_when_there_are_more_trials_than_rows()
    {
        using var directory = Tables(Complete);

        var result = await Archopt.RunAsync("bench", "tables", "--tables", directory.Path, "--strategies", "random", "--seeds", "1", "--trials", "20", "--out", directory["out"]);

        result.ExitCode.ShouldBe(0, result.Error);
        var curve = await File.ReadAllLinesAsync(Path.Combine(directory["out"], "curves.csv"), TestContext.Current.CancellationToken);
        curve.Length.ShouldBe(1 + 20);
        curve[^1].ShouldBe("tiny,random,20,0.2,0.2,0.2,1");
    }

    [Theory]
    [InlineData("C,kernel,error\n0.001,rbf,0.9\n1.0,rbf,0.2\n10,rbf,0.3\n0.001,poly,0.8\n1,poly,0.5\n", "tiny.csv: 1 of 6 configurations have no row")]
    [InlineData("C,kernel,error\n1,rbf,0.9\n1.0,rbf,0.2\n", "tiny.csv:3: the same configuration stands further up")]
    [InlineData("C,kernel,error\n2,rbf,0.9\n", "tiny.csv:2: C: '2' is none of its choices")]
    [InlineData("C,kernel,error\n1,rbf,NaN\n", "tiny.csv:2: error: must be a finite number (was 'NaN')")]
    [InlineData("C,error\n1,0.9\n", "tiny.csv:1: the columns must be C,kernel and the value (was C,error)")]
    public async Task Must_be_complete(string csv, string mistake)
    {
        using var directory = Tables(csv);

        var result = await Archopt.RunAsync("bench", "tables", "--tables", directory.Path);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe([directory[mistake]]);
    }

    [Theory]
    [InlineData("{}", "tiny.json: must have a list 'params' of name, kind and choices")]
    [InlineData("""{"params":[{"name":"C","kind":"float","choices":[1,2]}]}""", "tiny.json: params[0].kind: must be ord or cat (was 'float')")]
    [InlineData("""{"params":[{"name":"C","kind":"ord","choices":[]}]}""", "tiny.json: params[0]: must have a name and choices")]
    [InlineData("""{"params":[{"name":"C","kind":"ord","choices":[null]}]}""", "tiny.json: params[0].choices: must be numbers, texts or flags (was null)")]
    public async Task Must_be_described(string json, string mistake)
    {
        using var directory = Tables(Complete);
        directory.Write("tiny.json", json);

        var result = await Archopt.RunAsync("bench", "tables", "--tables", directory.Path);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe([directory[mistake]]);
    }

    [Fact]
    public async Task Is_another_problem_when_a_value_changes()
    {
        using var directory = Tables(Complete);
        string[] call = ["bench", "tables", "--tables", directory.Path, "--strategies", "random", "--seeds", "1", "--trials", "2", "--out", directory["out"]];
        await Archopt.RunAsync(call);
        directory.Write("tiny.csv", Complete.Replace("0.9", "0.7", StringComparison.Ordinal));

        var result = await Archopt.RunAsync(call);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines[^1].ShouldContain("has runs of 'tiny' with another definition of the problem");
    }

    private static TemporaryDirectory Tables(string csv)
    {
        var directory = new TemporaryDirectory();
        directory.Write("tiny.json", Description);
        directory.Write("tiny.csv", csv);
        return directory;
    }
}
