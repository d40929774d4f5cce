using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Running;
using ArchOpt.Search.Recommendations;
using ArchOpt.Storage;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Api;

/// <summary>Asks a model of a study's whole history which of its configurations to use.</summary>
internal sealed class StudyRecommendation(IStudyStore store, StudyDefinitions definitions)
{
    public async Task<RecommendationView> RecommendAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        var study = definitions.Read(record);
        var history = new ObservedHistory(study);
        await foreach (var (trial, attempt) in store.ReadObservationsAsync(record.Id, 0, cancellationToken)) history.Observe(trial, attempt);
        return Recommendation.Of(StudyStrategy.Problem(study), history.Observations) is { } best
            ? new(new RecommendedView(
                best.Number * study.TrialsPerConfiguration, study.Objectives[0].Loss(best.Loss), best.StandardError, best.Observations, best.Configuration))
            : new(null);
    }
}
