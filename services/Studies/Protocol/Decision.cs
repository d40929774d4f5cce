using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>What the protocol wants done. Writes come first and in order; the rest follows only when they are durable.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Reserve the trial's number.</summary>
    public sealed record Insert(Trial Trial) : Decision;

    /// <summary>Store the trial's next revision.</summary>
    public sealed record Replace(Trial Trial) : Decision;

    /// <summary>Store the next revision of a trial that has ended: a person's note, and nothing that counts.</summary>
    public sealed record Annotate(Trial Trial) : Decision;

    /// <summary>Note that the attempt's message is in the broker's hands.</summary>
    public sealed record MarkPublished(long Number, int Attempt) : Decision;

    /// <summary>Store the study's next revision.</summary>
    public sealed record ReplaceStudy(StudyRecord Study) : Decision;

    /// <summary>Send the current attempt to the queue of its evaluator.</summary>
    public sealed record Dispatch(Trial Trial) : Decision;

    /// <summary>Tell whoever runs this attempt to stop.</summary>
    /// <param name="Explanation">Why it is pruned, for people.</param>
    public sealed record Stop(long Number, int Attempt, AttemptState Reason, string? Explanation = null) : Decision;

    /// <summary>A result of an attempt that was no longer current has arrived.</summary>
    public sealed record CountSuperseded : Decision;

    /// <summary>An attempt was given up because its lease ran out.</summary>
    public sealed record CountLeaseExpired : Decision;
}
