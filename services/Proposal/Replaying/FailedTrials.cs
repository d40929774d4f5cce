using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Replaying;

/// <summary>The failed trials of studies, as the store has them: it is what replaying goes by, whatever carries the messages.</summary>
internal sealed class FailedTrials(IStudyStore store)
{
    public const string Cancelled = "the study was cancelled, which is final";

    /// <summary>Grouped by study and cause: studies oldest first, then the most frequent cause. And how many were discarded, which are in no group.</summary>
    public async Task<(ImmutableArray<FailedGroupView> Groups, int Discarded)> GroupAsync(IEnumerable<StudyRecord> studies, CancellationToken cancellationToken)
    {
        var groups = ImmutableArray.CreateBuilder<FailedGroupView>();
        var discarded = 0;
        foreach (var study in studies)
        {
            var causes = new Dictionary<string, Cause>(StringComparer.Ordinal);
            await foreach (var trial in ReadAsync(study, cancellationToken))
            {
                if (!trial.IsToBeReplayed())
                {
                    discarded++;
                    continue;
                }

                var text = FailureCause.Of(trial.Current);
                if (!causes.TryGetValue(text, out var cause)) causes[text] = cause = new();
                cause.Add(trial);
            }

            groups.AddRange(causes
                .OrderByDescending(cause => cause.Value.Numbers.Count).ThenBy(cause => cause.Key, StringComparer.Ordinal)
                .Select(cause => cause.Value.View(study, cause.Key)));
        }

        return (groups.ToImmutable(), discarded);
    }

    /// <summary>What waits to be replayed: all that failed here and was not discarded.</summary>
    public async Task<ImmutableArray<long>> NumbersAsync(StudyRecord study, CancellationToken cancellationToken)
    {
        var numbers = ImmutableArray.CreateBuilder<long>();
        await foreach (var trial in ReadAsync(study, cancellationToken))
        {
            if (trial.IsToBeReplayed()) numbers.Add(trial.Number);
        }

        return numbers.ToImmutable();
    }

    /// <summary>What replaying these would do now.</summary>
    public async Task<ReplayedStudyView> PreviewAsync(StudyRecord study, ImmutableArray<long> numbers, CancellationToken cancellationToken)
    {
        var replayed = ImmutableArray.CreateBuilder<long>();
        var skipped = ImmutableArray.CreateBuilder<SkippedReplayView>();
        foreach (var number in numbers)
        {
            var trial = await store.FindTrialAsync(study.Id, number, cancellationToken);
            if (trial.WhyNotReplayed() is { } reason) skipped.Add(new(number, reason));
            else replayed.Add(number);
        }

        return new() { Study = study.Name, Replayed = replayed.ToImmutable(), Skipped = skipped.ToImmutable() };
    }

    /// <summary>Imported failures are none of ours: they ran elsewhere.</summary>
    private IAsyncEnumerable<Trial> ReadAsync(StudyRecord study, CancellationToken cancellationToken) =>
        store.ReadTrialsAsync(study.Id, new TrialQuery { State = TrialState.Failed }, cancellationToken)
            .Where(static trial => trial.WhyNotReplayed() is null);

    private sealed class Cause
    {
        private int attempts;
        private int again;
        private Attempt? last;

        public List<long> Numbers { get; } = [];

        public void Add(Trial trial)
        {
            Numbers.Add(trial.Number);
            attempts += trial.Attempts.Length;
            if (trial.Attempts.Count(attempt => attempt.Sequence is not null) > 1) again++;
            if (last is null || trial.Current.Sequence > last.Sequence) last = trial.Current;
        }

        public FailedGroupView View(StudyRecord study, string cause) => new()
        {
            Study = study.Name,
            Cause = cause,
            Example = last?.Reason,
            Count = Numbers.Count,
            Trials = [.. Numbers],
            FailedAgain = again,
            Attempts = attempts,
            Last = last?.Ended,
            Refusal = study.Status == StudyStatus.Cancelled ? Cancelled : null,
        };
    }
}
