namespace ArchOpt.Studies.Trials;

/// <summary>
/// A person has given a failed trial up: it stays failed, with its place in history, and is no longer listed among what waits to be
/// replayed. Naming it in a replay takes that back.
/// </summary>
/// <param name="Reason">Why, in the person's words.</param>
public sealed record TrialDiscard(string Reason, DateTimeOffset Time);
