using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Cli.Files;

/// <summary>Configurations from JSON: an array of them, or one after the other (JSON lines).</summary>
internal static class ConfigurationJson
{
    /// <exception cref="CliException">One line for each entry that is no configuration, or one for text that is no JSON.</exception>
    public static ImmutableArray<Configuration> Read(InputFile file)
    {
        var configurations = ImmutableArray.CreateBuilder<Configuration>();
        var mistakes = ImmutableArray.CreateBuilder<string>();
        try
        {
            foreach (var element in Elements(Encoding.UTF8.GetBytes(file.Text())))
            {
                try
                {
                    configurations.Add(CanonicalJson.Read(element));
                }
                catch (FormatException e)
                {
                    mistakes.Add($"{file.Name}: [{configurations.Count + mistakes.Count}]: {e.Message}");
                }
            }
        }
        catch (JsonException e)
        {
            mistakes.Add($"{file.Name}:{e.LineNumber + 1}: is not JSON ({e.Message})");
        }

        return mistakes.Count == 0 ? configurations.ToImmutable() : throw new CliException(ExitCode.Wrong, mistakes.ToImmutable());
    }

    private static List<JsonElement> Elements(byte[] utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { AllowMultipleValues = true, CommentHandling = JsonCommentHandling.Skip });
        List<JsonElement> elements = [];
        while (reader.Read())
        {
            var value = JsonElement.ParseValue(ref reader);
            if (value.ValueKind == JsonValueKind.Array) elements.AddRange(value.EnumerateArray());
            else elements.Add(value);
        }

        return elements;
    }
}
