using System.Text.Json;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Tests;

public sealed class Checking_a_file : IDisposable
{
    private readonly TemporaryDirectory files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task Prints_the_resolved_study_which_is_itself_a_valid_file_and_the_size_of_its_space()
    {
        var file = files.Write("demo.yaml", """
            study: demo
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: branin } }
            space:
              x1: { type: float, low: -5, high: 10, step: 1 }
              x2: { type: int, low: 0, high: 15 }
            strategy: { name: random }
            budget: { trials: 10 }
            """);

        var result = await Archopt.RunAsync("validate", file);

        result.Error.ShouldBeEmpty();
        result.ExitCode.ShouldBe(0);
        result.OutputLines[^1].ShouldBe($"# {file} is valid; its space: 256 configurations");
        StudyFile.Read(result.Output, "resolved.yaml").Lines.ShouldBeEmpty();
        var json = await Archopt.RunAsync("validate", file, "--json");
        JsonDocument.Parse(json.Output).RootElement.GetProperty("study").GetProperty("study").GetString().ShouldBe("demo");
    }

    [Fact]
    public async Task A_hypothesis_about_single_runs_is_valid_and_worth_a_hint()
    {
        const string study = """
            study: demo
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: branin } }
            space: { x1: { type: ordinal, values: [-3, 3] }, x2: { type: float, low: 0, high: 15 } }
            budget: { trials: 10 }
            hypotheses:
              - { id: H1, statement: "right is better", compare: { parameter: x1 }, metric: value, expect: { better: 3, than: -3 } }
            """;
        var single = await Archopt.RunAsync("validate", files.Write("single.yaml", study));
        single.ExitCode.ShouldBe(0, single.Error);
        single.OutputLines[^1].ShouldBe("# hint: H1 compares single runs: give replicates with at least two seeds");
        StudyFile.Read(single.Output, "resolved.yaml").Lines.ShouldBeEmpty();
        var json = await Archopt.RunAsync("validate", files.Write("single.yaml", study), "--json");
        JsonDocument.Parse(json.Output).RootElement.GetProperty("hints").GetArrayLength().ShouldBe(1);

        (await Archopt.RunAsync("validate", files.Write("two.yaml", study + "\nreplicates: [1, 2]"))).Output.ShouldNotContain("hint");
        var wrong = files.Write("wrong.yaml", study.Replace("than: -3", "than: 5", StringComparison.Ordinal));
        (await Archopt.RunAsync("validate", wrong)).ErrorLines.ShouldBe([$"{wrong}:7: hypotheses[0].expect.than: 'x1' cannot be 5 (its values: -3, 3)"]);
    }

    [Fact]
    public async Task Names_file_line_path_and_rule_of_every_mistake()
    {
        var file = files.Write("bad.yaml", """
            study: demo
            objectives: [{ metric: value, goal: minimize }]
            evaluator: { name: function, settings: { function: branin } }
            space:
              x1: { type: float, low: 0, high: 10, log: true }
              x2: { type: int, low: 15, high: 0 }
            strategy: { name: random }
            budgt: { trials: 10 }
            """);

        var result = await Archopt.RunAsync("validate", file);

        result.ExitCode.ShouldBe(2);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.ShouldContain($"{file}:5: space.x1.low: must be > 0 for a log scale (was 0)");
        result.ErrorLines.ShouldContain(line => line.StartsWith($"{file}:6: space.x2.", StringComparison.Ordinal));
        result.ErrorLines.ShouldContain(line => line.StartsWith($"{file}:8: ", StringComparison.Ordinal) && line.Contains("budget", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_over_one_mebibyte_or_with_broken_yaml_is_refused_with_its_name()
    {
        var large = files.Write("large.yaml", new string(' ', StudyFile.MaxBytes + 1));
        var broken = files.Write("broken.yaml", "study: [demo\n");

        foreach (var file in new[] { large, broken })
        {
            var result = await Archopt.RunAsync("run", file, "--embedded", "--data", files["data"]);

            result.ExitCode.ShouldBe(2);
            result.ErrorLines.ShouldHaveSingleItem().ShouldStartWith(file);
        }

        Directory.Exists(files["data"]).ShouldBeFalse("nothing may be stored");
    }

    [Fact]
    public async Task The_schema_is_a_json_schema_that_knows_the_keys_of_a_study()
    {
        var result = await Archopt.RunAsync("schema");

        var schema = JsonDocument.Parse(result.Output).RootElement;
        schema.GetProperty("$schema").GetString().ShouldNotBeNull().ShouldContain("2020-12");
        schema.GetProperty("properties").TryGetProperty("space", out _).ShouldBeTrue();
    }
}
