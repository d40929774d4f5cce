using System.ComponentModel;
using System.Globalization;
using ArchOpt.AppHost.Local.Processes;

namespace ArchOpt.AppHost.Local.Supervision;

/// <summary>Keeps one program running until it is told to stop.</summary>
internal sealed class Supervisor(
    PlannedResource resource, Launch launch, DataDirectory data, TimeProvider time, Action<Supervisor, ResourceState, string?> changed, Action<string, string>? echo)
    : IDisposable
{
    private const int CallIsWrong = 2;
    private static readonly TimeSpan StartingInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan RunningInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _healthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly RestartBackoff _backoff = new();
    private LogFile? _log;
    private CancellationToken _immediately;
    private Task _run = Task.CompletedTask;

    internal PlannedResource Resource => resource;

    internal Launch Launch => launch;

    internal ResourceState State { get; private set; } = ResourceState.Waiting;

    /// <summary>Completes when the resource has been healthy once.</summary>
    internal Task Healthy => _healthy.Task;

    /// <summary>How often the program ended unasked.</summary>
    internal int Restarts { get; private set; }

    internal string LogPath => Path.Combine(data.Logs, resource.Name + ".log");

    internal IReadOnlyList<string> LastLines => _log?.Tail() ?? [];

    internal void Start(IReadOnlyList<Task> dependencies) => _run = RunAsync(dependencies);

    /// <summary>Asks the program to stop and waits for its end.</summary>
    /// <param name="immediately">Cancelled to end the grace period early.</param>
    internal async Task StopAsync(CancellationToken immediately)
    {
        _immediately = immediately;
        await _stop.CancelAsync();
        await _run;
    }

    public void Dispose() => _stop.Dispose();

    private async Task RunAsync(IReadOnlyList<Task> dependencies)
    {
        try
        {
            using var log = new LogFile(LogPath);
            _log = log;
            await Task.WhenAll(dependencies).WaitAsync(_stop.Token);
            while (await RunOnceAsync(log) is { } pause)
                await Task.Delay(pause, time, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Change(ResourceState.Finished);
        }
        catch (Exception problem) when (problem is Win32Exception or IOException)
        {
            Change(ResourceState.Failed, problem.Message);
        }
    }

    /// <returns>The pause before the next start, or null when there is none.</returns>
    private async Task<TimeSpan?> RunOnceAsync(LogFile log)
    {
        _stop.Token.ThrowIfCancellationRequested();
        Change(ResourceState.Starting);
        log.Mark(time.GetUtcNow(), "starting");
        using var process = GuardedProcess.Start(launch.Process, data.PidFile(resource.Name), line =>
        {
            log.Write(line);
            echo?.Invoke(resource.Name, line);
        });

        long? healthySince = null;
        using var ended = new CancellationTokenSource();
        var watching = WatchHealthAsync(() => healthySince ??= time.GetTimestamp(), ended.Token);
        try
        {
            await process.WaitForExitAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            await process.StopAsync(_immediately);
            await process.DrainOutputAsync();
            log.Mark(time.GetUtcNow(), "stopped");
            Change(ResourceState.Finished);
            return null;
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
        }

        await process.DrainOutputAsync();
        log.Mark(time.GetUtcNow(), "ended with exit code " + process.ExitCode.ToString(CultureInfo.InvariantCulture));
        if (launch.IsOurs && process.ExitCode == CallIsWrong)
        {
            Change(ResourceState.Failed, "exit code 2: its configuration or study file is wrong");
            return null;
        }

        Restarts++;
        var pause = _backoff.Next(healthySince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);
        Change(ResourceState.Restarting, string.Create(
            CultureInfo.InvariantCulture, $"ended with exit code {process.ExitCode}, starting again in {pause.TotalSeconds:0.#} s (log: {LogPath})"));
        return pause;
    }

    private async Task WatchHealthAsync(Action becameHealthy, CancellationToken ended)
    {
        try
        {
            while (true)
            {
                var healthy = await ProbeAsync(ended);
                if (healthy && State is (ResourceState.Starting or ResourceState.Unhealthy))
                {
                    becameHealthy();
                    Change(ResourceState.Running);
                    _healthy.TrySetResult();
                }
                else if (!healthy && State is ResourceState.Running && !_stop.IsCancellationRequested)
                {
                    Change(ResourceState.Unhealthy, "the process runs but its health check fails");
                }

                await Task.Delay(State is ResourceState.Running ? RunningInterval : StartingInterval, time, ended);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The process has ended: there is nothing left to watch.
        }
    }

    private async Task<bool> ProbeAsync(CancellationToken ended)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ended);
        limit.CancelAfter(ProbeTimeout);
        try
        {
            return await launch.Probe.IsHealthyAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!ended.IsCancellationRequested)
        {
            return false;
        }
    }

    private void Change(ResourceState state, string? why = null)
    {
        State = state;
        changed(this, state, why);
    }
}
