using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators.Command;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class a_failure_says_why
{
    [Fact]
    public async Task an_exit_code_comes_with_the_end_of_the_log_even_after_a_final()
    {
        using var trainer = new Trainer("""
            echo '{"archopt":{"final":{"val_cost":1}}}'
            echo 'Traceback (most recent call last):' >&2
            echo 'ValueError: heads' >&2
            exit 3
            """);

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe($"The command 'train' ended with exit code 3. Log: {trainer.TrialDirectory()}/attempt-1.log\nTraceback (most recent call last):\nValueError: heads");
    }

    [Fact]
    public async Task an_exit_code_may_mean_that_the_configuration_can_never_work()
    {
        using var trainer = new Trainer("exit 42", ("InfeasibleExitCodes:0", "41"), ("InfeasibleExitCodes:1", "42"));
        (await trainer.RunAsync()).Outcome.ShouldBe(EvaluationOutcome.Infeasible);
    }

    [Theory]
    [InlineData("SEGV", "The command 'train' was killed by signal 11 (SIGSEGV).")]
    [InlineData("TERM", "The command 'train' was killed by signal 15 (SIGTERM).")]
    [InlineData("KILL", "The command 'train' was killed by signal 9 (SIGKILL); out of memory?")]
    public async Task a_signal_is_named(string signal, string error)
    {
        using var trainer = new Trainer($"kill -{signal} $$; sleep 1000");
        (await trainer.RunAsync()).Error.ShouldNotBeNull().ShouldStartWith(error);
    }

    [Theory]
    [InlineData(137, true, "", "out of memory: the kernel killed the command 'train' with signal 9 (SIGKILL).")]
    [InlineData(137, false, "", "The command 'train' was killed by signal 9 (SIGKILL); out of memory?")]
    [InlineData(1, false, "RuntimeError: CUDA out of memory. Tried to allocate 2 GiB", "out of memory, as its log says: the command 'train' ended with exit code 1.")]
    [InlineData(1, false, "numpy.core._exceptions.MemoryError: Unable", "out of memory, as its log says: the command 'train' ended with exit code 1.")]
    [InlineData(1, true, "somebody else's memory", "The command 'train' ended with exit code 1.")]
    [InlineData(0, true, "out of memory", "The command 'train' ended with exit code 0.")]
    [InlineData(200, false, "", "The command 'train' ended with exit code 200.")]
    public void want_of_memory_is_told_apart_from_other_ends(int code, bool kernelKilled, string tail, string description)
    {
        var end = new ProgramEnd(code, kernelKilled, tail);
        end.Describe("train").ShouldBe(description);
        end.IsOutOfMemory.ShouldBe(description.StartsWith("out of memory", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("failed", EvaluationOutcome.Failed)]
    [InlineData("infeasible", EvaluationOutcome.Infeasible)]
    public async Task want_of_memory_may_mean_that_the_configuration_can_never_work(string registered, EvaluationOutcome outcome)
    {
        using var trainer = new Trainer("echo 'MemoryError' >&2; exit 1", ("OutOfMemory", registered));
        (await trainer.RunAsync()).Outcome.ShouldBe(outcome);
    }

    [Fact]
    public async Task a_run_that_takes_longer_than_its_timeout_is_stopped_and_says_so()
    {
        using var trainer = new Trainer("echo working; exec sleep 1000", ("Timeout", "1h"), ("Grace", "0.2"));

        var result = await trainer.RunAsync(settings: """{"command":"train","timeout":"300ms"}""");

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe($"The command 'train' was stopped: it took longer than its timeout, 300ms. Log: {trainer.TrialDirectory()}/attempt-1.log\nworking");
    }

    [Theory]
    [InlineData("""{"command":"train","timeout":"2h"}""", "settings.timeout: must be at most 1h, the timeout of command 'train' (was 2h).")]
    [InlineData("""{"command":"train","timeout":5}""", "settings.timeout: must be a duration such as 90s, 2h or 1h30m (was 5).")]
    [InlineData("""{"command":"nosuch"}""", "settings.command: this worker has no command 'nosuch'; it has train.")]
    [InlineData("""{}""", "settings.command: must name a command that is registered in the worker's configuration (was absent).")]
    [InlineData("""{"command":"train","program":"/bin/sh"}""", "settings.program: is not a setting of this evaluator; it has command, timeout.")]
    public async Task settings_that_cannot_be_are_named(string settings, string error)
    {
        using var trainer = new Trainer("exit 0", ("Timeout", "1h"));
        var result = await trainer.RunAsync(settings: settings);
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldBe(error);
    }

    [Fact]
    public async Task a_missing_program_is_named_at_start_and_by_the_trial_that_needs_it()
    {
        using var trainer = new Trainer("exit 0", ("Program", "/no/such/program"));
        const string problem = "command 'train': the program '/no/such/program' does not exist.";

        trainer.Evaluator.Problems().ShouldBe([problem]);
        (await trainer.RunAsync()).Error.ShouldBe(problem);
    }

    [Fact]
    public async Task a_program_that_is_not_on_the_path_comes_with_a_hint()
    {
        using var trainer = new Trainer("exit 0", ("Program", "train.sh"), ("Environment:PATH", "/usr/bin:/bin"));
        (await trainer.RunAsync()).Error.ShouldBe(
            "command 'train': the program 'train.sh' does not exist on the PATH (/usr/bin:/bin); a program beside the file of commands is written ./train.sh.");
    }

    [Fact]
    public async Task a_program_without_the_right_to_be_executed_is_named()
    {
        using var trainer = new Trainer("exit 0");
        using var other = new Trainer("exit 0", ("Program", trainer["train.sh"]));
        (await other.RunAsync()).Error.ShouldNotBeNull().ShouldEndWith("may not be executed.");
    }

    [Fact]
    public async Task a_missing_working_directory_is_named()
    {
        using var trainer = new Trainer("exit 0", ("WorkingDirectory", "/no/such/folder"));
        (await trainer.RunAsync()).Error.ShouldBe("command 'train': the working directory '/no/such/folder' does not exist.");
    }

    [Fact]
    public async Task a_work_directory_that_cannot_be_used_any_more_is_named()
    {
        using var trainer = new Trainer("exit 0");
        Directory.Delete(trainer.Work, recursive: true);
        await File.WriteAllTextAsync(trainer.Work, "in the way", TestContext.Current.CancellationToken);

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldStartWith($"The work directory '{trainer.Work}' cannot be used: ");
    }

    [Fact]
    public async Task arguments_that_are_too_long_for_the_system_fail_the_trial()
    {
        using var trainer = new Trainer("exit 0");
        var result = await trainer.RunAsync($$"""{"text":"{{new string('x', 3_000_000)}}"}""");
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldStartWith("The command 'train' could not be started: ");
    }
}
