using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Api;

/// <summary>
/// Reads a study's trials and observations side by side, as far as each proposal had seen, and has the search derived
/// again. Works on a running study too: it checks what was there when it began.
/// </summary>
internal sealed class StudyVerifier(IStudyStore store, StudyDefinitions definitions)
{
    private const int MostProblems = 100;

    public async Task<VerificationView> VerifyAsync(StudyRecord record, CancellationToken cancellationToken)
    {
        var study = definitions.Read(record);
        var verification = new SearchVerification(study, StudyStrategy.Create(study));
        await using var observations = store.ReadObservationsAsync(record.Id, 0, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var more = await observations.MoveNextAsync();
        await foreach (var trial in store.ReadTrialsAsync(record.Id, new TrialQuery(), cancellationToken))
        {
            while (more && observations.Current.Attempt.Sequence <= trial.BasedOn) more = await NextAsync();
            verification.Check(trial);
        }

        while (more) more = await NextAsync();
        return new VerificationView(
            record.Name,
            verification.Trials,
            verification.Observations,
            verification.Rederived,
            [.. verification.Problems.Take(MostProblems)]);

        async ValueTask<bool> NextAsync()
        {
            verification.Observe(observations.Current.Trial, observations.Current.Attempt);
            return await observations.MoveNextAsync();
        }
    }
}
