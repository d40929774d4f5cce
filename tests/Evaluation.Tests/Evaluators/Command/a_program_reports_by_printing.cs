using ArchOpt.Contracts;

namespace ArchOpt.Evaluation.Tests.Evaluators.Command;

public sealed class a_program_reports_by_printing
{
    [Fact]
    public async Task the_final_metrics_are_the_result_and_steps_come_in_order()
    {
        using var trainer = new Trainer("""
            for epoch in 1 2 3; do echo "{\"archopt\":{\"step\":$epoch,\"metrics\":{\"val_cost\":0.$epoch}}}"; done
            echo '{"archopt":{"final":{"val_cost":0.25,"qps":4100}}}'
            """);

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics.Select(m => (m.Key, m.Value)).ShouldBe([("qps", 4100), ("val_cost", 0.25)]);
        trainer.Steps.Select(step => (step.Step, step.Metrics["val_cost"])).ShouldBe([(1, 0.1), (2, 0.2), (3, 0.3)]);
        result.Error.ShouldBeNull();
    }

    [Fact]
    public async Task without_a_final_the_last_that_was_reported_counts()
    {
        using var trainer = new Trainer("""
            echo '{"archopt":{"step":1,"metrics":{"val_cost":0.5,"size":120}}}'
            echo '{"archopt":{"step":2,"metrics":{"val_cost":0.4}}}'
            """);

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics.Select(m => (m.Key, m.Value)).ShouldBe([("size", 120), ("val_cost", 0.4)]);
    }

    [Fact]
    public async Task of_two_finals_the_last_counts_and_the_log_says_so()
    {
        using var trainer = new Trainer("""
            echo '{"archopt":{"final":{"val_cost":1,"other":1}}}'
            echo '{"archopt":{"final":{"val_cost":2}}}'
            """);

        (await trainer.RunAsync()).Metrics.Select(m => (m.Key, m.Value)).ShouldBe([("val_cost", 2)]);
        trainer.Log().ShouldContain("reported its final metrics again");
    }

    [Fact]
    public async Task a_program_that_reports_nothing_has_no_metrics()
    {
        using var trainer = new Trainer("echo all good");

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Completed);
        result.Metrics.ShouldBeEmpty();
        trainer.Log().ShouldBe("all good\n");
    }

    [Theory]
    [InlineData("NaN", double.NaN)]
    [InlineData("\"NaN\"", double.NaN)]
    [InlineData("-Infinity", double.NegativeInfinity)]
    [InlineData("\"Infinity\"", double.PositiveInfinity)]
    [InlineData("1e999", double.PositiveInfinity)]
    [InlineData("5.1e-3", 0.0051)]
    public async Task a_metric_may_be_what_json_has_no_numbers_for(string written, double value)
    {
        using var trainer = new Trainer("""
            cat <<'END'
            {"archopt": {"final": {"val_cost": VALUE, "NaN \"quoted\" name": 1}}}
            END
            """.Replace("VALUE", written));

        var result = await trainer.RunAsync();

        result.Metrics["val_cost"].ShouldBe(value);
        result.Metrics["NaN \"quoted\" name"].ShouldBe(1);
    }

    [Fact]
    public async Task infeasible_means_never_again_whatever_the_exit_code()
    {
        using var trainer = new Trainer("""echo '{"archopt":{"infeasible":"heads must divide the width"}}'; exit 3""");

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Infeasible);
        result.Error.ShouldBe("heads must divide the width");
    }

    [Fact]
    public async Task a_metric_that_is_no_number_is_ignored_and_named()
    {
        using var trainer = new Trainer("""echo '{"archopt":{"final":{"val_cost":"low","note":true,"nested":{"a":1},"qps":4100}}}'""");

        var result = await trainer.RunAsync();

        result.Metrics.Select(m => (m.Key, m.Value)).ShouldBe([("qps", 4100)]);
        result.Error.ShouldBe("Not numbers, and so ignored: 'nested' (was {\"a\":1}), 'note' (was true), 'val_cost' (was \"low\").");
        trainer.Log().ShouldContain("'val_cost' (was \"low\")");
    }

    [Theory]
    [InlineData("""{"archopt": nonsense""", "is not JSON")]
    [InlineData("""{"archopt":{"step":1.5,"metrics":{"a":1}}}""", "step must be a whole number >= 0 (was 1.5)")]
    [InlineData("""{"archopt":{"step":-1,"metrics":{"a":1}}}""", "step must be a whole number >= 0 (was -1)")]
    [InlineData("""{"archopt":{"step":1}}""", "a step needs metrics")]
    [InlineData("""{"archopt":{"final":3}}""", "final must be an object of metrics (was 3)")]
    [InlineData("""{"archopt":{"finale":{"a":1}}}""", "must have step, final or infeasible")]
    [InlineData("""{"archopt":7}""", "must be {\"archopt\": {...}}")]
    public async Task a_report_that_is_none_is_kept_as_log_with_the_reason(string line, string reason)
    {
        using var trainer = new Trainer($"cat <<'END'\n{line}\n  {{\"archopt\":{{\"final\":{{\"fine\":1}}}}}}\nEND\n");

        (await trainer.RunAsync()).Metrics.Keys.ShouldBe(["fine"]);
        trainer.Log().ShouldStartWith(line + "\n[archopt] The line above is no report: ");
        trainer.Log().ShouldContain(reason);
    }

    [Fact]
    public async Task only_lines_that_begin_as_reports_on_standard_output_are_reports()
    {
        using var trainer = new Trainer("""
            echo 'INFO {"archopt":{"final":{"a":1}}}'
            echo '{"archopt":{"final":{"b":1}}}' >&2
            printf 'progress 10%%\rprogress 90%%\r{"archopt":{"final":{"c":1}}}'
            """);

        (await trainer.RunAsync()).Metrics.Keys.ShouldBe(["c"]);
        trainer.Log().Split('\n').Order(StringComparer.Ordinal).ShouldBe(
            ["", "INFO {\"archopt\":{\"final\":{\"a\":1}}}", "progress 10%", "progress 90%", "{\"archopt\":{\"final\":{\"b\":1}}}"]);
    }

    [Fact]
    public async Task patterns_find_metrics_in_what_a_script_prints_anyway()
    {
        using var trainer = new Trainer(
            """
            echo 'Epoch 1/2 val_cost=0.52 (best)'
            echo 'Epoch 2/2 val_cost=nan' >&2
            echo 'Parameters: 120000'
            """,
            ("Patterns:0", @"^Epoch (?<step>\d+)/\d+ val_cost=(?<val_cost>\S+)"), ("Patterns:1", @"^Parameters: (?<parameters>\d+)"));

        var result = await trainer.RunAsync();

        trainer.Steps.OrderBy(step => step.Step).Select(step => (step.Step, step.Metrics["val_cost"])).ShouldBe([(1, 0.52), (2, double.NaN)]);
        result.Metrics["parameters"].ShouldBe(120_000);
    }

    [Fact]
    public async Task a_pattern_that_takes_too_long_is_given_up_and_the_others_go_on()
    {
        using var trainer = new Trainer(
            "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!; echo cost 3",
            ("Patterns:0", "^(?<slow>(a+)+)$"), ("Patterns:1", "^cost (?<cost>.*)"));

        (await trainer.RunAsync()).Metrics["cost"].ShouldBe(3);
        trainer.Log().ShouldContain("[archopt] The pattern ^(?<slow>(a+)+)$ takes too long");
    }

    [Theory]
    [InlineData(1_001, "m", "metrics: at most 1000 may be reported (were 1001).")]
    [InlineData(1, "a_name_that_is_far_too_long_", "metrics: a name must have 1 to 128 characters (was 'a_name_that_is_far_too_long_0_a_name_tha', 150).")]
    public async Task more_metrics_than_a_result_may_have_fail_the_run_and_end_it(int count, string name, string error)
    {
        var names = Enumerable.Range(0, count).Select(i => count > 1 ? $"\"{name}{i}\":1" : $"\"{string.Concat(Enumerable.Repeat(name + "0_", 5))}\":1");
        using var trainer = new Trainer($"cat <<'END'\n{{\"archopt\":{{\"step\":1,\"metrics\":{{{string.Join(',', names)}}}}}}}\nEND\nexec sleep 1000\n");

        var result = await trainer.RunAsync();

        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldStartWith(error);
    }
}
