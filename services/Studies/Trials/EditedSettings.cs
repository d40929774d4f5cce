using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Trials;

/// <summary>
/// Evaluator settings that a person has put in the place of those in the study's file. They are no part of the search's identity: the file
/// still resumes it, and every attempt that starts from then on is evaluated with them.
/// </summary>
/// <param name="Settings">Those in force: a JSON object in canonical form.</param>
/// <param name="Time">When they were changed last.</param>
public sealed record EditedSettings(string Settings, DateTimeOffset Time);

/// <summary>The one place that says with which settings a study's trials are evaluated now.</summary>
public static class SettingsInForce
{
    /// <param name="study">The record's definition.</param>
    /// <returns>A JSON object in canonical form.</returns>
    public static string EvaluatorSettings(this StudyRecord record, StudyDefinition study) => record.EditedSettings?.Settings ?? study.Evaluator.Settings;

    /// <summary>The definition with the settings in force: what a new file of the study would say.</summary>
    public static StudyDefinition InForce(this StudyDefinition study, StudyRecord record) =>
        record.EditedSettings is { } edited ? study.WithSettings(edited.Settings) : study;

    internal static StudyDefinition WithSettings(this StudyDefinition study, string settings) => study with { Evaluator = study.Evaluator with { Settings = settings } };
}
