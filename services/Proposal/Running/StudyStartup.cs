using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Messaging;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
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
    private const int TicksBetweenLooks = 10;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var known = await store.ListStudiesAsync(cancellationToken);
        if (options.Value.RunStudies)
        {
            foreach (var study in known)
            {
                if (!study.HasEnded || await HasTrialsInFlightAsync(study, cancellationToken)) studies.Open(study);
            }
        }

        if (options.Value.Study is { Length: > 0 } file && !(options.Value.StudyWhenEmpty && known.Length > 0)) await StartAsync(file, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TickEvery, clock);
        for (var ticks = 1; await timer.WaitForNextTickAsync(stoppingToken); ticks++)
        {
            foreach (var runner in studies.Running())
            {
                if (runner.Snapshot is not { } snapshot) continue;
                notifier.Flush(snapshot);
                if (snapshot.Record.HasEnded) await studies.CloseEndedAsync(runner);
                else runner.TrySend(new StudyInput.Event(new StudyEvent.Tick()));
            }

            if (options.Value.RunStudies && ticks % TicksBetweenLooks == 0) await LookAroundAsync(stoppingToken);
        }
    }

    /// <summary>Learns what another Proposal on the same store has begun or changed, in case that one dies.</summary>
    private async Task LookAroundAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var study in await store.ListStudiesAsync(cancellationToken))
            {
                if (!study.HasEnded) studies.Open(study).TrySend(new StudyInput.CatchUp(study.Revision));
                else if (studies.Snapshot(study.Id) is { Record.HasEnded: false }) studies.Open(study).TrySend(new StudyInput.CatchUp(study.Revision));
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning(e, "The store could not be looked through; trying again");
        }
    }

    /// <summary>Another Proposal may have inserted a trial while this study was being ended; the loop cancels it.</summary>
    private async Task<bool> HasTrialsInFlightAsync(StudyRecord study, CancellationToken cancellationToken)
    {
        var counts = await store.CountTrialsAsync(study.Id, cancellationToken);
        return counts.Any(count => count.Value > 0 && !count.Key.Rule().IsTerminal);
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
