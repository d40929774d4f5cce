using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Search.Configurations;
using ArchOpt.Testing;

namespace ArchOpt.Operations.Tests;

public sealed class a_trial_has_one_trace
{
    [Fact]
    public Task from_its_dispatch_to_its_result_within_one_process() => FollowAsync(null, "trace-memory");

    [Fact]
    public async Task from_its_dispatch_through_the_broker_to_its_result()
    {
        await using var broker = await RabbitMqNode.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await FollowAsync(broker.ConnectionString, "trace-broker");
    }

    [Fact]
    public async Task and_whatever_is_logged_about_it_names_its_study_and_number()
    {
        var token = TestContext.Current.CancellationToken;
        await using var host = await EverythingInOneProcess.StartAsync(null, new Faulty());
        var worker = await host.Bus.GetSendEndpoint(new Uri("queue:" + Queues.Evaluate("faulty")));
        await worker.Send(
            new EvaluateTrial { StudyId = "s-1", Study = "logged", Number = 7, Attempt = 2, Configuration = Configuration.Empty, Seed = 1, Evaluator = "faulty", Settings = "{}" }, token);

        await LoggedAsync("failed", "logged"); // by the worker
        await LoggedAsync("which the store does not know", "s-1"); // by Proposal, which has never heard of the study

        async Task LoggedAsync(string words, string study)
        {
            await Eventually.TrueAsync(() => Line().Message is not null, TimeSpan.FromSeconds(20), $"a line with '{words}' is logged", token);
            Line().Scope.Where(part => part.Key is "Study" or "Trial" or "Attempt").Select(part => (part.Key, part.Value)).Order()
                .ShouldBe([("Attempt", 2), ("Study", study), ("Trial", 7L)]);

            (string Message, ImmutableDictionary<string, object?> Scope) Line() =>
                host.Warnings.FirstOrDefault(warning => warning.Message.Contains(words, StringComparison.Ordinal) && warning.Scope.ContainsKey("Trial"));
        }
    }

    private static async Task FollowAsync(string? broker, string study)
    {
        var token = TestContext.Current.CancellationToken;
        var ended = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "MassTransit" or "Microsoft.AspNetCore" || source.Name.StartsWith("ArchOpt.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await EverythingInOneProcess.StartAsync(broker);
        await host.RunAsync(study, StudyFiles.Plain(study, trials: 4), token);

        Activity[] Named(string name) => [.. ended.Where(span => span.OperationName == name && study.Equals(span.GetTagItem("archopt.study")))];
        await Eventually.TrueAsync(() => Named("record result").Length == 4, TimeSpan.FromSeconds(10), "four results are traced", token);
        var dispatches = Named("dispatch trial");
        dispatches.Select(span => span.GetTagItem("archopt.trial")).Order().ShouldBe([0L, 1L, 2L, 3L]);
        dispatches.Select(span => span.TraceId).ShouldBeUnique("each trial is a trace of its own");
        dispatches.Select(span => span.ParentId).ShouldAllBe(parent => parent == null, "and no part of the request that began the study");
        foreach (var dispatch in dispatches)
        {
            var result = Named("record result").Single(span => Equals(span.GetTagItem("archopt.trial"), dispatch.GetTagItem("archopt.trial")));
            result.TraceId.ShouldBe(dispatch.TraceId);
            var path = Ancestors(result, ended).ToArray();
            path[^1].ShouldBe(dispatch);
            path.Count(span => span.Source.Name == "MassTransit").ShouldBeGreaterThanOrEqualTo(4, "sent, received and evaluated, published, received");
            path.ShouldContain(span => span.Source.Name == "MassTransit" && study.Equals(span.GetTagItem("archopt.study")), "the evaluation says which trial it is");
        }
    }

    private static IEnumerable<Activity> Ancestors(Activity span, IReadOnlyCollection<Activity> all)
    {
        for (var next = span; next is not null; next = all.FirstOrDefault(candidate => candidate.Id == next.ParentId)) yield return next;
    }

    private sealed class Faulty : IEvaluator
    {
        public string Name => "faulty";

        public Task<EvaluationResult> EvaluateAsync(EvaluationRequest request, IStepReporter steps, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("it does this always");
    }
}
