using System.Collections.Concurrent;
using ArchOpt.Evaluation.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using static ArchOpt.Evaluation.Tests.Messaging.Conversation;

namespace ArchOpt.Evaluation.Tests.Messaging;

/// <summary>Resource classes bring trials to the right workers, and slots keep them apart there.</summary>
public sealed class ResourceTests
{
    [Fact]
    public async Task A_worker_takes_trials_of_the_classes_that_it_offers_and_no_others()
    {
        var evaluator = ScriptedEvaluator.Answering(ScriptedEvaluator.Fine);
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("ResourceClass", "gpu,big-memory"));

        await talk.SendAsync(evaluator, 0, resourceClass: "cpu");
        await talk.SendAsync(evaluator, 1, resourceClass: "gpu");
        await talk.SendAsync(evaluator, 2, resourceClass: "big-memory");

        (await talk.ResultsAsync(2)).Select(result => result.Number).ShouldBe([1, 2], ignoreOrder: true);
        await UntilAsync(() => !talk.Heartbeats.IsEmpty, "a heartbeat");
        talk.Heartbeats.ShouldAllBe(beat => beat.ResourceClasses.SequenceEqual(new[] { "gpu", "big-memory" }));
    }

    [Fact]
    public async Task Trials_of_all_classes_share_the_slots_and_none_runs_in_the_slot_of_another()
    {
        var running = new ConcurrentDictionary<int, long>();
        var collisions = 0;
        var evaluator = new ScriptedEvaluator(async (request, reporter, stop) =>
        {
            if (!running.TryAdd(request.Slot, request.Number)) Interlocked.Increment(ref collisions);
            await Task.Delay(2, stop);
            running.TryRemove(request.Slot, out _);
            return ScriptedEvaluator.Fine;
        });
        await using var talk = InMemory;
        await talk.StartAsync(evaluator, ("ResourceClass", "gpu,cpu"), ("Slots", "3"));

        for (var number = 0L; number < 60; number++) await talk.SendAsync(evaluator, number, resourceClass: number % 2 == 0 ? "gpu" : "cpu");

        await talk.ResultsAsync(60);
        collisions.ShouldBe(0);
        evaluator.Asked.Select(asked => asked.Slot).Distinct().Order().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task The_lowest_free_slot_is_given_first()
    {
        using var slots = new WorkerSlots(Options(3), NullLogger<WorkerSlots>.Instance);
        var cancellation = TestContext.Current.CancellationToken;
        (await slots.TakeAsync(cancellation), await slots.TakeAsync(cancellation), await slots.TakeAsync(cancellation)).ShouldBe((0, 1, 2));
        slots.Busy.ShouldBe(3);
        var fourth = slots.TakeAsync(cancellation).AsTask();
        fourth.IsCompleted.ShouldBeFalse();

        slots.Release(1);

        (await fourth).ShouldBe(1);
        slots.Release(2);
        slots.Release(0);
        (await slots.TakeAsync(cancellation)).ShouldBe(0);
        slots.Busy.ShouldBe(2);
    }

    [Fact]
    public async Task Who_stops_waiting_takes_no_slot()
    {
        using var slots = new WorkerSlots(Options(1), NullLogger<WorkerSlots>.Instance);
        await slots.TakeAsync(TestContext.Current.CancellationToken);
        using var impatience = new CancellationTokenSource();
        var waiting = slots.TakeAsync(impatience.Token).AsTask();

        await impatience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(waiting);
        slots.Release(0);

        slots.Busy.ShouldBe(0);
        (await slots.TakeAsync(TestContext.Current.CancellationToken)).ShouldBe(0);
    }

    private static EvaluationOptions Options(int slots) => EvaluationOptions.Read(
        new ConfigurationBuilder().AddInMemoryCollection([new("Evaluation:Slots", $"{slots}")]).Build(), ["function"]);
}
