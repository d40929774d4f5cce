using System.Text;
using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class output_is_bounded
{
    [Theory]
    [InlineData("head -c 100000000 /dev/zero | tr '\\0' x")]
    [InlineData("yes 'a line of output that says nothing at all' | head -c 100000000")]
    [InlineData("yes 'a line of output that says nothing at all' | head -c 100000000 >&2")]
    public async Task a_hundred_megabytes_are_drained_and_only_beginning_and_end_are_kept(string flood)
    {
        using var trainer = new Trainer("""
            echo the beginning
            FLOOD
            echo
            echo the end
            echo '{"archopt":{"final":{"val_cost":1}}}'
            """.Replace("FLOOD", flood), ("LogLimit", "100000"));

        var result = await trainer.RunAsync();

        result.Metrics["val_cost"].ShouldBe(1);
        var log = trainer.Log();
        log.Length.ShouldBeLessThanOrEqualTo(100_000);
        log.ShouldStartWith("the beginning\n");
        // The two outputs are read side by side, so a flood of errors may still come in behind the last line of the other.
        if (!flood.EndsWith(">&2", StringComparison.Ordinal)) log.ShouldEndWith("the end\n");
    }

    [Fact]
    public async Task what_is_left_out_is_counted()
    {
        using var trainer = new Trainer("i=0; while [ $i -lt 2000 ]; do echo line $i; i=$((i+1)); done", ("LogLimit", "4096"));

        await trainer.RunAsync();

        var log = trainer.Log();
        log.ShouldStartWith("line 0\nline 1\n");
        log.ShouldEndWith("line 1998\nline 1999\n");
        var total = Enumerable.Range(0, 2000).Sum(i => $"line {i}\n".Length);
        var note = log.Split('\n').Single(line => line.StartsWith("[archopt]", StringComparison.Ordinal));
        var kept = log.Length - note.Length - 2; // and the line ends around it
        note.ShouldBe($"[archopt] {total - kept} bytes are left out here");
    }

    [Fact]
    public async Task what_is_not_utf8_is_replaced()
    {
        using var trainer = new Trainer("""
            printf 'caf\351 \377\376\n'
            printf '{"archopt":{"final":{"co\377st":1}}}\n'
            """);

        (await trainer.RunAsync()).Metrics.Keys.ShouldBe(["co\ufffdst"]);
        File.ReadAllBytes(Path.Combine(trainer.TrialDirectory(), "attempt-1.log")).ShouldBe(Encoding.UTF8.GetBytes("caf\ufffd \ufffd\ufffd\n"));
    }

    [Fact]
    public async Task more_steps_than_anybody_can_watch_hold_the_program_back_and_none_is_lost()
    {
        using var trainer = new Trainer("""
            seq 1 5000 | sed 's/.*/{"archopt":{"step":&,"metrics":{"a":&}}}/'
            """) { Watch = step => step % 1000 == 0 ? Task.Delay(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken) : Task.CompletedTask };

        (await trainer.RunAsync()).Metrics["a"].ShouldBe(5000);
        trainer.Steps.Select(step => step.Step).ShouldBe(Enumerable.Range(1, 5000).Select(i => (long)i));
    }

    [Fact]
    public async Task a_watcher_that_never_answers_does_not_keep_a_stopped_program_alive()
    {
        using var stop = new CancellationTokenSource();
        using var trainer = new Trainer("""
            echo $$ >process
            yes '{"archopt":{"step":1,"metrics":{"a":1}}}'
            """, ("Grace", "0.2")) { Watch = _ => Task.Delay(Timeout.Infinite, stop.Token) };
        var run = trainer.RunUntilAsync(stop.Token);
        var process = (await trainer.LinesAsync("process"))[0];
        await Trainer.UntilAsync(() => trainer.Steps.Count > 0, "a step is reported");

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(run);
        Trainer.IsAlive(process).ShouldBeFalse();
    }

    [Fact]
    public async Task a_failing_watcher_ends_the_run()
    {
        using var trainer = new Trainer("echo '{\"archopt\":{\"step\":1,\"metrics\":{\"a\":1}}}'; exec sleep 1000") { Watch = _ => throw new InvalidOperationException("broken") };
        (await Should.ThrowAsync<InvalidOperationException>(trainer.RunAsync())).Message.ShouldBe("broken");
    }

    [Fact]
    public async Task standard_input_is_empty()
    {
        using var trainer = new Trainer("read -r line || echo nothing to read");
        (await trainer.RunAsync()).Outcome.ShouldBe(EvaluationOutcome.Completed);
        trainer.Log().ShouldBe("nothing to read\n");
    }
}
