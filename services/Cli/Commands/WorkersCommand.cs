using System.CommandLine;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Commands;

/// <summary><c>archopt workers</c>: the fleet.</summary>
internal static class WorkersCommand
{
    public static Command Create(CommandScope scope) => scope.Do(new("workers", "List the workers: slots, what they run, last heartbeat"), async (call, cancellationToken) =>
    {
        var workers = await call.AskAsync(client => client.ListWorkersAsync(cancellationToken), cancellationToken);
        if (call.Options.Json) await call.Results.JsonAsync(workers);
        else if (workers.IsEmpty) await call.SayAsync("No worker has been heard of.");
        else Table(workers, call.Surroundings.Clock.GetUtcNow()).WriteTo(call.Results);
        return ExitCode.Done;
    });

    private static TextTable Table(IEnumerable<WorkerView> workers, DateTimeOffset now)
    {
        var table = new TextTable("WORKER", "MACHINE", "VERSION", "#SLOTS", "#BUSY", "RUNNING", "EVALUATORS", "CLASSES", "HEARTBEAT", "STATE");
        foreach (var worker in workers)
        {
            table.Row(
                worker.Worker,
                worker.Machine,
                worker.Version,
                $"{worker.Slots}",
                $"{worker.Busy}",
                worker.Trials.IsDefaultOrEmpty ? "-" : string.Join("; ", worker.Trials.GroupBy(trial => trial.Study).Select(Trials)),
                worker.Evaluators.IsDefaultOrEmpty ? "-" : string.Join(' ', worker.Evaluators),
                worker.ResourceClasses.IsDefaultOrEmpty ? "-" : string.Join(' ', worker.ResourceClasses),
                Show.Duration(now - worker.LastHeartbeat) + " ago",
                State(worker));
        }

        return table;
    }

    private static string Trials(IGrouping<string?, RunningTrialView> ofStudy) =>
        $"{ofStudy.Key ?? "(deleted)"}: {NumberRanges.Text([.. ofStudy.Select(trial => trial.Number).Order()], most: 6)}";

    private static string State(WorkerView worker) => worker switch
    {
        { Alive: false } => "lost",
        { Draining: true, Busy: 0 } => "drained",
        { Draining: true } => "draining",
        _ => "alive",
    };
}
