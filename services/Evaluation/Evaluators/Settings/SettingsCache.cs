using System.Collections.Concurrent;

namespace ArchOpt.Evaluation.Evaluators.Settings;

/// <summary>
/// Whatever an evaluator derives from its settings, kept by their text: all trials of a study carry the same. Bounded,
/// because the text comes from outside; a full cache starts over, which costs one parse for each living study.
/// </summary>
internal sealed class SettingsCache<T>(Func<string, T> derive)
    where T : class
{
    private const int Capacity = 256;
    private readonly ConcurrentDictionary<string, T> known = new(StringComparer.Ordinal);

    /// <exception cref="EvaluatorSettingsException">The settings are wrong; that is not kept.</exception>
    public T Get(string settings)
    {
        if (known.TryGetValue(settings, out var value)) return value;
        value = derive(settings);
        if (known.Count >= Capacity) known.Clear();
        return known.GetOrAdd(settings, value);
    }
}
