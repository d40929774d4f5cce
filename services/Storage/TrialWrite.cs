using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage;

/// <summary>One atomic change of one trial.</summary>
public abstract record TrialWrite
{
    private TrialWrite()
    {
    }

    /// <summary>Reserves the trial's number. A conflict when the number is taken.</summary>
    public sealed record Insert(Trial Trial) : TrialWrite;

    /// <summary>
    /// The trial's next revision. A conflict unless the stored revision is one less, or when a sequence number of one
    /// of its attempts belongs to another trial.
    /// </summary>
    public sealed record Replace(Trial Trial) : TrialWrite;

    /// <summary>
    /// Notes that the attempt's message is in the broker's hands. Changes no revision; without effect, and no conflict,
    /// when the attempt is not the current one. From then on reads show <see cref="Attempt.Published"/> on the current
    /// attempt, also over a replacement that does not know of the note, until a later attempt becomes current; of
    /// attempts before the current one, reads show what the last replacement said.
    /// </summary>
    public sealed record MarkPublished(long Number, int Attempt) : TrialWrite;
}

/// <summary>What became of a batch.</summary>
/// <param name="Applied">How many writes, from the first, are durable.</param>
/// <param name="Conflict">The write at index <paramref name="Applied"/> found the store changed by somebody else.</param>
public readonly record struct WriteResult(int Applied, bool Conflict);
