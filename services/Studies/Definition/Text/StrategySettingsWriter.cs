using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// The settings of a strategy in canonical form: every one is spelt out, defaults too, so that a study means the same when a
/// later version has other defaults. Numbers come first, then the words chosen, each by name; flags are true and false.
/// </summary>
internal static class StrategySettingsWriter
{
    public static void Write(Utf8JsonWriter writer, StrategyReference strategy)
    {
        var flags = (StrategyCatalogue.Find(strategy.Name)?.Settings ?? []).Where(setting => setting.IsFlag).Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        writer.WriteStartObject("settings");
        foreach (var (name, value) in strategy.Settings.Numbers)
        {
            if (flags.Contains(name)) writer.WriteBoolean(name, value != 0);
            else writer.WriteNumber(name, value);
        }

        foreach (var (name, word) in strategy.Settings.Choices) writer.WriteString(name, word);
        if (!strategy.Settings.Configurations.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("configurations");
            foreach (var configuration in strategy.Settings.Configurations) CanonicalJson.Write(writer, configuration);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
