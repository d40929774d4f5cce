using ArchOpt.AppHost.Local.Options;

namespace ArchOpt.AppHost.Tests;

public sealed class command_line
{
    [Fact]
    public void nothing_given_means_two_workers_on_port_5080_with_data_in_the_current_folder()
    {
        var options = LocalOptions.Parse([]);

        options.Errors.ShouldBeEmpty();
        options.Evaluators.ShouldBe(2);
        options.Port.ShouldBe(5080);
        options.EvaluatorPort.ShouldBeNull();
        options.Study.ShouldBeNull();
        options.Data.ShouldBe(Path.Combine(Environment.CurrentDirectory, ".archopt"));
        options.ExitWhenDone.ShouldBeFalse();
        options.Idle.ShouldBeFalse();
    }

    [Fact]
    public void a_flag_does_not_swallow_the_option_after_it()
    {
        var options = LocalOptions.Parse(["--verbose", "--port", "6000", "--idle", "--evaluators=3"]);

        options.Errors.ShouldBeEmpty();
        options.Verbose.ShouldBeTrue();
        options.Idle.ShouldBeTrue();
        options.Port.ShouldBe(6000);
        options.Evaluators.ShouldBe(3);
    }

    [Theory]
    [InlineData("--evaluators 0", "--evaluators: must be a whole number from 1 to 64 (was '0')")]
    [InlineData("--evaluators many", "--evaluators: must be a whole number from 1 to 64 (was 'many')")]
    [InlineData("--port 65535", "--port: must be a whole number from 1 to 65534 (was '65535')")]
    [InlineData("--port", "--port: needs a value")]
    [InlineData("--port --idle", "--port: needs a value")]
    [InlineData("--idle=perhaps", "--idle: takes no value, or true or false (was 'perhaps')")]
    [InlineData("--evalutors 4", "unknown option --evalutors: did you mean --evaluators?")]
    [InlineData("--colour-of-the-moon=blue", "unknown option --colour-of-the-moon: see --help")]
    [InlineData("--exit-when-done --idle", "--exit-when-done and --idle contradict each other: an idle system is never done")]
    [InlineData("--port 6000 --evaluator-port 5999", "--evaluator-port: 5999 to 6000 overlap with --port 6000 and 6001")]
    public void a_mistake_is_one_line_that_names_option_value_and_rule(string commandLine, string line)
    {
        LocalOptions.Parse(commandLine.Split(' ')).Errors[0].ShouldBe(line);
    }

    [Fact]
    public void a_missing_study_file_is_named_with_its_full_path()
    {
        LocalOptions.Parse(["--study", "no/such.yaml"]).Errors
            .ShouldBe(["--study: no such file: " + Path.GetFullPath("no/such.yaml")]);
    }

    [Fact]
    public void a_missing_file_of_commands_is_named_with_its_full_path()
    {
        LocalOptions.Parse(["--commands", "no/such.json"]).Errors
            .ShouldBe(["--commands: no such file: " + Path.GetFullPath("no/such.json")]);
    }

    [Fact]
    public void every_mistake_is_reported_and_not_only_the_first()
    {
        LocalOptions.Parse(["--port", "x", "stray", "--evaluators", "y"]).Errors.Count.ShouldBe(3);
    }

    [Fact]
    public void a_key_with_a_colon_is_configuration()
    {
        var options = LocalOptions.Parse(["--Parameters:messaging-user=me"]);

        options.Errors.ShouldBeEmpty();
        options.ToConfiguration().ShouldContain(new KeyValuePair<string, string?>("Parameters:messaging-user", "me"));
    }
}
