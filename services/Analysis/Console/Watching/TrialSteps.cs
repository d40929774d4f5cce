using System.Collections.Concurrent;
using System.Collections.Immutable;
using ArchOpt.Contracts.Http;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>The last step of every trial that runs, of the studies that somebody watches.</summary>
/// <remarks>Thread-safe. Bounded: of a study with more running trials some have no step.</remarks>
internal sealed class TrialSteps
{
    /// <summary>Trials of a study that are kept.</summary>
    public const int Capacity = 512;

    private static readonly ImmutableDictionary<long, TrialStep> Nothing = ImmutableDictionary<long, TrialStep>.Empty;

    private readonly ConcurrentDictionary<string, ImmutableDictionary<long, TrialStep>> studies = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<long, TrialStep> Of(string studyId) => studies.GetValueOrDefault(studyId, Nothing);

    /// <summary>A trial has reported a step. One of an earlier attempt than is known comes too late.</summary>
    public void Report(string studyId, ProgressView step) => studies.AddOrUpdate(
        studyId,
        static (_, step) => Add(Nothing, step),
        static (_, known, step) => Add(known, step),
        step);

    /// <summary>Forgets the trials that are no longer in flight.</summary>
    public void Keep(string studyId, IReadOnlySet<long> inFlight)
    {
        if (!studies.TryGetValue(studyId, out var known) || known.Keys.All(inFlight.Contains)) return;
        studies.TryUpdate(studyId, known.RemoveRange(known.Keys.Where(number => !inFlight.Contains(number))), known); // a step that came meanwhile wins
    }

    /// <summary>Nobody watches the study any more.</summary>
    public void Forget(string studyId) => studies.TryRemove(studyId, out _);

    private static ImmutableDictionary<long, TrialStep> Add(ImmutableDictionary<long, TrialStep> known, ProgressView step)
    {
        if (known.TryGetValue(step.Number, out var before) ? before.Attempt > step.Attempt : known.Count >= Capacity) return known;
        return known.SetItem(step.Number, new(step.Attempt, step.Step, step.Metrics));
    }
}
