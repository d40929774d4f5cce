using ArchOpt.Storage;

namespace ArchOpt.Proposal.Messaging;

/// <summary>
/// Stores points of learning curves. A store that fails is waited out by leaving the message unacknowledged.
/// </summary>
internal sealed class CurveWriter(IStudyStore store, Running.DecisionWriter patience, ILogger<CurveWriter> log)
{
    public async Task AppendAsync(string studyId, CurvePoint point, CancellationToken cancellationToken)
    {
        log.LogTrace("Trial {Trial} of {Study}: step {Step}", point.Number, studyId, point.Step);
        await patience.WaitOutAsync(
            async token =>
            {
                await store.AppendCurveAsync(studyId, [point], token);
                return true;
            },
            static () => { },
            cancellationToken);
    }
}
