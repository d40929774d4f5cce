using ArchOpt.Contracts;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class the_end_of_a_log_is_shown
{
    [Fact]
    public async Task of_a_run_that_went_well()
    {
        using var trainer = new Trainer("""
            printf 'epoch 1\n\033[31mepoch 2\033[0m\n'
            echo '{"archopt":{"final":{"val_cost":1}}}'
            """);

        (await trainer.RunAsync()).Outcome.ShouldBe(EvaluationOutcome.Completed);

        trainer.Tail.ShouldBe("epoch 1\nepoch 2");
    }

    [Fact]
    public async Task of_one_that_failed_without_what_steers_a_terminal()
    {
        using var trainer = new Trainer("printf '\\033]0;title\\007\\033[1mno such file\\033[0m\\n'; exit 1");

        var result = await trainer.RunAsync();

        trainer.Tail.ShouldBe("no such file");
        result.Error.ShouldNotBeNull().ShouldEndWith("\nno such file");
    }

    [Fact]
    public async Task of_one_that_was_stopped()
    {
        using var trainer = new Trainer("echo working; touch started; exec sleep 1000", ("Grace", "0.2"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var run = trainer.RunUntilAsync(stop.Token);
        await Trainer.UntilAsync(() => File.Exists(trainer["started"]), "it works");

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        trainer.Tail.ShouldBe("working");
    }

    [Fact]
    public async Task of_a_flood_the_last_lines_whole()
    {
        using var trainer = new Trainer("i=0; while [ $i -lt 3000 ]; do echo a line of output with the number $i; i=$((i+1)); done");

        await trainer.RunAsync();

        var lines = trainer.Tail.ShouldNotBeNull().Split('\n');
        lines[^1].ShouldBe("a line of output with the number 2999");
        lines.ShouldAllBe(line => line.StartsWith("a line of output with the number 29", StringComparison.Ordinal));
        trainer.Tail!.Length.ShouldBeLessThanOrEqualTo(LogTail.MostCharacters);
    }

    [Fact]
    public async Task there_is_none_of_a_program_that_printed_nothing()
    {
        using var trainer = new Trainer("true");
        await trainer.RunAsync();
        trainer.Tail.ShouldBeNull();
    }
}
