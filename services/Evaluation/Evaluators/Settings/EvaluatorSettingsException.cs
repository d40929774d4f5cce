namespace ArchOpt.Evaluation.Evaluators.Settings;

/// <summary>An evaluator's settings are wrong; each error names the setting, the rule and the value.</summary>
public sealed class EvaluatorSettingsException(IReadOnlyList<string> errors) : Exception(string.Join(" ", errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
