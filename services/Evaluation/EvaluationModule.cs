using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.AdsArch;
using ArchOpt.Evaluation.Evaluators.Command;
using ArchOpt.Evaluation.Evaluators.Functions;
using ArchOpt.Evaluation.Evaluators.Tables;
using ArchOpt.Evaluation.Worker;
using ArchOpt.ServiceDefaults.Messaging;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ArchOpt.Evaluation;

/// <summary>The Evaluation service as a module: a worker that competes for trials with every other.</summary>
public static class EvaluationModule
{
    private const string StopQueue = "archopt-stop";

    /// <summary>Adds a worker, as configuration section <c>Evaluation</c> describes it. Call it before <c>AddMessaging</c>.</summary>
    /// <param name="evaluators">What this worker has besides the built-in evaluators.</param>
    /// <exception cref="OptionsValidationException">The configuration is wrong; one failure for each mistake.</exception>
    public static IHostApplicationBuilder AddEvaluation(this IHostApplicationBuilder builder, params IEnumerable<IEvaluator> evaluators)
    {
        ImmutableArray<IEvaluator> more = [.. evaluators];
        var options = EvaluationOptions.Read(builder.Configuration, [.. EvaluatorRegistry.BuiltInNames, .. more.Select(evaluator => evaluator.Name)]);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.PostConfigure<HostOptions>(host =>
        {
            if (host.ShutdownTimeout < options.ShutdownTime) host.ShutdownTimeout = options.ShutdownTime; // else a longer grace would be cut short
        });
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var command = new CommandEvaluator(options.Commands, options.WorkDirectory, time, options.DeviceOf, options.ResourceClasses);
            var log = provider.GetRequiredService<ILogger<CommandEvaluator>>();
            foreach (var problem in command.Problems()) log.LogWarning("{Problem} Its trials will fail here", problem);
            return new EvaluatorRegistry([new AdsArchEvaluator(time), new FunctionEvaluator(time), new TabularEvaluator(options.Tables), command, .. more]);
        });
        services.AddSingleton<HeldRuns>();
        services.AddSingleton<FinishedResults>();
        services.AddSingleton<StoppedAttempts>();
        services.AddSingleton<WorkerLifetime>();
        services.AddSingleton<WorkerSlots>();
        services.AddSingleton<WorkerMessages>();
        services.AddSingleton<TrialClaims>();
        services.AddSingleton<TrialExecution>();
        services.AddSingleton<TrialDeliveries>();
        services.AddSingleton<EvaluateEndpoints>();
        services.AddSingleton<WorkerPulse>();
        services.AddSingleton<WorkerDrain>();
        services.AddHostedService(provider => provider.GetRequiredService<WorkerPulse>());
        services.AddHostedService<WorkerShutdown>();
        var queues = options.Evaluators.SelectMany(_ => options.ResourceClasses, Queues.Evaluate);
        builder.AddMessagingModule(_ => { }, [.. queues.Select(queue => WorkEndpoint(queue, options.Slots)), StopEndpoint()]);
        return builder;
    }

    /// <summary>GET /worker: what this worker is doing.</summary>
    public static WebApplication MapEvaluation(this WebApplication app)
    {
        app.MapGet("/worker", (EvaluationOptions options, IServiceProvider services) => View(options, services)).WithName("GetWorker");
        return app;
    }

    private static MessagingEndpoint WorkEndpoint(string queue, int slots) =>
        new(queue, Temporary: false, slots, slots, (context, endpoint) =>
        {
            endpoint.ConfigureConsumeTopology = false; // work is sent to its queue, never published to all of them
            endpoint.ConfigureError(pipe =>
            {
                pipe.UseFilter(new HandBackFilter());
                pipe.UseFilter(new ErrorTransportFilter());
            });
            endpoint.ConnectReceiveEndpointObserver(context.GetRequiredService<EvaluateEndpoints>());
            endpoint.Handler<EvaluateTrial>(delivery => context.GetRequiredService<TrialDeliveries>().ConsumeAsync(delivery));
        });

    private static MessagingEndpoint StopEndpoint() => new(StopQueue, Temporary: true, Concurrency: 1, Prefetch: 64, (context, endpoint) =>
    {
        endpoint.Handler<DrainWorker>(delivery => delivery.Message.Worker == context.GetRequiredService<EvaluationOptions>().Worker
            ? context.GetRequiredService<WorkerDrain>().BeginAsync(delivery.CancellationToken)
            : Task.CompletedTask);
        endpoint.Handler<StopTrial>(delivery =>
        {
            var stop = delivery.Message;
            var key = new AttemptKey(stop.StudyId, stop.Number, stop.Attempt);
            context.GetRequiredService<StoppedAttempts>().Add(key, stop.Reason); // noted first: its message may arrive right now
            context.GetRequiredService<HeldRuns>().Find(key)?.Stop(stop.Reason, stop.Explanation);
            return Task.CompletedTask;
        });
    });

    private static WorkerView View(EvaluationOptions options, IServiceProvider services)
    {
        var worker = services.GetRequiredService<WorkerLifetime>();
        var holding = services.GetRequiredService<HeldRuns>().All.Select(run => new HeldTrialView(
            run.Message.Study, run.Message.StudyId, run.Message.Number, run.Attempt, Lower(run.Phase.ToString()), Math.Round(run.Elapsed.TotalSeconds, 3), run.Steps));
        return new(
            options.Worker, Environment.MachineName, WorkerVersion.Text, Lower(worker.Stage.ToString()), options.Slots, services.GetRequiredService<WorkerSlots>().Busy,
            options.Evaluators, options.ResourceClasses, [.. holding.OrderBy(trial => trial.Study, StringComparer.Ordinal).ThenBy(trial => trial.Number)]);
    }

    private static string Lower(string text) => text.ToLowerInvariant();
}
