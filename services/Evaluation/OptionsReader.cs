using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Evaluation.Evaluators.Command;
using Microsoft.Extensions.Options;

namespace ArchOpt.Evaluation;

/// <summary>Reads a section of configuration value by value and collects what is wrong, so that one start shows all mistakes.</summary>
internal sealed class OptionsReader(IConfigurationSection section)
{
    private readonly List<string> failures = [];

    public string Text(string key, string fallback, Func<string, bool> rule, string expectation)
    {
        if (section[key] is not { Length: > 0 } text) return fallback;
        if (rule(text)) return text;
        Reject(key, expectation, text);
        return fallback;
    }

    public int Integer(string key, int fallback, int low, int high)
    {
        if (section[key] is not { Length: > 0 } text) return fallback;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= low && value <= high) return value;
        Reject(key, $"must be a whole number in [{low}, {high}]", text);
        return fallback;
    }

    /// <summary>A duration: <c>00:00:02</c>, or a number of seconds.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan low, TimeSpan high)
    {
        if (section[key] is not { Length: > 0 } text) return fallback;
        TimeSpan? value = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1e9 ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span
            : null;
        if (value >= low && value <= high) return value.Value;
        Reject(key, $"must be a duration in [{low}, {high}], as 00:00:02 or a number of seconds", text);
        return fallback;
    }

    /// <summary>A list of distinct names: entries 0, 1, ... or one text with commas.</summary>
    public ImmutableArray<string> List(string key)
    {
        var part = section.GetSection(key);
        var texts = part.Value is { } joined ? joined.Split(',') : part.GetChildren().Select(child => child.Value ?? "");
        return [.. texts.Select(text => text.Trim()).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A list of which each name keeps a rule.</summary>
    public ImmutableArray<string> Names(string key, Func<string, bool> rule, string expectation, ImmutableArray<string> fallback)
    {
        var names = List(key);
        foreach (var name in names.Where(name => !rule(name))) Reject(key, expectation, name);
        return names.IsEmpty ? fallback : names;
    }

    /// <summary>The registered commands, of this section and of the files that it lists.</summary>
    public RegisteredCommands Commands() => RegisteredCommands.Read(section.GetSection("Commands"), List("CommandFiles"), failures);

    public void Reject(string key, string expectation, string value) => failures.Add($"{section.Path}:{key}: {expectation} (was '{value}').");

    /// <exception cref="OptionsValidationException">Anything was rejected.</exception>
    public void ThrowIfRejected()
    {
        if (failures.Count > 0) throw new OptionsValidationException(section.Path, typeof(EvaluationOptions), failures);
    }
}
