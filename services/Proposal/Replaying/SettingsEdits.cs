using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Contracts.Http;
using ArchOpt.Proposal.Api;
using ArchOpt.Proposal.Running;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition.Editing;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Proposal.Replaying;

/// <summary>Corrects the evaluator settings of a whole study, for the attempts that start from then on.</summary>
/// <remarks>Another Proposal on the same store learns of it when it looks around, a few seconds later; what it dispatches until then still has the old ones.</remarks>
internal sealed class SettingsEdits(StudyDefinitions definitions, StudyCommands commands, ILogger<SettingsEdits> log)
{
    /// <param name="study">As the store has it now.</param>
    /// <param name="patch">A JSON merge patch.</param>
    /// <param name="dryRun">Say what would change, and change nothing.</param>
    /// <returns>What is not as it was; empty when the settings were right already.</returns>
    /// <exception cref="InputException">400: settings that a file could not have either; 409: the study was cancelled.</exception>
    public async Task<ImmutableArray<SettingChangeView>> EditAsync(StudyRecord study, JsonElement patch, bool dryRun, CancellationToken cancellationToken)
    {
        if (study.Status == StudyStatus.Cancelled) throw InputException.Conflict($"study: '{study.Name}' refuses: {FailedTrials.Cancelled}.");
        var definition = definitions.Read(study);
        var before = study.EvaluatorSettings(definition);
        var text = patch.GetRawText();
        var patched = SettingsPatch.Apply(definition, before, text);
        if (patched.Settings is not { } after)
        {
            throw new InputException(400, "The settings are not valid.", patched.Errors
                .GroupBy(error => error.Path).ToImmutableSortedDictionary(group => group.Key, group => group.Select(error => error.Message).ToArray()));
        }

        if (!dryRun)
        {
            var (_, reply) = await commands.AskAsync(study.Name, new StudyEvent.SettingsEdited(text), cancellationToken);
            if (reply is EventReply.Edited edited) after = edited.Settings; // somebody else's edit may have come in between
        }

        var changes = SettingChangeView.Between(before, after);
        if (!dryRun && !changes.IsEmpty) log.LogInformation("Study {Study}: the evaluator's settings were edited: {Settings}", study.Name, string.Join(", ", changes.Select(change => change.Path)));
        return changes;
    }
}
