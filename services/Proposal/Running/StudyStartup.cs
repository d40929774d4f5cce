using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Messaging;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Running;

/// <summary>
/// Opens the studies that have not ended, starts the one that the configuration names, and keeps time for all of them.
/// </summary>
internal sealed class StudyStartup(
    IStudyStore store,
    StudyRegistry studies,
    StudyCreation creation,
    StudyNotifier notifier,
    IOptions<ProposalOptions> options,
    TimeProvider clock,
    ILogger<StudyStartup> log) : BackgroundService
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var known = await store.ListStudiesAsync(cancellationToken);
        if (options.Value.RunStudies)
        {
            foreach (var study in known.Where(s => !s.HasEnded)) studies.Open(study);
        }

        if (options.Value.Study is { Length: > 0 } file && !(options.Value.StudyWhenEmpty && known.Length > 0)) await StartAsync(file, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TickEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var runner in studies.Running())
            {
                if (runner.Snapshot is not { } snapshot) continue;
                notifier.Flush(snapshot);
                if (snapshot.Record.HasEnded) await studies.CloseAsync(snapshot.Record.Id);
                else runner.TrySend(new StudyInput.Event(new StudyEvent.Tick()));
            }
        }
    }

    private async Task StartAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await creation.StartAsync(await File.ReadAllBytesAsync(file, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // The service is more than this study: it says what is wrong and serves the others.
            log.LogError("The study file {File} was not started: {Reason}", file, Explain(e));
        }
    }

    private static string Explain(Exception e) => e is InputException { Errors.Count: > 0 } input
        ? string.Join(" ", input.Errors.SelectMany(error => error.Value.Select(message => $"{error.Key}: {message}")))
        : e.Message;
}
