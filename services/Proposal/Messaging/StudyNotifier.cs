using System.Collections.Concurrent;
using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Publishes StudyChanged: at once when the status changes, otherwise at most every 200 ms per study, however fast
/// results arrive. The last change is never kept back for longer than a tick; while the broker is away, only the last
/// change of each study waits for it.
/// </summary>
internal sealed class StudyNotifier(TrialDispatcher dispatcher, TimeProvider clock)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(200);
    private readonly ConcurrentDictionary<string, Told> told = new();

    /// <summary>For each study with a message on its way, the one that follows it.</summary>
    private readonly Dictionary<string, StudyChanged?> following = [];
    private readonly Lock gate = new();

    public void Changed(StudySnapshot snapshot) => Tell(snapshot, force: false);

    /// <summary>Catches up with what was kept back.</summary>
    public void Flush(StudySnapshot snapshot) => Tell(snapshot, force: true);

    public void Deleted(StudyRecord record)
    {
        told.TryRemove(record.Id, out _);
        Publish(Message(record, 0) with { Deleted = true });
    }

    private void Tell(StudySnapshot snapshot, bool force)
    {
        var now = clock.GetUtcNow();
        var last = told.GetValueOrDefault(snapshot.Record.Id);
        if (last is not null && last.Sequence == snapshot.LastSequence && last.Status == snapshot.Record.Status) return;
        if (last is not null && last.Status == snapshot.Record.Status && !force && now - last.At < Quiet) return;
        told[snapshot.Record.Id] = new Told(snapshot.LastSequence, snapshot.Record.Status, now);
        Publish(Message(snapshot.Record, snapshot.LastSequence));
    }

    private void Publish(StudyChanged message)
    {
        lock (gate)
        {
            if (!following.TryAdd(message.StudyId, null))
            {
                following[message.StudyId] = message;
                return;
            }
        }

        _ = PublishAsync(message);
    }

    private async Task PublishAsync(StudyChanged first)
    {
        for (var message = first; message is not null;)
        {
            await dispatcher.PublishAsync(message);
            lock (gate)
            {
                message = following[first.StudyId];
                if (message is null) following.Remove(first.StudyId);
                else following[first.StudyId] = null;
            }
        }
    }

    private static StudyChanged Message(StudyRecord record, long sequence) => new()
    {
        StudyId = record.Id,
        Study = record.Name,
        Status = record.Status,
        Sequence = sequence,
    };

    private sealed record Told(long Sequence, StudyStatus Status, DateTimeOffset At);
}
