using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ArchOpt.Evaluation.Evaluators.Tables;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using CsvHelper;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>
/// A tabular problem: NAME.json describes the parameters (<c>kind</c> ord or cat, and <c>choices</c>), NAME.csv has one
/// row for every configuration, the value to minimise in the last column. A table with holes would make strategies
/// look bad for proposing what it lacks, so every row must be there, once.
/// </summary>
internal static class TableProblem
{
    /// <exception cref="CliException">A file cannot be read, or the table is not complete.</exception>
    public static async Task<BenchProblem> ReadAsync(string directory, string name, int trials, CancellationToken cancellationToken)
    {
        var description = Path.Combine(directory, name + ".json");
        var table = Path.Combine(directory, name + ".csv");
        if (!File.Exists(table)) throw CliException.Wrong($"{table}: there is no such file, but {description} describes it.");
        var space = new SearchSpace(Parameters(description, await File.ReadAllTextAsync(description, cancellationToken)));
        if (SpaceValidation.Check(space) is { IsEmpty: false } errors) throw CliException.Wrong($"{description}: {errors[0]}");
        var text = await File.ReadAllTextAsync(table, cancellationToken);
        var (column, optimum) = Check(table, text, space);
        var settings = JsonSerializer.Serialize(new Dictionary<string, string> { ["table"] = name + ".csv", ["value"] = column });
        var study = BenchStudy.Minimise(name, space, new EvaluatorReference(TabularEvaluator.EvaluatorName, settings), trials);
        return new(TablesSuite.Name, name, name, study, new TabularEvaluator(directory))
        {
            Optimum = optimum,
            Data = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        };
    }

    private static ImmutableArray<Parameter> Parameters(string file, string json)
    {
        try
        {
            var document = JsonSerializer.Deserialize<Description>(json, JsonSerializerOptions.Web);
            if (document?.Params is not { Count: > 0 } parameters) throw CliException.Wrong($"{file}: must have a list 'params' of name, kind and choices");
            return [.. parameters.Select((parameter, i) => Read($"{file}: params[{i}]", parameter))];
        }
        catch (JsonException e)
        {
            throw CliException.Wrong($"{file}: must have a list 'params' of name, kind and choices ({e.Message.ReplaceLineEndings(" ")})", e);
        }
    }

    private static Parameter Read(string path, ParameterDescription parameter)
    {
        if (string.IsNullOrEmpty(parameter.Name) || parameter.Choices is not { Count: > 0 }) throw CliException.Wrong($"{path}: must have a name and choices");
        ImmutableArray<ParameterValue> values = [.. parameter.Choices.Select(choice => Value(path, choice))];
        return parameter.Kind switch
        {
            "ord" => new OrdinalParameter(parameter.Name, values),
            "cat" => new CategoricalParameter(parameter.Name, values),
            _ => throw CliException.Wrong($"{path}.kind: must be ord or cat (was '{parameter.Kind}')"),
        };
    }

    private static ParameterValue Value(string path, JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.Number => ParameterValue.Of(choice.GetDouble()),
        JsonValueKind.String => ParameterValue.Of(choice.GetString()!),
        JsonValueKind.True or JsonValueKind.False => ParameterValue.Of(choice.GetBoolean()),
        _ => throw CliException.Wrong($"{path}.choices: must be numbers, texts or flags (was {choice.GetRawText()})"),
    };

    /// <summary>The name of the value column, and the smallest value.</summary>
    private static (string Column, double Optimum) Check(string file, string text, SearchSpace space)
    {
        using var csv = CsvReader.Create(new StringReader(text), CsvReaderOptions.Default with { Separator = ',', FieldCountMismatch = CsvFieldCountHandling.Throw });
        try
        {
            csv.ReadHeader();
            var header = csv.Headers.Select(column => column.Trim()).ToArray();
            var expected = space.Parameters.Select(parameter => parameter.Name).ToArray();
            if (header.Length != expected.Length + 1 || !header.AsSpan(..^1).SequenceEqual(expected))
                throw CliException.Wrong($"{file}:1: the columns must be {string.Join(',', expected)} and the value (was {string.Join(',', header)})");
            var choices = space.Parameters.Select(Choices).ToArray();
            var seen = new HashSet<string>(StringComparer.Ordinal);
            var optimum = double.PositiveInfinity;
            for (var line = 2; csv.Read(); line++)
            {
                var cells = new string[expected.Length];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = Cell(csv.GetString(i));
                    if (!choices[i].Contains(cells[i])) throw CliException.Wrong($"{file}:{line}: {expected[i]}: '{csv.GetString(i)}' is none of its choices");
                }

                if (!seen.Add(string.Join('\u001f', cells))) throw CliException.Wrong($"{file}:{line}: the same configuration stands further up");
                if (!double.TryParse(csv.GetString(expected.Length), CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
                    throw CliException.Wrong($"{file}:{line}: {header[^1]}: must be a finite number (was '{csv.GetString(expected.Length)}')");
                optimum = Math.Min(optimum, value);
            }

            var count = choices.Aggregate(1L, (product, set) => product * set.Count);
            return seen.Count == count ? (header[^1], optimum) : throw CliException.Wrong($"{file}: {count - seen.Count} of {count} configurations have no row");
        }
        catch (CsvFormatException e)
        {
            throw CliException.Wrong($"{file}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static HashSet<string> Choices(Parameter parameter) => (parameter switch
    {
        OrdinalParameter p => p.Values,
        CategoricalParameter p => p.Values,
        _ => [],
    }).Select(value => value.Kind == ParameterValueKind.Text ? Cell(value.Text) : value.ToString()).ToHashSet(StringComparer.Ordinal);

    /// <summary>One text for a number however it is written, as the evaluator reads it.</summary>
    private static string Cell(string text)
    {
        var cell = text.Trim();
        if (double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) return ParameterValue.Of(number).ToString();
        return bool.TryParse(cell, out var flag) ? ParameterValue.Of(flag).ToString() : cell;
    }

    private sealed record Description(List<ParameterDescription>? Params);

    private sealed record ParameterDescription(string? Name, string? Kind, List<JsonElement>? Choices);
}
