using ArchOpt.Evaluation.Evaluators.Settings;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Evaluation.Evaluators.Command;

/// <summary>What a study may say: which registered command, and a shorter timeout. Nothing of it is executed.</summary>
/// <param name="Command">A registered command's name.</param>
/// <param name="Timeout">Null for the registered one.</param>
internal sealed record CommandSettings(string Command, TimeSpan? Timeout)
{
    public const string NameRule = "1 to 100 letters, digits, '.', '_' or '-', starting with a letter or digit";

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 100 && char.IsAsciiLetterOrDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <exception cref="EvaluatorSettingsException">The settings are wrong.</exception>
    public static CommandSettings Parse(string json) => SettingsReader.Read(json, settings =>
        new CommandSettings(settings.Text("command", "must name a command that is registered in the worker's configuration"), ReadTimeout(settings)));

    private static TimeSpan? ReadTimeout(SettingsReader settings)
    {
        if (settings.OptionalText("timeout", text => Duration.TryParse(text, out _), "must be a duration such as 90s, 2h or 1h30m") is not { } text) return null;
        return Duration.TryParse(text, out var timeout) ? timeout : null;
    }
}
