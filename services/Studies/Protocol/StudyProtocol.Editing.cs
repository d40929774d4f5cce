using ArchOpt.Studies.Definition.Editing;
using ArchOpt.Studies.Definition.Evaluators;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Protocol;

/// <summary>The evaluator's settings are corrected while the study goes on: a name or a path that was wrong, say.</summary>
/// <remarks>
/// An edit is one replacement of the study's record, so it has happened or it has not, and of two at once the second is made over the
/// first. It touches nothing that proposals rest on: the strategy, its space and the pruner stay as the file resolved them.
/// </remarks>
public sealed partial class StudyProtocol
{
    private EventReply Edit(StudyEvent.SettingsEdited e, DateTimeOffset now, List<Decision> decisions)
    {
        if (Record.Status == StudyStatus.Cancelled) return new EventReply.Refused("the study was cancelled, which is final");
        var inForce = Record.EvaluatorSettings(study);
        var patched = SettingsPatch.Apply(study, inForce, e.Patch);
        if (patched.Settings is not { } settings) return new EventReply.Refused(patched.Errors[0].ToString());
        if (settings == inForce) return new EventReply.Edited(settings);
        Record = Record with { EditedSettings = new(settings, now) };
        SetStatus(Record.Status, Record.Reason, now, decisions);
        if (external) askTimeout = ExternalEvaluator.TimeoutOf(study.InForce(Record));
        else SendAgain(now, decisions);
        return new EventReply.Edited(settings);
    }

    /// <summary>What waits in a queue, or is on its way there, has the old settings with it: its next attempt has the new ones. What is known to run goes on.</summary>
    private void SendAgain(DateTimeOffset now, List<Decision> decisions)
    {
        foreach (var trial in inFlight.Values.Where(t => t.Current.State == AttemptState.Queued && !waiting.Contains(t.Number)).ToArray())
        {
            decisions.Add(new Decision.Stop(trial.Number, trial.Current.Number, AttemptState.Superseded));
            StartOver(trial, "the evaluator's settings were edited before it was known to run", now, decisions);
        }
    }
}
