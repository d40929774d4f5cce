using ArchOpt.Console.Tests.Systems;
using ArchOpt.Contracts.Http;

[assembly: AssemblyFixture(typeof(FurnishedSystem))]

namespace ArchOpt.Console.Tests.Systems;

/// <summary>A system in which every page has something to show. Tests that look without changing anything share it; the first starts it.</summary>
public sealed class FurnishedSystem : IAsyncDisposable
{
    /// <summary>It has ended: groups, modes, grades, learning curves.</summary>
    public const string Rich = "cvrp-resilient";

    /// <summary>It runs: results of all kinds, some in flight.</summary>
    public const string Running = "asked";

    /// <summary>It has ended with failures.</summary>
    public const string Failing = "failing";

    private readonly SemaphoreSlim gate = new(1, 1);
    private RunningSystem? system;

    /// <summary>Every address of the console.</summary>
    public static TheoryData<string> Pages { get; } =
    [
        "/console",
        "/console/failed",
        $"/console/failed/replay?study={Failing}",
        "/console/workers",
        "/console/workers/drain?worker=worker-1",
        $"/console/studies/{Running}/cancel",
        .. new[] { Rich, Running, Failing }.SelectMany(static study => new[] { "", "/trials", "/insight", "/failed" }.Select(page => $"/console/studies/{study}{page}")),
        $"/console/studies/{Rich}/trials/3",
        $"/console/studies/{Running}/trials/0",
        $"/console/studies/{Running}/trials/5",
    ];

    internal async Task<RunningSystem> GetAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            return system ??= await FurnishAsync(cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (system is not null) await system.DisposeAsync();
        gate.Dispose();
    }

    private static async Task<RunningSystem> FurnishAsync(CancellationToken cancellationToken)
    {
        var fresh = await RunningSystem.StartAsync();
        await fresh.StartStudyAsync(StudyFiles.Rich(Rich, trials: 60), cancellationToken);
        await fresh.StartStudyAsync(StudyFiles.Failing(Failing, trials: 20, rate: 0.5), cancellationToken);
        await fresh.StartStudyAsync(StudyFiles.Asked(Running), cancellationToken);
        for (var i = 0; i < 40; i++)
        {
            foreach (var trial in await fresh.AskAsync(Running, 1, cancellationToken))
                await fresh.TellAsync(Running, trial.Number, ResultOf(trial.Number), cancellationToken);
        }

        // One was put back, and failed again.
        await fresh.PostAsync<ReplayView>("failed/replay", new ReplayRequest(Running, [15]), cancellationToken);
        var again = (await fresh.AskAsync(Running, 1, cancellationToken))[0].Number;
        await fresh.TellAsync(Running, again, ResultOf(again), cancellationToken);
        await fresh.AskAsync(Running, 3, cancellationToken);
        await fresh.WaitForEndAsync(Rich, cancellationToken);
        await fresh.WaitForEndAsync(Failing, cancellationToken);
        return fresh;
    }

    /// <summary>Better and better, with setbacks.</summary>
    private static object ResultOf(long number) => (number % 10) switch
    {
        3 => new { state = "failed", error = $"CUDA out of memory: tried to allocate {20 + number} MiB on device {number % 2}" },
        5 => new { state = "failed", error = "exit code 137" },
        7 => new { value = 0.48, metrics = new { qps = 60 } }, // too slow: infeasible
        _ => new { value = 0.49 + (0.2 / (1 + number)) + (number * 37 % 11 / 100.0), metrics = new { qps = 4000 - (number * 10) } },
    };
}
