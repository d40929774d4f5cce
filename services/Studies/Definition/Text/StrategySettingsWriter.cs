using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Studies.Definition.Text;

/// <summary>
/// The settings of a strategy in canonical form: every one is spelt out, defaults too, so that a study means the same when a
/// later version has other defaults. Numbers come first, then words and texts, then tables, each by name; flags are true and false.
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
        foreach (var (name, table) in strategy.Settings.Tables)
        {
            writer.WriteStartObject(name);
            foreach (var (row, numbers) in table.Rows)
            {
                writer.WriteStartObject(row);
                foreach (var (column, value) in numbers) writer.WriteNumber(column, value);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        if (!strategy.Settings.Configurations.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("configurations");
            foreach (var configuration in strategy.Settings.Configurations) CanonicalJson.Write(writer, configuration);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }
}
