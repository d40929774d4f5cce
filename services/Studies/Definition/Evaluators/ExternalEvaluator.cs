using System.Text.Json;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>The settings of the evaluator that is driven by ask and tell.</summary>
public static class ExternalEvaluator
{
    /// <summary>How long an asked trial may take before it is handed out again; null for ever, and for studies that workers run.</summary>
    public static TimeSpan? TimeoutOf(StudyDefinition study)
    {
        if (study.Evaluator.Name != EvaluatorReference.External) return null;
        using var settings = JsonDocument.Parse(study.Evaluator.Settings);
        return settings.RootElement.TryGetProperty("timeout", out var text) && Duration.TryParse(text.ToString(), out var timeout)
            ? timeout
            : null;
    }
}
