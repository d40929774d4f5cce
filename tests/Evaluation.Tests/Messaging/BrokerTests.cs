using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Testing;
using static ArchOpt.Evaluation.Tests.Messaging.Conversation;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>What a worker promises over RabbitMQ: the queues, redelivery and losing the connection are the broker's own.</summary>
public sealed class BrokerTests(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RabbitMqNode Node => fixture.Node;

    [Fact]
    public async Task A_failed_trial_is_reported_and_its_message_rests_in_the_error_queue()
    {
        var evaluator = ScriptedEvaluator.Answering(EvaluationResult.Failed("Loss exploded."));
        await using var talk = new Conversation(Node.ConnectionString);
        await talk.StartAsync();
        await talk.StartWorkerAsync(evaluator);

        await talk.SendAsync(evaluator, 0);

        (await talk.ResultsAsync(1)).Single().Error.ShouldBe("Loss exploded.");
        await QueueHasAsync(Queues.Evaluate(evaluator.Name) + "_error", 1);
        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 0);
        evaluator.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_infeasible_configuration_is_a_result_and_no_error()
    {
        var evaluator = ScriptedEvaluator.Answering(EvaluationResult.Infeasible("Out of memory at this width."));
        await using var talk = new Conversation(Node.ConnectionString);
        await talk.StartAsync();
        await talk.StartWorkerAsync(evaluator);

        await talk.SendAsync(evaluator, 0);

        (await talk.ResultsAsync(1)).Single().Outcome.ShouldBe(EvaluationOutcome.Infeasible);
        (await Node.ReadyMessagesAsync(Queues.Evaluate(evaluator.Name) + "_error", Cancellation)).GetValueOrDefault().ShouldBe(0u);
    }

    [Fact]
    public async Task A_redelivered_trial_is_claimed_and_runs_under_the_granted_attempt()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        await using var talk = new Conversation(Node.ConnectionString) { AnswerClaim = _ => 5 };
        await talk.StartAsync();
        await SendAndLoseAWorkerAsync(talk, evaluator);

        await talk.StartWorkerAsync(evaluator, ("Worker", "second"));

        (await talk.ResultsAsync(1)).Single().Attempt.ShouldBe(5);
        evaluator.Asked.ShouldHaveSingleItem().Attempt.ShouldBe(5);
        var claim = talk.Claims.ShouldHaveSingleItem();
        (claim.Attempt, claim.Worker, claim.Number).ShouldBe((1, "second", 0));
    }

    [Fact]
    public async Task A_redelivered_trial_that_somebody_alive_runs_is_dropped()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        await using var talk = new Conversation(Node.ConnectionString) { AnswerClaim = _ => null };
        await talk.StartAsync();
        await SendAndLoseAWorkerAsync(talk, evaluator);
        var worker = await talk.StartWorkerAsync(evaluator);
        await UntilAsync(() => !talk.Claims.IsEmpty, "the worker claims");

        await talk.SendAsync(evaluator, 1);

        (await talk.ResultsAsync(1)).Single().Number.ShouldBe(1);
        await worker.StopAsync(Cancellation);
        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 0);
    }

    [Fact]
    public async Task A_claim_that_nobody_answers_is_asked_until_somebody_does()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        var silent = 0;
        await using var talk = new Conversation(Node.ConnectionString);
        talk.AnswerClaim = claim => Interlocked.Increment(ref silent) < 3 ? throw new InvalidOperationException("Proposal is in trouble.") : claim.Attempt + 1;
        await talk.StartAsync();
        await SendAndLoseAWorkerAsync(talk, evaluator);

        await talk.StartWorkerAsync(evaluator);

        (await talk.ResultsAsync(1)).Single().Attempt.ShouldBe(2);
        talk.Claims.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_trial_that_outlives_the_broker_finishes_once()
    {
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await using var talk = new Conversation(Node.ConnectionString) { AnswerClaim = _ => null };
        await talk.StartAsync();
        await talk.StartWorkerAsync(evaluator, ("Worker", "only"));
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "the trial runs");

        await Node.KillAsync();
        gate.SetResult();
        await Node.RestartAsync(Cancellation);

        await UntilAsync(() => !talk.Finished.IsEmpty, "the result arrives after the broker is back");
        await talk.SendAsync(evaluator, 1);
        await UntilAsync(() => talk.Finished.Any(result => result.Number == 1), "the worker goes on working");
        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 0);
        evaluator.Asked.Select(asked => asked.Number).ShouldBe([0, 1]);
        talk.Finished.ShouldAllBe(result => result.Attempt == 1);
    }

    [Fact]
    public async Task A_redelivery_to_the_worker_that_still_runs_the_trial_waits_for_that_run()
    {
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await using var talk = new Conversation(Node.ConnectionString);
        await talk.StartAsync();
        await talk.StartWorkerAsync(evaluator);
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "the trial runs");
        await Node.RestartAsync(Cancellation);
        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 0);

        gate.SetResult();

        await UntilAsync(() => !talk.Finished.IsEmpty, "the result arrives");
        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 0);
        talk.Claims.ShouldBeEmpty();
        evaluator.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_leaving_worker_lets_a_trial_finish_within_the_grace_period()
    {
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await using var talk = new Conversation(Node.ConnectionString);
        await talk.StartAsync();
        var worker = await talk.StartWorkerAsync(evaluator, ("Grace", "30"));
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "the trial runs");

        var stopping = worker.StopAsync(Cancellation);
        gate.SetResult();
        await stopping;

        (await talk.ResultsAsync(1)).Single().Outcome.ShouldBe(EvaluationOutcome.Completed);
        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 0);
        await UntilAsync(() => talk.Heartbeats.Any(beat => beat.Leaving), "the worker says that it leaves");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_leaving_worker_hands_back_what_does_not_finish_and_nothing_is_called_an_error(bool obeysCancellation)
    {
        var gate = new TaskCompletionSource();
        var evaluator = new ScriptedEvaluator(async (_, _, stop) =>
        {
            await gate.Task.WaitAsync(obeysCancellation ? stop : CancellationToken.None);
            return ScriptedEvaluator.Fine;
        });
        await using var talk = new Conversation(Node.ConnectionString);
        await talk.StartAsync();
        var worker = await talk.StartWorkerAsync(evaluator, ("Grace", "0.3"), ("Slots", "2"));
        for (var number = 0L; number < 5; number++) await talk.SendAsync(evaluator, number);
        await UntilAsync(() => evaluator.Asked.Count == 2, "two trials run");

        await worker.StopAsync(Cancellation).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);

        await QueueHasAsync(Queues.Evaluate(evaluator.Name), 5);
        (await Node.ReadyMessagesAsync(Queues.Evaluate(evaluator.Name) + "_error", Cancellation)).GetValueOrDefault().ShouldBe(0u);
        talk.Finished.ShouldBeEmpty();
        talk.Heartbeats.Last(beat => beat.Leaving).Holding.ShouldBeEmpty();
        gate.SetResult();
        await talk.StartWorkerAsync(evaluator);
        await talk.ResultsAsync(5);
        talk.Claims.Select(claim => claim.Number).Order().Distinct().ShouldBe([0, 1]);
    }

    [Fact]
    public async Task Heartbeats_do_not_queue_up_while_the_broker_is_away()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        await using var talk = new Conversation(Node.ConnectionString);
        await talk.StartAsync();
        await talk.StartWorkerAsync(evaluator);
        await UntilAsync(() => !talk.Heartbeats.IsEmpty, "the worker is heard");
        await Node.KillAsync();
        var away = DateTimeOffset.UtcNow;
        await Node.RestartAsync(Cancellation);
        var back = DateTimeOffset.UtcNow;

        await UntilAsync(() => talk.Heartbeats.Any(beat => beat.Sent > back), "the worker is heard again");
        talk.Heartbeats.Count(beat => beat.Sent > away.AddSeconds(1) && beat.Sent < back.AddSeconds(-3)).ShouldBeLessThan(5);
    }

    /// <summary>Leaves the trial in the queue as the broker leaves it when a worker dies: unfinished, and marked as redelivered.</summary>
    private async Task SendAndLoseAWorkerAsync(Conversation talk, IEvaluator evaluator)
    {
        await talk.SendAsync(evaluator, 0);
        await using var connection = await Node.ConnectAsync(Cancellation);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Cancellation);
        var queue = Queues.Evaluate(evaluator.Name);
        await Eventually.TrueAsync(async () => await channel.BasicGetAsync(queue, autoAck: false, Cancellation) is not null, Deadline, "the dying worker gets the trial", Cancellation);
    }

    private Task QueueHasAsync(string queue, uint messages) => Eventually.TrueAsync(
        async () => await Node.ReadyMessagesAsync(queue, Cancellation) == messages, Deadline, $"{queue} holds {messages} messages", Cancellation);
}
