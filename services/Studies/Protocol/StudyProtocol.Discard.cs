using System.Collections.Immutable;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>Failed trials are given up: a note on the trial, which changes neither its state nor anything that the strategy has seen.</summary>
public sealed partial class StudyProtocol
{
    /// <summary>Ended trials as this batch of events leaves them: what was read of them for the batch is older.</summary>
    private readonly Dictionary<long, Trial> annotated = [];

    /// <summary>Failed trials that were given up.</summary>
    public long Discarded { get; private set; }

    private EventReply Discard(StudyEvent.DiscardRequested e, DateTimeOffset now, List<Decision> decisions)
    {
        var stored = e.Stored.ToDictionary(trial => trial.Number);
        var discarded = ImmutableArray.CreateBuilder<Trial>();
        var skipped = ImmutableArray.CreateBuilder<SkippedTrial>();
        foreach (var number in e.Numbers.Distinct())
        {
            if (stored.TryGetValue(number, out var known) && IsAhead(known)) return new EventReply.Unknown();
            var trial = Latest(number, known);
            if (trial.WhyNotDiscarded() is { } reason) skipped.Add(new(number, reason));
            else discarded.Add(annotated[number] = trial!.Discard(e.Reason, now));
        }

        Discarded += discarded.Count;
        decisions.AddRange(discarded.Select(trial => new Decision.Annotate(trial)));
        return new EventReply.Discarded(discarded.ToImmutable(), skipped.ToImmutable());
    }

    /// <param name="known">As the store held it before the batch.</param>
    private Trial? Latest(long number, Trial? known) => inFlight.GetValueOrDefault(number) ?? annotated.GetValueOrDefault(number) ?? known;
}
