using System.Text.Json;

namespace ArchOpt.Cli.Tests;

public class Evaluating_without_a_study
{
    private const string Branin = """{"function":"branin"}""";

    [Fact]
    public async Task Prints_outcome_and_metrics_on_one_line()
    {
        var result = await Archopt.RunAsync("evaluate", "function", "--settings", Branin, "--configuration", """{"x1":3.141592653589793,"x2":2.275}""");

        result.ExitCode.ShouldBe(0);
        var line = JsonDocument.Parse(result.OutputLines.ShouldHaveSingleItem()).RootElement;
        line.EnumerateObject().Select(p => p.Name).ShouldBe(["outcome", "metrics"]);
        line.GetProperty("outcome").GetString().ShouldBe("Completed");
        line.GetProperty("metrics").GetProperty("value").GetDouble().ShouldBe(0.397887, 1e-6);
    }

    [Fact]
    public async Task Answers_every_line_with_a_line_also_one_that_is_no_configuration()
    {
        const string input = "{\"x1\":0,\"x2\":0}\nnonsense\n{\"x1\":1,\"x2\":1}\n";

        var result = await Archopt.RunAsync(
            ["evaluate", "function", "--settings", Branin, "--configuration", "-"], input, null, TestContext.Current.CancellationToken);

        result.ExitCode.ShouldBe(2);
        result.OutputLines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("outcome").GetString())
            .ShouldBe(["Completed", "Failed", "Completed"]);
    }

    [Fact]
    public async Task Ends_with_1_when_the_evaluation_fails()
    {
        var result = await Archopt.RunAsync("evaluate", "function", "--settings", """{"function":"nosuch"}""", "--configuration", "{}");

        result.ExitCode.ShouldBe(1);
        JsonDocument.Parse(result.Output).RootElement.GetProperty("error").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("nosuch", "{}", "{}", "EVALUATOR: must be one of ")]
    [InlineData("function", "[1]", "{}", "--settings: must be a JSON object (was Array)")]
    [InlineData("function", "{", "{}", "--settings: must be a JSON object: ")]
    [InlineData("function", "{}", "7", "--configuration: ")]
    public async Task Refuses_a_wrong_call_in_one_line(string evaluator, string settings, string configuration, string line)
    {
        var result = await Archopt.RunAsync("evaluate", evaluator, "--settings", settings, "--configuration", configuration);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith(line);
        result.Output.ShouldBeEmpty();
    }
}
