using System.Diagnostics;
using ArchOpt.Contracts;
using ArchOpt.Testing.Cluster;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class nothing_of_a_program_survives
{
    /// <summary>Itself, a child, a child of another session, and one that ignores SIGTERM.</summary>
    private const string Family = """
        trap 'echo asked >>signals; [ -f stubborn ] || exit 0' TERM
        sleep 1000 & echo $! >>processes
        setsid sleep 1000 & echo $! >>processes
        (trap '' TERM; while :; do sleep 0.1; done) & echo $! >>processes
        echo $$ >>processes
        """;

    [Fact]
    public async Task stopping_asks_first_and_what_goes_then_goes_quietly()
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer(Family + "\nwhile :; do sleep 0.1; done\n");
        var run = trainer.RunUntilAsync(stop.Token);
        var processes = await trainer.LinesAsync("processes", 4);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        File.ReadAllLines(trainer["signals"]).ShouldBe(["asked"]);
        processes.ShouldAllBe(process => !Trainer.IsAlive(process));
    }

    [Fact]
    public async Task who_ignores_being_asked_is_killed_after_the_grace_period_with_all_children()
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer("touch stubborn\n" + Family + "\nwhile :; do sleep 0.1; done\n", ("Grace", "0.5"));
        var run = trainer.RunUntilAsync(stop.Token);
        var processes = await trainer.LinesAsync("processes", 4);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        processes.ShouldAllBe(process => !Trainer.IsAlive(process));
    }

    [Fact]
    public async Task a_program_that_ends_takes_its_children_along()
    {
        using var trainer = new Trainer(Family + "\necho '{\"archopt\":{\"final\":{\"a\":1}}}'\n");

        (await trainer.RunAsync()).Metrics["a"].ShouldBe(1);

        (await trainer.LinesAsync("processes", 4)).ShouldAllBe(process => !Trainer.IsAlive(process));
    }

    [Fact]
    public async Task a_final_that_is_printed_when_asked_to_stop_is_the_result()
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer("""
            trap 'echo "{\"archopt\":{\"final\":{\"val_cost\":0.5}}}"; exit 0' TERM
            echo ready >ready
            while :; do sleep 0.1; done
            """);
        var run = trainer.RunUntilAsync(stop.Token);
        await trainer.LinesAsync("ready");

        await stop.CancelAsync();

        var result = await run;
        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics["val_cost"].ShouldBe(0.5);
    }

    [Fact]
    public async Task a_worker_that_is_killed_takes_the_whole_training_along_within_seconds()
    {
        using var trainer = new Trainer("touch stubborn\n" + Family + "\nwhile :; do sleep 0.1; done\n");
        await File.WriteAllTextAsync(
            trainer["commands.json"], """{"commands":{"train":{"program":"/bin/sh","arguments":["./train.sh"],"grace":"1h"}}}""", TestContext.Current.CancellationToken);
        using var worker = StartWorker(trainer);
        var processes = await trainer.LinesAsync("processes", 4);

        worker.Kill(); // SIGKILL, to this one process
        var watch = Stopwatch.StartNew();

        await Trainer.UntilAsync(() => !processes.Any(Trainer.IsAlive), "nothing of the training is alive");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task the_next_attempt_ends_what_the_last_one_left_behind_before_it_begins()
    {
        using var trainer = new Trainer("""echo '{"archopt":{"final":{"a":1}}}'""");
        using var leftover = Leftover(trainer);
        await Trainer.UntilAsync(() => Trainer.IsAlive($"{leftover.Id}"), "it runs");

        (await trainer.RunAsync(attempt: 2)).Metrics["a"].ShouldBe(1);

        Trainer.IsAlive($"{leftover.Id}").ShouldBeFalse();
    }

    [Fact]
    public async Task a_program_starts_with_its_signals_as_a_terminal_would_give_them()
    {
        using var trainer = new Trainer("(kill -PIPE $(sh -c 'echo $PPID'); echo ignored) ; (kill -INT $(sh -c 'echo $PPID'); echo ignored)");
        await trainer.RunAsync();
        trainer.Log().ShouldNotContain("ignored");
    }

    [Fact]
    public async Task two_attempts_of_a_trial_never_run_side_by_side()
    {
        using var trainer = new Trainer("""
            mkdir running || exit 9
            sleep 0.3
            rmdir running
            echo '{"archopt":{"final":{"a":1}}}'
            """);

        var results = await Task.WhenAll(Enumerable.Range(1, 3).Select(attempt => trainer.RunAsync(attempt: attempt)));

        results.ShouldAllBe(result => result.Outcome == EvaluationOutcome.Completed);
    }

    [Fact]
    public async Task many_programs_run_at_a_time_each_with_its_own_files()
    {
        using var trainer = new Trainer("""
            echo $ARCHOPT_PARAM_X >>all
            while [ $(wc -l <all) -lt 12 ]; do sleep 0.05; done
            echo "{\"archopt\":{\"final\":{\"x\":$ARCHOPT_PARAM_X}}}"
            """);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => trainer.RunAsync($$"""{"x":{{number}}}""", number: number, slot: number)));

        results.Select(result => result.Metrics["x"]).ShouldBe(Enumerable.Range(0, 12).Select(x => (double)x));
    }

    private static Process StartWorker(Trainer trainer)
    {
        var start = new ProcessStartInfo("dotnet", [ServiceProcess.PathOf("services/Cli", "archopt"), "evaluate", "command", "--settings", """{"command":"train"}""", "--configuration", "{}", "--commands", "commands.json"])
        {
            WorkingDirectory = Path.GetDirectoryName(trainer["commands.json"]),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start).ShouldNotBeNull();
    }

    /// <summary>What a worker and its guard, both killed, would leave: a process that has the trial's checkpoint directory.</summary>
    private static Process Leftover(Trainer trainer)
    {
        var start = new ProcessStartInfo("/bin/sleep", ["1000"]);
        start.Environment["ARCHOPT_CHECKPOINT_DIR"] = Path.Combine(trainer.TrialDirectory(), "checkpoint");
        return Process.Start(start).ShouldNotBeNull();
    }
}
