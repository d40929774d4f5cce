using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;
using Microsoft.Extensions.Options;

namespace ArchOpt.Proposal.Api;

/// <summary>Sends a caller's wish to the study's loop and turns a refusal into 409.</summary>
internal sealed class StudyCommands(StudyViews views, StudyRegistry studies, IOptions<ProposalOptions> options)
{
    /// <exception cref="InputException">404: no such study; 409: refused; 503: the store does not answer.</exception>
    public async Task<StudyView> DoAsync(string study, StudyEvent wish, CancellationToken cancellationToken)
    {
        var (record, _) = await AskAsync(study, wish, cancellationToken);
        return await views.ShowAsync(await views.FindAsync(record.Name, cancellationToken), whole: false, cancellationToken);
    }

    /// <summary>Sends a wish about trials that have ended, again while another Proposal writes them at this moment.</summary>
    /// <inheritdoc cref="DoAsync"/>
    public async Task<T> AskAsync<T>(string study, StudyEvent wish, CancellationToken cancellationToken)
        where T : EventReply
    {
        const int MostTries = 5;
        for (var tries = 1; ; tries++)
        {
            if ((await AskAsync(study, wish, cancellationToken)).Reply is T reply) return reply;
            if (tries == MostTries) throw InputException.Conflict($"study: '{study}' is being changed by somebody else; try again.");
        }
    }

    /// <inheritdoc cref="DoAsync"/>
    public async Task<(StudyRecord Record, EventReply Reply)> AskAsync(string study, StudyEvent wish, CancellationToken cancellationToken)
    {
        var record = await views.FindAsync(study, cancellationToken);
        try
        {
            var reply = await studies.SendAsync(record.Id, wish, cancellationToken).WaitAsync(options.Value.WritePatience, cancellationToken);
            return reply switch
            {
                null => throw InputException.NotFound("study", study),
                EventReply.Refused refused => throw InputException.Conflict($"study: '{study}' refuses: {refused.Reason}."),
                _ => (record, reply),
            };
        }
        catch (TimeoutException)
        {
            throw new InputException(503, "The store does not take writes at the moment; nothing was changed so far. See /health.");
        }
    }
}
