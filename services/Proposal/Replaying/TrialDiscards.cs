using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Protocol;

namespace ArchOpt.Proposal.Replaying;

/// <summary>
/// Gives failed trials up, a batch at a time: each is a note on a trial, durable when its batch is, so whoever repeats the request finds the
/// rest to do. Their messages leave the error queues.
/// </summary>
internal sealed class TrialDiscards(
    StudyViews views, StudyRegistry studies, StudyCommands commands, FailedTrials failed, ReplaySweep sweep, ILogger<TrialDiscards> log)
{
    /// <summary>Trials in one commit.</summary>
    private const int Batch = 1_000;

    /// <param name="name">The study.</param>
    /// <param name="trials">Null for all that wait to be replayed.</param>
    /// <exception cref="InputException">404: no such study; 409: somebody else writes the same trials.</exception>
    public async Task<DiscardView> DiscardAsync(string name, ImmutableArray<long>? trials, string reason, CancellationToken cancellationToken)
    {
        var study = await views.FindAsync(name, cancellationToken);
        var numbers = trials ?? await failed.NumbersAsync(study, cancellationToken);
        using var held = studies.Hold(study.Id);
        var discarded = ImmutableArray.CreateBuilder<long>();
        var skipped = ImmutableArray.CreateBuilder<SkippedReplayView>();
        foreach (var batch in numbers.Distinct().Chunk(Batch))
        {
            var part = await commands.AskAsync<EventReply.Discarded>(name, new StudyEvent.DiscardRequested([.. batch], reason), cancellationToken);
            discarded.AddRange(part.Items.Select(trial => trial.Number));
            skipped.AddRange(part.Skipped.Select(trial => new SkippedReplayView(trial.Number, trial.Reason)));
            sweep.Wake();
        }

        log.LogInformation("Study {Study}: {Discarded} failed trials are discarded: {Reason}", name, discarded.Count, reason);
        return new([]) { Trials = [.. discarded.Order()], Skipped = skipped.ToImmutable() };
    }
}
