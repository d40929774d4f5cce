using System.Text.Json;

namespace ArchOpt.Cli.Tests;

public class Evaluating_a_command
{
    [Fact]
    public async Task Runs_a_program_that_a_file_of_commands_registers()
    {
        using var directory = new TemporaryDirectory();
        var commands = Path.Combine(directory.Path, "commands.json");
        await File.WriteAllTextAsync(
            commands,
            """{"commands":{"echo":{"program":"/bin/sh","arguments":["-c","printf '{\"archopt\":{\"final\":{\"double\":%s%s}}}' \"$1\" \"$1\"","sh","${x}"]}}}""",
            TestContext.Current.CancellationToken);

        var result = await Archopt.RunAsync(
            "evaluate", "command", "--settings", """{"command":"echo"}""", "--configuration", """{"x":4}""", "--commands", commands, "--data", Path.Combine(directory.Path, "data"));

        result.ExitCode.ShouldBe(0, result.Error);
        JsonDocument.Parse(result.Output).RootElement.GetProperty("metrics").GetProperty("double").GetDouble().ShouldBe(44);
        Directory.EnumerateFiles(Path.Combine(directory.Path, "data"), "*", SearchOption.AllDirectories).ShouldBeEmpty("nobody looks into what a good evaluation leaves");
    }

    [Fact]
    public async Task Names_the_file_of_commands_that_is_not_there()
    {
        var result = await Archopt.RunAsync("evaluate", "command", "--settings", "{}", "--configuration", "{}", "--commands", "/no/such.json");

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe(["--commands: no such file: /no/such.json"]);
    }

    [Theory]
    [InlineData("trane", "study.yaml: evaluator.settings.command: no program is registered as 'trane', did you mean 'train'? (there are other, train)")]
    [InlineData("zzz", "study.yaml: evaluator.settings.command: no program is registered as 'zzz' (there are other, train)")]
    public async Task A_study_of_a_program_that_nobody_registered_loses_no_trial(string name, string line)
    {
        using var directory = new TemporaryDirectory();
        var commands = directory.Write("commands.json", """{"commands":{"train":{"program":"/bin/true"},"other":{"program":"/bin/true"}}}""");
        var study = directory.Write("study.yaml", $$"""
            study: lost
            objectives: [{ metric: loss, goal: minimize }]
            evaluator: { name: command, settings: { command: {{name}} } }
            space: { x: { type: int, low: 0, high: 9 } }
            budget: { trials: 5 }
            """);

        var result = await Archopt.RunAsync("run", study, "--embedded", "--commands", commands, "--data", directory["data"]);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe([Path.Combine(directory.Path, line)]);
        (await Archopt.RunAsync("show", "lost", "--embedded", "--data", directory["data"])).ExitCode.ShouldNotBe(0, "nothing was begun");
    }

    [Fact]
    public async Task Names_every_mistake_in_the_file_of_commands()
    {
        using var directory = new TemporaryDirectory();
        var commands = Path.Combine(directory.Path, "commands.json");
        await File.WriteAllTextAsync(commands, """{"commands":{"a":{"programme":"x"},"b":{"program":"x","timeout":"soon"}}}""", TestContext.Current.CancellationToken);

        var result = await Archopt.RunAsync("evaluate", "command", "--settings", "{}", "--configuration", "{}", "--commands", commands, "--data", directory.Path);

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.Length.ShouldBe(3);
        result.ErrorLines.ShouldAllBe(line => line.StartsWith(commands + ":commands:", StringComparison.Ordinal));
    }
}
