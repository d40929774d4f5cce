using ArchOpt.Contracts;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class parameters_reach_a_program_as_data
{
    /// <summary>Writes arguments, one parameter and the configuration file into files, bytes as they are.</summary>
    private const string Recorder = """
        printf '%s\0' "$@" >arguments
        printf '%s' "$ARCHOPT_PARAM_TEXT" >variable
        cp "$ARCHOPT_CONFIGURATION" file
        env >environment
        """;

    public static TheoryData<string> HostileValues =>
    [
        "'; touch owned; '", "\"$(touch owned)\"", "`touch owned`", "a\nb\r\n\tc", "--help", "-rf", "$HOME ${HOME} $((1+1))", "* ? [a-z] ~", "\\ \\\\ \\n",
        "", " ", "ünïcödé 漢字 🙂", "%s%n", "a=b;c&d|e>f<g", "!#{}", "\u001b[31mred", new string('x', 100_000),
    ];

    [Theory]
    [MemberData(nameof(HostileValues))]
    public async Task whatever_a_value_holds_arrives_by_all_three_routes_and_nothing_of_it_runs(string value)
    {
        using var trainer = new Trainer(Recorder, ("Arguments:1", "${args}"), ("Arguments:2", "${text}"), ("Arguments:3", "<${text}>"));
        var configuration = Configuration.Of(("text", ParameterValue.Of(value)));

        var result = await trainer.RunAsync(configuration);

        result.Error.ShouldBeNull();
        (await File.ReadAllTextAsync(trainer["arguments"], TestContext.Current.CancellationToken)).Split('\0').ShouldBe([$"--text={value}", value, $"<{value}>", ""]);
        (await File.ReadAllTextAsync(trainer["variable"], TestContext.Current.CancellationToken)).ShouldBe(value);
        Configuration.Parse(await File.ReadAllTextAsync(trainer["file"], TestContext.Current.CancellationToken)).ShouldBe(configuration);
        File.Exists(trainer["owned"]).ShouldBeFalse();
    }

    [Fact]
    public async Task a_nul_character_is_refused_by_name()
    {
        using var trainer = new Trainer(Recorder);

        var result = await trainer.RunAsync(Configuration.Of(("text", ParameterValue.Of("a\0b"))));

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe("Trial 0 of command 'train' has a NUL character in the parameter 'text', which neither arguments nor variables can carry.");
    }

    [Theory]
    [InlineData("${args}", "--arch=[{\"depth\":2,\"width\":64}]|--lr=0.001|--model=gat|--warm=true")]
    [InlineData("${args_no_hyphens}", "arch=[{\"depth\":2,\"width\":64}]|lr=0.001|model=gat|warm=true")]
    [InlineData("--all=${args_json}", "--all={\"arch\":[{\"depth\":2,\"width\":64}],\"lr\":0.001,\"model\":\"gat\",\"warm\":true}")]
    [InlineData("--lr=${lr}/${model}", "--lr=0.001/gat")]
    [InlineData("${arch[0].width}", "64")]
    [InlineData("$${lr} costs $5", "${lr} costs $5")]
    [InlineData("", "")]
    public async Task a_template_becomes_arguments(string template, string arguments)
    {
        using var trainer = new Trainer(Recorder, ("Arguments:1", template));

        (await trainer.RunAsync("""{"lr":1e-3,"model":"gat","arch":[{"width":64,"depth":2}],"warm":true}""")).Error.ShouldBeNull();

        (await File.ReadAllTextAsync(trainer["arguments"], TestContext.Current.CancellationToken)).ShouldBe(string.Concat(arguments.Split('|').Select(a => a + "\0")));
    }

    [Fact]
    public async Task a_template_that_names_no_parameter_fails_the_trial_with_those_there_are()
    {
        using var trainer = new Trainer(Recorder, ("Arguments:1", "--x=${typo}"));

        var result = await trainer.RunAsync("""{"lr":1,"model":"gat"}""");

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe("Trial 0 of command 'train' has no parameter 'typo', which an argument of the command asks for; it has lr, model.");
    }

    [Fact]
    public async Task two_parameters_that_are_one_variable_fail_the_trial()
    {
        using var trainer = new Trainer(Recorder);

        var result = await trainer.RunAsync("""{"d-model":1,"d_model":2}""");

        result.Error.ShouldBe("Trial 0 of command 'train' has the parameters 'd-model' and 'd_model', which are both ARCHOPT_PARAM_D_MODEL in the program's environment.");
    }

    [Fact]
    public async Task the_environment_tells_about_the_trial_and_nothing_else_of_the_worker()
    {
        Environment.SetEnvironmentVariable("ARCHOPT_TEST_SECRET", "key");
        Environment.SetEnvironmentVariable("ConnectionStrings__messaging", "amqp://secret");
        Environment.SetEnvironmentVariable("LC_ARCHOPT_TEST", "passed");
        using var trainer = new Trainer(Recorder, ("ResourceClass", "cpu"), ("Environment:MODE", "fast"), ("Environment:PATH", "/usr/bin:/bin"));

        await trainer.RunAsync("""{"lr":0.1}""", attempt: 2, number: 5, resource: 128, slot: 3);

        var variables = (await File.ReadAllLinesAsync(trainer["environment"], TestContext.Current.CancellationToken)).Select(line => line.Split('=', 2)).ToDictionary(parts => parts[0], parts => parts[1]);
        variables["ARCHOPT_PARAM_LR"].ShouldBe("0.1");
        variables["ARCHOPT_STUDY"].ShouldBe(Trainer.Study);
        variables["ARCHOPT_TRIAL"].ShouldBe("5");
        variables["ARCHOPT_ATTEMPT"].ShouldBe("2");
        variables["ARCHOPT_SEED"].ShouldBe("7");
        variables["ARCHOPT_RESOURCE"].ShouldBe("128");
        variables["ARCHOPT_SLOT"].ShouldBe("3");
        variables["ARCHOPT_CHECKPOINT_DIR"].ShouldBe(Path.Combine(trainer.TrialDirectory(5), "checkpoint"));
        variables["ARCHOPT_CONFIGURATION"].ShouldBe(Path.Combine(trainer.TrialDirectory(5), "configuration.json"));
        variables["MODE"].ShouldBe("fast");
        variables["PATH"].ShouldBe("/usr/bin:/bin");
        variables["LC_ARCHOPT_TEST"].ShouldBe("passed");
        variables.Keys.ShouldNotContain("ARCHOPT_TEST_SECRET");
        variables.Keys.ShouldNotContain("ConnectionStrings__messaging");
        variables.Keys.ShouldNotContain("CUDA_VISIBLE_DEVICES");
    }

    [Fact]
    public async Task what_the_most_epochs_are_is_left_open_when_nobody_says_it()
    {
        using var trainer = new Trainer(Recorder);
        await trainer.RunAsync();
        (await File.ReadAllTextAsync(trainer["environment"], TestContext.Current.CancellationToken)).ShouldNotContain("ARCHOPT_RESOURCE");
    }

    [Fact]
    public async Task only_what_is_passed_on_by_name_is_there_when_the_registration_lists_it()
    {
        using var trainer = new Trainer("/usr/bin/env >environment", ("ResourceClass", "cpu"), ("PassEnvironment:0", "HOME"));
        await trainer.RunAsync();
        var names = File.ReadAllLines(trainer["environment"]).Select(line => line.Split('=')[0]).Where(name => !name.StartsWith("ARCHOPT_", StringComparison.Ordinal));
        names.Except(["PWD", "OLDPWD", "SHLVL", "_"]).ShouldBe(["HOME"]); // a shell sets these for itself
    }

    [Fact]
    public async Task a_command_sees_the_device_of_its_slot()
    {
        using var trainer = new Trainer(Recorder, ("ResourceClass", "gpu"));
        await trainer.RunAsync(slot: 2);
        (await File.ReadAllLinesAsync(trainer["environment"], TestContext.Current.CancellationToken)).ShouldContain("CUDA_VISIBLE_DEVICES=device2");
    }

    [Fact]
    public async Task a_command_of_a_class_that_the_worker_does_not_offer_fails_with_what_to_write()
    {
        using var trainer = new Trainer(Recorder, ("ResourceClass", "tpu"));
        (await trainer.RunAsync()).Error.ShouldBe(
            "command 'train' runs on workers of resource class 'tpu' only, and this one offers cpu, gpu: write evaluator: { name: command, resource: tpu } in the study file.");
    }
}
