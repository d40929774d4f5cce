using System.Runtime.InteropServices;
using ArchOpt.AppHost.Local.Native;
using ArchOpt.AppHost.Local.Options;
using ArchOpt.AppHost.Local.Output;
using ArchOpt.AppHost.Local.Processes;
using ArchOpt.AppHost.Local.Studies;
using ArchOpt.AppHost.Local.Supervision;

namespace ArchOpt.AppHost.Local;

/// <summary>One run of the application, from the checks before the start to the last process's end.</summary>
internal sealed class Session(LocalOptions options, IReadOnlyList<IResource> resources, IProjectMetadata singleProcess, Terminal terminal)
{
    private static readonly TimeSpan TableAtTheLatest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LeftoverPatience = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource<string> _wrong = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _tableShown;

    /// <returns>The exit code.</returns>
    internal async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var request = new StopRequest();
        using var cancelled = cancellationToken.Register(() => request.Request(PosixSignal.SIGTERM));
        using var parent = ParentProcess.Watch(_time, () => request.Request(PosixSignal.SIGTERM));
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var data = DataDirectory.Open(options.Data);
            await data.WaitForLeftoversAsync(LeftoverPatience, terminal.Line, request.Stop);
            CheckPorts();
            var plan = await PlanAsync(data, client, request.Stop);
            terminal.Line($"ArchOpt keeps everything in {data.Root}; logs are in {data.Logs}");
            return await RunAsync(plan, data, client, request);
        }
        catch (StartException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message.AsMemory(), CancellationToken.None);
            return ExitCodes.CallIsWrong;
        }
        catch (OperationCanceledException) when (request.Stop.IsCancellationRequested)
        {
            return Code(request);
        }
    }

    private async Task<IReadOnlyList<PlannedResource>> PlanAsync(DataDirectory data, HttpClient client, CancellationToken stop)
    {
        var planner = new TopologyPlanner(resources, data, client);
        var broker = RabbitMQInstallation.Find();
        if (broker is not null || !resources.OfType<RabbitMQServerResource>().Any())
            return await planner.PlanAsync(broker, stop);

        terminal.Line(
            $"No RabbitMQ on this machine: all services run in one process over the in-memory transport. " +
            $"For workers in processes of their own: {RabbitMQInstallation.HowToInstall}");
        return await planner.PlanSingleProcessAsync(new SingleProcess(singleProcess, options.Port), stop);
    }

    private async Task<int> RunAsync(IReadOnlyList<PlannedResource> plan, DataDirectory data, HttpClient client, StopRequest request)
    {
        using var orchestrator = new Orchestrator(plan, data, _time, OnChanged, options.Verbose ? terminal.Log : null);
        orchestrator.Start();
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(request.Stop);
        var proposal = new Uri($"http://127.0.0.1:{options.Port}");
        int? code = null;
        try
        {
            var table = ShowTableAsync(orchestrator, ending.Token);
            var studies = FollowStudiesAsync(client, proposal, ending.Token);
            var first = await Task.WhenAny(studies, _wrong.Task).WaitAsync(ending.Token);
            code = first == studies ? await studies : ReportWrong(orchestrator, await _wrong.Task);
            await ending.CancelAsync();
            await table.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException) when (request.Stop.IsCancellationRequested)
        {
            // Asked to stop: that is the normal end of a run without --exit-when-done.
        }

        terminal.EndProgress();
        terminal.Line(code is null ? "stopping (once more to stop at once)" : "stopping");
        await orchestrator.StopAsync(request.Immediately);
        terminal.Line("stopped");
        return code ?? Code(request);
    }

    /// <summary>Completes when the study file was refused or, with --exit-when-done, when the awaited studies have ended.</summary>
    /// <returns>The exit code.</returns>
    private async Task<int> FollowStudiesAsync(HttpClient client, Uri proposal, CancellationToken ending)
    {
        var watcher = new StudyWatcher(client, proposal);
        if (options.Study is not null)
        {
            var answer = await new StudySubmission(client, proposal, options.Study).SubmitAsync(_time, ending);
            foreach (var mistake in answer.Mistakes)
                await Console.Error.WriteLineAsync(mistake.AsMemory(), ending);
            if (answer.Mistakes.Count > 0)
                return ExitCodes.CallIsWrong;
            watcher.Awaited = answer.StudyName;
        }

        while (true)
        {
            await watcher.RefreshAsync(ending);
            if (options.ExitWhenDone && watcher.AllEnded)
                break;
            ShowProgress(watcher.Studies);
            await Task.Delay(watcher.Interval, _time, ending);
        }

        terminal.EndProgress();
        foreach (var study in watcher.Studies)
            terminal.Line(study.HasSucceeded ? $"done: {study}" : $"ended without a best trial: {study}");
        return watcher.AllSucceeded ? ExitCodes.Done : ExitCodes.Failed;
    }

    private void ShowProgress(IReadOnlyList<StudyProgress> studies)
    {
        var shown = studies.Where(study => !study.HasEnded).DefaultIfEmpty(studies is [.., var last] ? last : null);
        var line = string.Join(" | ", shown.OfType<StudyProgress>().Select(study => study.ToString()));
        if (line.Length > 0)
            terminal.Progress(line);
    }

    /// <summary>Shows the table when nothing is on its way any more, or after a while what there is by then.</summary>
    private async Task ShowTableAsync(Orchestrator orchestrator, CancellationToken ending)
    {
        var began = _time.GetTimestamp();
        while (orchestrator.Supervisors.Any(supervisor => supervisor.State is ResourceState.Waiting or ResourceState.Starting)
            && _time.GetElapsedTime(began) < TableAtTheLatest)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, ending);
        }

        terminal.Table(orchestrator.Plan.Where(resource => !resource.IsHidden).Select(resource => new TableRow(resource.Name, Word(orchestrator.StateOf(resource)), resource.Kind, resource.Url)));
        _tableShown = true;
    }

    private void OnChanged(Supervisor supervisor, ResourceState state, string? why)
    {
        if (state is ResourceState.Failed && supervisor.Launch.IsOurs)
            _wrong.TrySetResult(supervisor.Resource.Name);
        var noteworthy = state is ResourceState.Failed or ResourceState.Restarting or ResourceState.Unhealthy
            || (state is ResourceState.Running && (_tableShown || supervisor.Restarts > 0));
        if (noteworthy)
            terminal.Line($"{supervisor.Resource.Name}: {Word(state).ToLowerInvariant()}{(why is null ? string.Empty : ", " + why)}");
    }

    private int ReportWrong(Orchestrator orchestrator, string name)
    {
        var supervisor = orchestrator.Supervisors.Single(candidate => candidate.Resource.Name == name);
        terminal.EndProgress();
        foreach (var line in supervisor.LastLines.Where(line => !line.StartsWith("----", StringComparison.Ordinal)))
            terminal.Line($"{name} | {line}");
        return ExitCodes.CallIsWrong;
    }

    private void CheckPorts()
    {
        var projects = resources.OfType<ProjectResource>().ToArray();
        foreach (var project in projects)
        {
            foreach (var endpoint in project.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.IsFixed && !Ports.IsFree(endpoint.Port!.Value)))
            {
                var option = endpoint.Port >= options.EvaluatorPort && endpoint.Port < options.EvaluatorPort + options.Evaluators ? "--evaluator-port" : "--port";
                throw new StartException($"port {endpoint.Port} ({project.Name}) is in use: choose another with {option} N");
            }
        }
    }

    private int Code(StopRequest request) =>
        request.Signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT ? ExitCodes.Interrupted
        : options.ExitWhenDone ? ExitCodes.Failed
        : ExitCodes.Done;

    private static string Word(ResourceState state) => state is ResourceState.NotInstalled ? "not installed" : state.ToString();
}
