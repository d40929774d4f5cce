using System.Collections.Immutable;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Storage;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Live;

/// <summary>
/// The events of a study as a stream: its status, every observation once and in order, live events in between, and an
/// end. A stream reads the store a page at a time from its own high-water mark, whenever it is woken and its reader
/// keeps up; so it neither skips nor repeats, and a slow reader costs no more than one page.
/// </summary>
public sealed class StudyStreams(IStudyStore store, StudyFeed feed, ImprovementIndex improvements, TimeProvider time)
{
    /// <summary>How often a quiet stream says that it lives.</summary>
    public static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(15);

    private const int PageSize = 256;
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    /// <summary>Everything after the observation with the sequence number <paramref name="after"/>.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(StudyRecord study, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var subscription = feed.Subscribe(study.Id); // before the first read, so that nothing slips in between
        var shown = study;
        yield return Event(StudyEventTypes.Status, await StatusAsync(study, cancellationToken), Reconnect);
        var searched = ImmutableArray<SearchView>.Empty;
        var lastSent = time.GetTimestamp();
        while (true)
        {
            var current = await store.FindStudyByIdAsync(study.Id, cancellationToken);
            if (current is null)
            {
                improvements.Forget(study.Id);
                yield return Event(StudyEventTypes.End, await StatusAsync(shown, cancellationToken) with { Deleted = true });
                yield break;
            }

            // Asked before the observations are read: what this says to be over can have no later observation.
            var over = current.HasEnded && !await AnyInFlightAsync(study.Id, cancellationToken);
            for (var i = 0; i < StudySubscription.Capacity && subscription.TryRead(out var live); i++)
            {
                yield return Event(live.Type, live.Data);
                lastSent = time.GetTimestamp();
            }

            ImmutableArray<ObservedAttempt> page;
            do
            {
                page = await PageAsync(study.Id, after, cancellationToken);
                foreach (var observed in page)
                {
                    var view = await ViewAsync(study, observed, cancellationToken);
                    yield return Event(StudyEventTypes.Observation, view, id: view.Sequence);
                    after = view.Sequence;
                    lastSent = time.GetTimestamp();
                }
            }
            while (page.Length == PageSize);

            var search = await improvements.SearchAsync(study, cancellationToken);
            if (!search.SequenceEqual(searched))
            {
                searched = search;
                yield return Event(StudyEventTypes.Search, search);
                lastSent = time.GetTimestamp();
            }

            if (current.Status != shown.Status || current.Reason != shown.Reason)
            {
                shown = current;
                yield return Event(StudyEventTypes.Status, await StatusAsync(current, cancellationToken));
                lastSent = time.GetTimestamp();
            }

            if (over)
            {
                yield return Event(StudyEventTypes.End, await StatusAsync(current, cancellationToken));
                yield break;
            }

            if (time.GetElapsedTime(lastSent) >= PingInterval)
            {
                yield return new SseItem<string>("{}", StudyEventTypes.Ping);
                lastSent = time.GetTimestamp();
            }

            if (!await subscription.WaitAsync(cancellationToken)) yield break;
        }
    }

    private static SseItem<string> Event(string type, object data, TimeSpan? reconnect = null, long? id = null) =>
        new(JsonSerializer.Serialize(data, JsonDefaults.Options), type) { EventId = id?.ToString(), ReconnectionInterval = reconnect };

    // A page is in memory before it is sent: a reader that takes its time must not hold a read of the store open.
    private async Task<ImmutableArray<ObservedAttempt>> PageAsync(string studyId, long after, CancellationToken cancellationToken)
    {
        var page = ImmutableArray.CreateBuilder<ObservedAttempt>();
        await foreach (var observed in store.ReadObservationsAsync(studyId, after, cancellationToken))
        {
            page.Add(observed);
            if (page.Count == PageSize) break;
        }

        return page.ToImmutable();
    }

    private async Task<bool> AnyInFlightAsync(string studyId, CancellationToken cancellationToken)
    {
        await foreach (var _ in store.ReadTrialsAsync(studyId, new TrialQuery(Limit: 1) { InFlight = true }, cancellationToken)) return true;
        return false;
    }

    private async Task<StatusView> StatusAsync(StudyRecord study, CancellationToken cancellationToken) => new(
        study.Name, study.Status, study.Reason, (await store.CountTrialsAsync(study.Id, cancellationToken)).ToView() with { Imported = study.Imported });

    private async Task<ObservationView> ViewAsync(StudyRecord study, ObservedAttempt observed, CancellationToken cancellationToken)
    {
        var (trial, attempt) = observed;
        var sequence = attempt.Sequence ?? throw new InvalidOperationException("An observed attempt has a sequence number.");
        return new()
        {
            Sequence = sequence,
            Number = trial.Number,
            Attempt = attempt.Number,
            State = attempt.State,
            Values = attempt.Values,
            Metrics = attempt.Metrics,
            Configuration = trial.Configuration,
            Group = improvements.Of(study).GroupOf(trial.Configuration),
            Worker = attempt.Worker,
            DurationSeconds = attempt.DurationSeconds,
            Error = attempt.Reason,
            BestSoFar = await improvements.Of(study).ContainsAsync(sequence, cancellationToken),
        };
    }
}
