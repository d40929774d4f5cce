using ArchOpt.Evaluation.Evaluators.Command;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class a_registration_is_checked : IDisposable
{
    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("archopt-commands-");

    public void Dispose() => root.Delete(recursive: true);

    [Theory]
    [InlineData("Arguments:1", "${lr", "Arguments[1]", "must close every ${ with } ($${ stands for a plain ${)")]
    [InlineData("Arguments:1", "${}", "Arguments[1]", "must name something between ${ and }")]
    [InlineData("Arguments:1", "x${args}", "Arguments[1]", "${args} becomes several arguments, so it must stand alone")]
    [InlineData("Timeout", "soon", "Timeout", "must be a duration >= 0.001 s such as 90s, 2h or 00:01:30")]
    [InlineData("Grace", "-1", "Grace", "must be a duration >= 0 s such as 90s, 2h or 00:01:30")]
    [InlineData("Grace", "2.00:00:00", "Grace", "must be at most 24 h")]
    [InlineData("ResourceClass", "GPU", "ResourceClass", "must be 1 to 40 lower-case letters, digits or '-'")]
    [InlineData("LogLimit", "10", "LogLimit", "must be a whole number of bytes in [4096, 1073741824]")]
    [InlineData("Patterns:0", "cost (.*)", "Patterns[0]", @"must name at least one metric, as in val_cost=(?<val_cost>\S+)")]
    [InlineData("InfeasibleExitCodes:0", "0", "InfeasibleExitCodes[0]", "must be an exit code from 1 to 255")]
    [InlineData("OutOfMemory", "panic", "OutOfMemory", "must be failed or infeasible")]
    [InlineData("PassEnvironment:0", "*", "PassEnvironment[0]", "must be a variable's name, or its beginning followed by *")]
    [InlineData("PassEnvironment:0", "A B", "PassEnvironment[0]", "must be a variable's name, or its beginning followed by *")]
    public void a_mistake_is_named_with_key_rule_and_value(string key, string value, string place, string rule) =>
        Mistakes(("Program", "/bin/true"), (key, value)).Select(Normalised)
            .ShouldBe([Normalised($"Evaluation:Commands:train:{place}: {rule} (was '{value}').")]);

    [Fact]
    public void a_bad_expression_is_named() =>
        Mistakes(("Program", "/bin/true"), ("Patterns:0", "(?<cost>")).ShouldHaveSingleItem().ShouldStartWith("Evaluation:Commands:train:patterns[0]: must be a regular expression: ");

    [Fact]
    public void all_mistakes_are_shown_at_once() => Mistakes(("Timeout", "x"), ("Grace", "y"), ("Progam", "/bin/true")).ShouldBe(
    [
        "Evaluation:Commands:train:program: must name the program to run (was '').",
        "Evaluation:Commands:train:timeout: must be a duration >= 0.001 s such as 90s, 2h or 00:01:30 (was 'x').",
        "Evaluation:Commands:train:grace: must be a duration >= 0 s such as 90s, 2h or 00:01:30 (was 'y').",
        "Evaluation:Commands:train:Progam: unknown key, did you mean 'program'? (there are program, working_directory, arguments, environment, pass_environment, timeout, grace, resource_class, log_limit, patterns, infeasible_exit_codes, out_of_memory)",
    ]);

    [Fact]
    public void variables_of_archopt_cannot_be_set() =>
        Mistakes(("Program", "/bin/true"), ("Environment:ARCHOPT_SEED", "1"), ("Environment:A-B", "1")).Length.ShouldBe(2);

    [Fact]
    public void a_work_directory_that_cannot_be_written_is_refused_at_start()
    {
        var file = Path.Combine(root.FullName, "file");
        File.WriteAllText(file, "");
        var failures = Should.Throw<OptionsValidationException>(() => Read(("Evaluation:WorkDirectory", file), ("Evaluation:Commands:train:Program", "/bin/true"))).Failures;
        failures.ShouldHaveSingleItem().ShouldStartWith("Evaluation:WorkDirectory: must be a directory that can be written: ");
    }

    [Fact]
    public void nothing_is_written_where_no_command_is_registered()
    {
        var work = Path.Combine(root.FullName, "work");
        Read(("Evaluation:WorkDirectory", work)).Commands.Names.ShouldBeEmpty();
        Directory.Exists(work).ShouldBeFalse();
    }

    [Fact]
    public void a_file_speaks_snake_case_and_its_relative_paths_start_at_its_folder()
    {
        var file = Write("commands.json", """
            {
              "commands": {
                "train": { "program": "./train.sh", "arguments": [], "working_directory": "inner", "environment": { "Mixed_Case": "1" }, "timeout": "2h", "infeasible_exit_codes": [3] },
                "other": { "program": "python3" }
              }
            }
            """);

        var commands = Read(("Evaluation:CommandFiles", file), Work).Commands;

        commands.Names.ShouldBe(["other", "train"]);
        var train = commands.Find("train").ShouldNotBeNull();
        train.Program.ShouldBe(Path.Combine(root.FullName, "train.sh"));
        train.WorkingDirectory.ShouldBe(Path.Combine(root.FullName, "inner"));
        train.Arguments.ShouldBeEmpty();
        train.Environment.ShouldHaveSingleItem().Key.ShouldBe("Mixed_Case");
        train.Timeout.ShouldBe(TimeSpan.FromHours(2));
        train.InfeasibleExitCodes.ShouldBe([3]);
        var other = commands.Find("other").ShouldNotBeNull();
        other.Program.ShouldBe("python3");
        other.Arguments.Length.ShouldBe(1);
        other.WorkingDirectory.ShouldBe(root.FullName);
        other.PassEnvironment.ShouldBe(CommandRegistration.DefaultPassEnvironment);
        other.Timeout.ShouldBeNull();
        other.Grace.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void the_configuration_wins_over_a_file_and_two_files_must_not_say_the_same()
    {
        var one = Write("one.json", """{"commands":{"train":{"program":"/one"}}}""");
        var two = Write("two.json", """{"commands":{"train":{"program":"/two"}}}""");

        Read(("Evaluation:CommandFiles:0", one), ("Evaluation:CommandFiles:1", one), ("Evaluation:Commands:train:Program", "/configured"), Work)
            .Commands.Find("train")!.Program.ShouldBe("/configured");
        Should.Throw<OptionsValidationException>(() => Read(("Evaluation:CommandFiles", $"{one},{two}"), Work))
            .Failures.ShouldBe([$"{two}:commands:train: is registered in {one} as well."]);
    }

    [Theory]
    [InlineData("{\"commands\":", "is not JSON: ")]
    [InlineData("{\"command\":{}}", "command: unknown key (must be commands)")]
    [InlineData("{\"commands\":{\"a b\":{\"program\":\"/bin/true\"}}}", "commands:a b: a command's name must be ")]
    public void a_file_that_is_wrong_is_named(string content, string mistake)
    {
        var file = Write("wrong.json", content);
        Should.Throw<OptionsValidationException>(() => Read(("Evaluation:CommandFiles", file), Work)).Failures.ShouldHaveSingleItem().ShouldStartWith($"{file}:");
        Should.Throw<OptionsValidationException>(() => Read(("Evaluation:CommandFiles", file), Work)).Failures.Single().ShouldContain(mistake);
    }

    [Fact]
    public void a_file_that_is_not_there_is_named() =>
        Should.Throw<OptionsValidationException>(() => Read(("Evaluation:CommandFiles", "/no/such.json"), Work)).Failures.ShouldHaveSingleItem().ShouldStartWith("/no/such.json: cannot be read: ");

    private (string, string) Work => ("Evaluation:WorkDirectory", Path.Combine(root.FullName, "work"));

    private static string Normalised(string text) => text.Replace("_", "").ToLowerInvariant();

    private string[] Mistakes(params (string Key, string Value)[] registration) => [.. Should.Throw<OptionsValidationException>(() =>
        Read([.. registration.Select(part => ($"Evaluation:Commands:train:{part.Key}", part.Value)), Work])).Failures];

    private static EvaluationOptions Read(params (string Key, string Value)[] values) =>
        EvaluationOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build(), []);

    private string Write(string name, string content)
    {
        var file = Path.Combine(root.FullName, name);
        File.WriteAllText(file, content);
        return file;
    }
}
