using System.Net;
using System.Net.Http.Json;
using ArchOpt.Contracts;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Trials;
using ArchOpt.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ArchOpt.Operations.Tests.Deployment;

/// <summary>The users of infra/rabbitmq/definitions.json at a real RabbitMQ, over TLS.</summary>
public sealed class every_service_has_no_more_rights_than_it_needs
{
    [Fact]
    public async Task and_enough_for_everything_that_services_say_to_each_other()
    {
        var token = TestContext.Current.CancellationToken;
        await using var system = await SecuredSystem.StartAsync(token);

        // Results, failures, replays.
        await system.StartStudyAsync(DeployedStudies.Failing("failing", trials: 12), token);
        await system.UntilAsync("failing", study => study.Status == StudyStatus.Completed, "the study ends", token);
        var failed = await system.GetAsync<FailedView>("/failed", token);
        failed!.MessagesUnread.ShouldBeNull();
        failed.Groups.ShouldNotBeEmpty();
        await system.PostAsync("/failed/replay", JsonContent.Create(new ReplayRequest("failing"), options: JsonDefaults.Options), token);

        // A lost worker: its trials are redelivered to the other, which claims them first.
        await system.StartStudyAsync(DeployedStudies.Slow("lost", trials: 4, milliseconds: 6000), token);
        await system.UntilAsync("lost", study => study.Trials.Running == 4, "both workers are busy", token);
        await system.Workers[0].KillAsync();
        await system.UntilAsync("lost", study => study.Status == StudyStatus.Completed, "the other worker does the work of both", token);
        system.Workers[0].Start();

        // Stopping trials, and draining a worker.
        await system.StartStudyAsync(DeployedStudies.Slow("cancelled", trials: 2, milliseconds: 600_000), token);
        await system.UntilAsync("cancelled", study => study.Trials.Running == 2, "the trials run", token);
        await system.PostAsync("/studies/cancelled/cancel", null, token);
        await system.PostAsync("/workers/worker-2/drain", null, token);
        await Eventually.TrueAsync(
            async () => (await system.GetAsync<WorkerView[]>("/workers", token))!.Single(worker => worker.Worker == "worker-2") is { Draining: true, Running.IsEmpty: true },
            TimeSpan.FromSeconds(30), $"the worker has stopped its trials and takes no more\n{system.Log}", token);

        system.Broker.Log.Split('\n').Where(line => line.Contains("access_refused", StringComparison.Ordinal)).ShouldBeEmpty();

        await Refused(system, "evaluation", channel => channel.BasicGetAsync(Queues.Results, autoAck: false, token));
        await Refused(system, "evaluation", channel => channel.QueueDeleteAsync(Queues.Results, cancellationToken: token));
        await Refused(system, "analysis", channel => channel.BasicGetAsync(Queues.Evaluate("function"), autoAck: false, token));
        await Refused(system, "analysis", channel => Publish(channel, "ArchOpt.Contracts:TrialFinished"));
        await Refused(system, "analysis", channel => Publish(channel, Queues.Evaluate("function")));

        await using var distrustful = system.Distrustful();
        distrustful.Start();
        await Eventually.TrueAsync(
            () => distrustful.Log.Contains("Connection Failed", StringComparison.Ordinal) || distrustful.Log.Contains("Bus started", StringComparison.Ordinal),
            TimeSpan.FromSeconds(60), "it tries to connect", token);
        distrustful.Log.ShouldContain("remote certificate");
        distrustful.Log.ShouldNotContain("Bus started");

        using var plain = new HttpClient();
        (await plain.GetAsync(new Uri($"{system.AnalysisAddress}/metrics"), token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        plain.DefaultRequestHeaders.Add("X-Api-Key", system.Key);
        (await plain.GetAsync(new Uri($"{system.AnalysisAddress}/metrics"), token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task Publish(IChannel channel, string exchange)
    {
        await channel.BasicPublishAsync(exchange, "", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken);
        await channel.QueueDeclareAsync(cancellationToken: TestContext.Current.CancellationToken); // the refusal of a publish is seen by the next call
    }

    private static async Task Refused(SecuredSystem system, string user, Func<IChannel, Task> call)
    {
        await using var connection = await system.ConnectAsync(user, TestContext.Current.CancellationToken);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        var refusal = await Should.ThrowAsync<OperationInterruptedException>(() => call(channel));
        ((int)refusal.ShutdownReason!.ReplyCode).ShouldBe(Constants.AccessRefused);
    }
}
