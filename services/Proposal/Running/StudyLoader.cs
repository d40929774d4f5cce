using ArchOpt.Storage;
using ArchOpt.Studies.Definition.Evaluators;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Running;

/// <summary>From when on a study's time is counted but not stored, as of a revision of its record.</summary>
internal readonly record struct StudyTime(long Revision, DateTimeOffset RunningSince);

/// <summary>Rebuilds a study's protocol from the store: the fold of its observations, and what is in flight.</summary>
internal sealed class StudyLoader(IStudyStore store, StudyDefinitions definitions, ProposalMetrics metrics, TimeProvider clock)
{
    /// <param name="queueIsEmpty">The transport lost what had been published, as the in-memory one does with its process.</param>
    /// <param name="timed">Up to when this process had counted the study's time, and in which revision; loading it again loses none.</param>
    /// <param name="decisions">Receives what loading itself decides.</param>
    /// <returns>Null when the study is gone.</returns>
    public async Task<StudyProtocol?> LoadAsync(string studyId, bool queueIsEmpty, StudyTime? timed, List<Decision> decisions, CancellationToken cancellationToken)
    {
        if (await store.FindStudyByIdAsync(studyId, cancellationToken) is not { } record) return null;
        var study = definitions.Read(record);
        var now = clock.GetUtcNow();
        var strategy = new TimedStrategy(StudyStrategy.Create(study), study.Strategy.Name, metrics);
        var protocol = new StudyProtocol(study, record, strategy, ExternalEvaluator.TimeoutOf(study.InForce(record)), timed is { } known && known.Revision == record.Revision ? known.RunningSince : now);
        await foreach (var (trial, attempt) in store.ReadObservationsAsync(studyId, 0, cancellationToken))
            protocol.LoadObserved(trial, attempt);
        await foreach (var trial in store.ReadTrialsAsync(studyId, new TrialQuery { InFlight = true }, cancellationToken))
            protocol.LoadInFlight(trial, queueIsEmpty, now, decisions);
        if (study.Pruner is not null) await LoadReportsAsync(studyId, protocol, now, decisions, cancellationToken);
        return protocol;
    }

    /// <summary>What the store has heard of the trials in flight, so that a pruner need not begin anew with them.</summary>
    private async Task LoadReportsAsync(string studyId, StudyProtocol protocol, DateTimeOffset now, List<Decision> decisions, CancellationToken cancellationToken)
    {
        foreach (var trial in protocol.InFlight.ToArray())
        {
            foreach (var point in await store.ReadCurveAsync(studyId, trial.Number, cancellationToken))
                protocol.Handle(new StudyEvent.StepReported(point.Number, point.Attempt, point.Step, point.Metrics), now, decisions);
        }
    }

    /// <summary>The standings of a study that has ended, which nobody keeps in memory.</summary>
    public async Task<Standings> LoadStandingsAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        var standings = new Standings(definitions.Read(record));
        await foreach (var (trial, attempt) in store.ReadObservationsAsync(record.Id, 0, cancellationToken))
            standings.Add(trial.Number, attempt.State.ToTrialState(), attempt.Values, attempt.Metrics);
        return standings;
    }
}
