using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Replaying;

/// <summary>
/// Puts failed trials back, a batch at a time. What has been put back is durable when its batch is; whoever repeats the request after
/// a crash, or sends it twice at once, puts back the rest and nothing twice.
/// </summary>
internal sealed class StudyReplay(
    IStudyStore store,
    StudyViews views,
    StudyRegistry studies,
    StudyCommands commands,
    SettingsEdits edits,
    FailedTrials failed,
    ReplaySweep sweep,
    ILogger<StudyReplay> log)
{
    /// <summary>Trials in one commit.</summary>
    private const int Batch = 1_000;

    /// <exception cref="InputException">400: trials without study, wrong settings; 404: no such study; 409: the study refuses.</exception>
    public async Task<ReplayView> ReplayAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        if (request.Study is { } name)
        {
            var record = await views.FindAsync(name, cancellationToken);
            // The edit is durable before anything runs again: whoever repeats the request after a crash in between finds it made.
            var changes = request.Settings is { } patch ? await edits.EditAsync(record, patch, request.DryRun, cancellationToken) : default(ImmutableArray<SettingChangeView>?);
            var numbers = request.Trials ?? await failed.NumbersAsync(record, cancellationToken);
            var part = await ReplayAsync(record, numbers, request.DryRun, cancellationToken);
            return part.Refusal is { } refusal
                ? throw InputException.Conflict($"study: '{name}' refuses: {refusal}.")
                : new(request.DryRun, [part]) { Settings = changes };
        }

        if (request.Trials is not null) throw InputException.Invalid("trials", "need a study: numbers are each study's own");
        var parts = ImmutableArray.CreateBuilder<ReplayedStudyView>();
        foreach (var record in await store.ListStudiesAsync(cancellationToken))
        {
            var numbers = await failed.NumbersAsync(record, cancellationToken);
            if (!numbers.IsEmpty) parts.Add(await ReplayAsync(record, numbers, request.DryRun, cancellationToken));
        }

        return new(request.DryRun, parts.ToImmutable());
    }

    private async Task<ReplayedStudyView> ReplayAsync(StudyRecord study, ImmutableArray<long> numbers, bool dryRun, CancellationToken cancellationToken)
    {
        if (study.Status == StudyStatus.Cancelled) return new() { Study = study.Name, Refusal = FailedTrials.Cancelled };
        var paused = study.Status == StudyStatus.Paused;
        if (dryRun) return (await failed.PreviewAsync(study, [.. numbers.Distinct()], cancellationToken)) with { Paused = paused };
        using var held = studies.Hold(study.Id); // its loop: between two batches the study may end again
        var replayed = ImmutableArray.CreateBuilder<long>();
        var skipped = ImmutableArray.CreateBuilder<SkippedReplayView>();
        foreach (var batch in numbers.Distinct().Chunk(Batch))
        {
            var part = await commands.AskAsync<EventReply.Replayed>(study.Name, new StudyEvent.ReplayRequested([.. batch]), cancellationToken);
            replayed.AddRange(part.Items.Select(trial => trial.Number));
            skipped.AddRange(part.Skipped.Select(trial => new SkippedReplayView(trial.Number, trial.Reason)));
            sweep.Wake();
        }

        log.LogInformation("Study {Study}: {Replayed} failed trials run again, {Skipped} were left as they are", study.Name, replayed.Count, skipped.Count);
        return new() { Study = study.Name, Replayed = [.. replayed.Order()], Skipped = skipped.ToImmutable(), Paused = paused };
    }
}
