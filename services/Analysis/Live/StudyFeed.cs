using System.Collections.Immutable;

namespace ArchOpt.Analysis.Live;

/// <summary>
/// Wakes whoever watches a study. Messages are hints that make it quick; the store is the truth, and every
/// <see cref="Poll"/> of silence the listeners are woken anyhow, so a lost message or a broker that is down delays
/// them and hides nothing. Closes when the application stops, which lets open streams end.
/// </summary>
/// <remarks>Thread-safe. While nobody listens it holds nothing and no timer runs.</remarks>
public sealed class StudyFeed : IDisposable
{
    /// <summary>How long a study may be silent before its listeners look into the store by themselves.</summary>
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, ImmutableArray<StudySubscription>> listeners = [];
    private readonly TimeProvider time;
    private readonly CancellationTokenRegistration stopping;
    private ITimer? timer;
    private bool closed;

    public StudyFeed(TimeProvider time, IHostApplicationLifetime lifetime)
    {
        this.time = time;
        stopping = lifetime.ApplicationStopping.Register(Close);
    }

    /// <summary>From now on the caller hears of the study's news, until it disposes the subscription.</summary>
    public StudySubscription Subscribe(string studyId)
    {
        var subscription = new StudySubscription(leaving => Unsubscribe(studyId, leaving));
        lock (gate)
        {
            listeners[studyId] = Of(studyId).Add(subscription);
            timer ??= time.CreateTimer(_ => WakeAll(), null, Poll, Poll);
            if (closed) subscription.Close();
        }

        return subscription;
    }

    /// <summary>The store has, or may have, something new of this study.</summary>
    public void Wake(string studyId)
    {
        foreach (var listener in Snapshot(studyId)) listener.Wake();
    }

    /// <summary>Hands a live event to those who listen now.</summary>
    public void Offer(string studyId, LiveEvent liveEvent)
    {
        foreach (var listener in Snapshot(studyId)) listener.Offer(liveEvent);
    }

    public void Dispose()
    {
        stopping.Dispose();
        Close();
        timer?.Dispose();
    }

    private void Unsubscribe(string studyId, StudySubscription leaving)
    {
        lock (gate)
        {
            var left = Of(studyId).Remove(leaving);
            if (!left.IsEmpty) listeners[studyId] = left;
            else listeners.Remove(studyId);
            if (listeners.Count > 0) return;
            timer?.Dispose();
            timer = null;
        }
    }

    private void WakeAll()
    {
        lock (gate)
        {
            foreach (var listener in listeners.Values.SelectMany(all => all)) listener.Wake();
        }
    }

    private void Close()
    {
        lock (gate)
        {
            closed = true;
            foreach (var listener in listeners.Values.SelectMany(all => all)) listener.Close();
        }
    }

    private ImmutableArray<StudySubscription> Snapshot(string studyId)
    {
        lock (gate) return Of(studyId);
    }

    private ImmutableArray<StudySubscription> Of(string studyId) => listeners.GetValueOrDefault(studyId, []);
}
