using ArchOpt.Contracts;
using ArchOpt.Testing;
using static ArchOpt.Evaluation.Tests.Messaging.Conversation;

namespace ArchOpt.Evaluation.Tests.Messaging;

public sealed class ConsumerTimeoutTests
{
    [Fact]
    public async Task A_trial_longer_than_the_brokers_consumer_timeout_finishes_once()
    {
        Requires.RabbitMq();
        var stop = TestContext.Current.CancellationToken;
        await using var node = await RabbitMqNode.StartAsync(new() { ConsumerTimeout = TimeSpan.FromSeconds(2) }, stop);
        await using var talk = new Conversation(node.ConnectionString) { AnswerClaim = _ => null };
        var gate = new TaskCompletionSource();
        var evaluator = ScriptedEvaluator.WaitingFor(gate.Task);
        await talk.StartAsync();
        await talk.StartWorkerAsync(evaluator);
        var queue = Queues.Evaluate(evaluator.Name);
        await talk.SendAsync(evaluator, 0);
        await UntilAsync(() => !evaluator.Asked.IsEmpty, "the trial runs");

        // The broker takes the delivery away, which is seen as a message that is ready for a moment, and gives it out again.
        await using (var connection = await node.ConnectAsync(stop))
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: stop);
            await Eventually.TrueAsync(async () => (await channel.QueueDeclarePassiveAsync(queue, stop)).MessageCount == 1, Deadline, "the broker takes the delivery away", stop);
        }

        await Eventually.TrueAsync(async () => await node.ReadyMessagesAsync(queue, stop) == 0, Deadline, "the broker delivers it again", stop);
        gate.SetResult();

        (await talk.ResultsAsync(1)).Single().Attempt.ShouldBe(1);
        await Eventually.TrueAsync(async () => await node.ReadyMessagesAsync(queue, stop) == 0, Deadline, "nothing is left in the queue", stop);
        evaluator.Asked.Count.ShouldBe(1);
        talk.Claims.ShouldBeEmpty();
    }
}
