using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class an_attempt_goes_on_where_the_last_one_was
{
    /// <summary>Trains to epoch $3 from its checkpoint, if it has one, and dies after epoch $2 in attempt $1.</summary>
    private const string Resuming = """
        epoch=$(cat "$ARCHOPT_CHECKPOINT_DIR/epoch" 2>/dev/null || echo 0)
        while [ $epoch -lt 6 ]; do
          epoch=$((epoch + 1))
          echo "{\"archopt\":{\"step\":$epoch,\"metrics\":{\"val_cost\":0.$epoch}}}"
          echo $epoch >"$ARCHOPT_CHECKPOINT_DIR/epoch"
          [ "$ARCHOPT_ATTEMPT-$epoch" = 1-3 ] && kill -9 $$
        done
        [ "$ARCHOPT_ATTEMPT" = 2 ] && kill -9 $$
        echo '{"archopt":{"final":{"val_cost":0.1}}}'
        """;

    [Fact]
    public async Task the_watcher_of_each_attempt_sees_the_undisturbed_curve()
    {
        using var trainer = new Trainer(Resuming);

        (await trainer.RunAsync(attempt: 1)).Outcome.ShouldBe(EvaluationOutcome.Failed);
        Steps(trainer).ShouldBe([1, 2, 3]);
        (await trainer.RunAsync(attempt: 2)).Outcome.ShouldBe(EvaluationOutcome.Failed);
        Steps(trainer).Skip(3).ShouldBe([1, 2, 3, 4, 5, 6]);
        var result = await trainer.RunAsync(attempt: 3);

        Steps(trainer).Skip(9).ShouldBe([1, 2, 3, 4, 5, 6], "it had nothing left to train, and has the whole curve");
        trainer.Steps.Skip(9).Select(step => step.Metrics["val_cost"]).ShouldBe([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        result.Metrics["val_cost"].ShouldBe(0.1);
        Directory.EnumerateFiles(trainer.TrialDirectory(), "*.log").Count().ShouldBe(3);
    }

    [Fact]
    public async Task an_attempt_that_starts_over_forgets_what_was_reported_before()
    {
        using var trainer = new Trainer("""
            for epoch in 1 2 3 4; do
              echo "{\"archopt\":{\"step\":$epoch,\"metrics\":{\"a\":$ARCHOPT_ATTEMPT}}}"
              [ "$ARCHOPT_ATTEMPT-$epoch" = 2-2 ] && exit 1
            done
            """);

        await trainer.RunAsync(attempt: 1);
        await trainer.RunAsync(attempt: 2);

        trainer.Steps.Skip(4).Select(step => (step.Step, step.Metrics["a"])).ShouldBe([(1, 2), (2, 2)]);
        Journal(trainer).Length.ShouldBe(2);
    }

    [Fact]
    public async Task an_older_checkpoint_takes_back_the_steps_behind_it()
    {
        using var trainer = new Trainer("""
            first=1; [ "$ARCHOPT_ATTEMPT" = 2 ] && first=3
            for epoch in $(seq $first 5); do echo "{\"archopt\":{\"step\":$epoch,\"metrics\":{\"a\":$ARCHOPT_ATTEMPT}}}"; done
            [ "$ARCHOPT_ATTEMPT" = 2 ]
            """);

        await trainer.RunAsync(attempt: 1);
        await trainer.RunAsync(attempt: 2);

        trainer.Steps.Skip(5).Select(step => (step.Step, step.Metrics["a"])).ShouldBe([(1, 1), (2, 1), (3, 2), (4, 2), (5, 2)]);
        Journal(trainer).Length.ShouldBe(5);
    }

    [Fact]
    public async Task a_line_of_the_journal_that_a_crash_has_torn_is_ignored()
    {
        using var trainer = new Trainer("""
            echo '{"archopt":{"step":4,"metrics":{"a":4}}}'
            """);
        Directory.CreateDirectory(trainer.TrialDirectory());
        await File.WriteAllTextAsync(
            Path.Combine(trainer.TrialDirectory(), "steps.jsonl"),
            "{\"step\":1,\"metrics\":{\"a\":\"NaN\"}}\n{\"step\":2,\"metrics\":{\"a\":2}}\n{\"step\":3,\"metr",
            TestContext.Current.CancellationToken);

        await trainer.RunAsync(attempt: 2);

        trainer.Steps.Select(step => (step.Step, step.Metrics["a"])).ShouldBe([(1, double.NaN), (2, 2), (4, 4)]);
        Journal(trainer).ShouldBe(["{\"step\":1,\"metrics\":{\"a\":\"NaN\"}}", "{\"step\":2,\"metrics\":{\"a\":2}}", "{\"step\":4,\"metrics\":{\"a\":4}}"]);
    }

    [Fact]
    public async Task a_final_of_an_earlier_attempt_is_not_used_again()
    {
        using var trainer = new Trainer("""
            [ "$ARCHOPT_ATTEMPT" = 1 ] && { echo '{"archopt":{"final":{"a":1}}}'; kill -9 $$; }
            exit 0
            """);

        await trainer.RunAsync(attempt: 1);

        (await trainer.RunAsync(attempt: 2)).Metrics.ShouldBeEmpty();
    }

    [Fact]
    public async Task trials_share_nothing()
    {
        using var trainer = new Trainer(Resuming);
        await trainer.RunAsync(number: 0, attempt: 1);
        await trainer.RunAsync(number: 1, attempt: 1);
        Steps(trainer).ShouldBe([1, 2, 3, 1, 2, 3]);
    }

    private static long[] Steps(Trainer trainer) => [.. trainer.Steps.Select(step => step.Step)];

    private static string[] Journal(Trainer trainer) => File.ReadAllLines(Path.Combine(trainer.TrialDirectory(), "steps.jsonl"));
}
