using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.Tables;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Tests.Evaluators;

public sealed class TabularEvaluatorTests : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("archopt-tables-");

    public void Dispose() => root.Delete(recursive: true);

    private async Task<EvaluationResult> EvaluateAsync(string csv, string configuration, string table = "runs.csv", string value = "cost", long seed = 0)
    {
        var tables = root.CreateSubdirectory("tables");
        await File.WriteAllTextAsync(Path.Combine(tables.FullName, "runs.csv"), csv, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(root.FullName, "secret.csv"), csv, TestContext.Current.CancellationToken);
        return await new EvaluatorRegistry([new TabularEvaluator(tables.FullName)]).EvaluateOnceAsync(
            "tabular", $$"""{"table":"{{table}}","value":"{{value}}"}""", Configuration.Parse(configuration), seed, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_configuration_finds_its_row_however_its_numbers_are_written()
    {
        var result = await EvaluateAsync("lr,arch[0].width,model,cost,qps,note\n1e-3,64.0,gat,0.5,4100,fine\n0.01,64,gat,0.4,4000,\n", """{"lr":0.001,"model":"gat","arch":[{"width":64}]}""");

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics.Select(m => (m.Key, m.Value)).ShouldBe([("cost", 0.5), ("qps", 4100), ("value", 0.5)]);
    }

    [Fact]
    public async Task A_configuration_that_is_not_in_the_table_can_never_work()
    {
        var result = await EvaluateAsync("lr,cost\n0.1,1\n", """{"lr":0.2}""");
        result.Outcome.ShouldBe(EvaluationOutcome.Infeasible);
        result.Error.ShouldNotBeNull().ShouldContain("""{"lr":0.2}""");
    }

    [Fact]
    public async Task Of_repeated_measurements_the_seed_chooses_one_and_always_the_same()
    {
        const string csv = "lr,cost\n0.1,1\n0.1,2\n0.1,3\n";
        var values = new HashSet<double>();
        for (var seed = 0; seed < 30; seed++)
        {
            var value = (await EvaluateAsync(csv, """{"lr":0.1}""", seed: seed)).Metrics["value"];
            (await EvaluateAsync(csv, """{"lr":0.1}""", seed: seed)).Metrics["value"].ShouldBe(value);
            values.Add(value);
        }

        values.ShouldBe([1, 2, 3], ignoreOrder: true);
    }

    [Theory]
    [InlineData("../secret.csv", "must lie in the worker's directory of tables")]
    [InlineData("/etc/passwd", "must lie in the worker's directory of tables")]
    [InlineData("missing.csv", "there is no file 'missing.csv'")]
    public async Task Nothing_outside_the_directory_of_tables_is_read(string table, string error)
    {
        var result = await EvaluateAsync("lr,cost\n0.1,1\n", """{"lr":0.1}""", table);
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldContain(error);
    }

    [Fact]
    public async Task A_link_out_of_the_directory_is_not_followed()
    {
        Directory.CreateDirectory(Path.Combine(root.FullName, "tables"));
        File.CreateSymbolicLink(Path.Combine(root.FullName, "tables", "link.csv"), Path.Combine(root.FullName, "secret.csv"));
        var result = await EvaluateAsync("lr,cost\n0.1,1\n", """{"lr":0.1}""", "link.csv");
        result.Error.ShouldNotBeNull().ShouldContain("is a link that leaves");
    }

    [Theory]
    [InlineData("lr,cost\n0.1,1\n", """{"lr":0.1,"depth":2}""", "no column for the parameter 'depth'")]
    [InlineData("lr,price\n0.1,1\n", """{"lr":0.1}""", "has no column 'cost'")]
    [InlineData("lr,cost\n0.1,high\n", """{"lr":0.1}""", "has no number in the column 'cost'")]
    [InlineData("lr,lr,cost\n0.1,1,2\n", """{"lr":0.1}""", "two columns have the same name")]
    [InlineData("lr,cost\n0.1,1,7\n", """{"lr":0.1}""", "Record 2 has 3 fields")]
    [InlineData("", """{"lr":0.1}""", "the table is empty")]
    public async Task A_table_that_does_not_fit_fails_with_the_reason(string csv, string configuration, string error)
    {
        var result = await EvaluateAsync(csv, configuration);
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldContain(error);
    }
}
