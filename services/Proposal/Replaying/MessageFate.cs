using ArchOpt.Contracts;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Replaying;

/// <summary>What is to become of a message that rests in an error queue.</summary>
internal enum MessageFate
{
    /// <summary>It belongs to a trial that failed: it rests there until the trial is replayed.</summary>
    Rests,

    /// <summary>Its trial is replayed, and the message of the new attempt is not yet with the broker.</summary>
    Leaves,

    /// <summary>The message of a later attempt has replaced it, or its trial has ended well or was discarded: nothing would be lost with it.</summary>
    Replaced,

    /// <summary>No failed trial explains it.</summary>
    Stray,
}

/// <summary>Decides it by the store, so that any process may remove messages at any time, also one that starts after a crash.</summary>
internal static class MessageFates
{
    public static async ValueTask<(MessageFate Fate, string Reason)> FateAsync(this RestingMessage message, IStudyStore store, CancellationToken cancellationToken)
    {
        if (message.Attempt is not { } attempt) return (MessageFate.Stray, message.Type is null ? "it cannot be read" : "it could not be handled");
        if (await store.FindTrialAsync(attempt.StudyId, attempt.Number, cancellationToken) is not { } trial)
            return (MessageFate.Stray, $"its study was deleted (trial {attempt.Number})");
        return (Of(trial, attempt), $"trial {trial.Number} has no attempt {attempt.Attempt}");
    }

    /// <summary>By the trial as the store holds it.</summary>
    public static MessageFate Of(Trial trial, HeldAttempt attempt)
    {
        if (trial.FindAttempt(attempt.Attempt) is null) return MessageFate.Stray;
        // A message that was claimed carries the number of the attempt before: it is that of the first result from there on.
        var result = trial.Attempts.FirstOrDefault(a => a.Number >= attempt.Attempt && a.Sequence is not null);
        if (result is null) return MessageFate.Leaves; // the result is on its way
        if (trial.State.Rule().IsTerminal) return trial.State == TrialState.Failed && trial.Discarded is null && result.Number == trial.Current.Number ? MessageFate.Rests : MessageFate.Replaced;
        return trial.Current.Published ? MessageFate.Replaced : MessageFate.Leaves;
    }
}
