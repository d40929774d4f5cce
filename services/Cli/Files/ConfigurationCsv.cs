using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Export;
using CsvHelper;

namespace ArchOpt.Cli.Files;

/// <summary>Configurations from CSV: a header of paths (<c>lr,arch[0].width</c>), one configuration a line, empty cells for what is not active.</summary>
internal static class ConfigurationCsv
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        TrimWhitespace = true,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    /// <param name="isText">Says of a path whether its values are text even where they look like a number.</param>
    /// <exception cref="CliException">One line for each mistake, with the file's line number.</exception>
    public static ImmutableArray<Configuration> Read(InputFile file, Func<string, bool> isText)
    {
        using var reader = CsvReader.FromText(file.Text(), Options);
        var configurations = ImmutableArray.CreateBuilder<Configuration>();
        var mistakes = ImmutableArray.CreateBuilder<string>();
        try
        {
            var header = Header(file, reader);
            while (reader.Read())
            {
                try
                {
                    configurations.Add(ConfigurationPaths.Unflatten(Cells(header, reader), isText));
                }
                catch (FormatException e) when (e is not CsvFormatException)
                {
                    mistakes.Add($"{file.Name}:{reader.LineNumber}: {e.Message}");
                }
            }
        }
        catch (CsvFormatException e)
        {
            mistakes.Add($"{file.Name}:{e.LineNumber}: is not CSV ({e.Message.ReplaceLineEndings(" ")})");
        }

        return mistakes.Count == 0 ? configurations.ToImmutable() : throw new CliException(ExitCode.Wrong, mistakes.ToImmutable());
    }

    private static string[] Header(InputFile file, CsvReader reader)
    {
        reader.ReadHeader();
        string[] header = [.. reader.Headers];
        if (header.Length == 0) throw CliException.Wrong($"{file.Name}: is empty; its first line must name the parameters.");
        var twice = header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return twice is null ? header : throw CliException.Wrong($"{file.Name}:1: {twice.Key}: is given twice.");
    }

    private static List<KeyValuePair<string, string>> Cells(string[] header, CsvReader reader)
    {
        if (reader.FieldCount > header.Length)
            throw new FormatException($"has {reader.FieldCount} cells under {header.Length} columns.");
        return [.. header.Take(reader.FieldCount).Select((path, place) => KeyValuePair.Create(path, reader.GetString(place)))];
    }
}
