using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Studies.Trials;

/// <summary>Who decided a trial's configuration; <c>archopt verify</c> re-derives all but the enqueued and the imported ones.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrialOrigin>))]
public enum TrialOrigin
{
    /// <summary>The strategy.</summary>
    Strategy,

    /// <summary>The study file's <c>initial</c> list.</summary>
    Initial,

    /// <summary>A person, by <c>archopt enqueue</c>.</summary>
    Enqueued,

    /// <summary>Somebody else's search: it came finished, by <c>archopt import</c>, and uses no budget.</summary>
    Imported,
}

/// <summary>Which row of which file a trial was imported from: what makes importing the same file again harmless.</summary>
/// <param name="File">Identifies the import by its content and options: 16 hexadecimal digits.</param>
/// <param name="Row">The place among the file's trials: 1, 2, ...; unreadable ones count.</param>
public sealed record ImportSource(string File, long Row);

/// <summary>
/// One configuration to evaluate: identity (study id, number). Immutable; a change is a new record with the next
/// <see cref="Revision"/>, which a store accepts only over the revision before it.
/// </summary>
public sealed record Trial
{
    public required string StudyId { get; init; }

    /// <summary>0, 1, 2, ... within the study, without gaps: inserting number n reserves budget slot n.</summary>
    public required long Number { get; init; }

    public required Configuration Configuration { get; init; }

    public TrialOrigin Origin { get; init; }

    /// <summary>Where it was imported from; null for a trial of our own.</summary>
    public ImportSource? Import { get; init; }

    /// <summary>The strategy's short phrase for people: "warm-up sample".</summary>
    public string Reason { get; init; } = "";

    /// <summary>The sequence number of the last observation that the proposal had seen; 0 for none.</summary>
    public long BasedOn { get; init; }

    /// <summary>The seed for the evaluator; the same for every attempt.</summary>
    public long Seed { get; init; }

    public TrialState State { get; init; }

    /// <summary>In number order; never empty; the last is the current one.</summary>
    public required ImmutableArray<Attempt> Attempts { get; init; }

    /// <summary>Set while it is failed and given up; null otherwise.</summary>
    public TrialDiscard? Discarded { get; init; }

    public DateTimeOffset Created { get; init; }

    /// <summary>1 when inserted, one more with every change.</summary>
    public long Revision { get; init; } = 1;

    [JsonIgnore]
    public Attempt Current => Attempts[^1];

    /// <summary>Whether any attempt has been observed: such a trial is no longer pending for a strategy, even while it is replayed.</summary>
    [JsonIgnore]
    public bool IsObserved => Attempts.Any(a => a.Sequence is not null);

    /// <summary>Attempts since it was proposed or, if it was, last replayed.</summary>
    [JsonIgnore]
    public int Tries => Current.Number - (Attempts.LastOrDefault(a => a.Sequence is not null && a.Number < Current.Number)?.Number ?? 0);

    /// <summary>The attempt with this number, or null.</summary>
    public Attempt? FindAttempt(int number) => number >= 1 && number <= Attempts.Length ? Attempts[number - 1] : null;

    /// <summary>The next revision, with one attempt replaced.</summary>
    public Trial WithAttempt(Attempt attempt) =>
        this with { Attempts = Attempts.SetItem(attempt.Number - 1, attempt), Revision = Revision + 1 };

    /// <summary>The same without the logs of its attempts: for who keeps many trials in memory, and writes none.</summary>
    public Trial WithoutLogs() => Attempts.All(attempt => attempt.Log is null)
        ? this
        : this with { Attempts = [.. Attempts.Select(attempt => attempt with { Log = null })] };

    public bool Equals(Trial? other) => other is not null
        && StudyId == other.StudyId && Number == other.Number && Configuration.Equals(other.Configuration)
        && Origin == other.Origin && Import == other.Import && Reason == other.Reason && BasedOn == other.BasedOn && Seed == other.Seed
        && State == other.State && Discarded == other.Discarded && Created == other.Created && Revision == other.Revision
        && Attempts.SequenceEqual(other.Attempts);

    public override int GetHashCode() => HashCode.Combine(StudyId, Number, Revision);
}
