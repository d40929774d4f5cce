using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace ArchOpt.Cli.Bench.Problems;

/// <summary>The tabular problems of a folder: results of real trainings, every configuration evaluated once.</summary>
internal static partial class TablesSuite
{
    public const string Name = "tables";

    /// <exception cref="CliException">There is no such folder, or a table in it is not complete.</exception>
    public static async Task<ImmutableArray<BenchProblem>> ReadAsync(string? directory, int trials, CancellationToken cancellationToken)
    {
        if (directory is null) throw CliException.Wrong("--tables: is missing; name the folder that holds NAME.json and NAME.csv for every table.");
        if (!Directory.Exists(directory)) throw CliException.Wrong($"--tables: there is no folder '{directory}'.");
        var names = Directory.EnumerateFiles(directory, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0) throw CliException.Wrong($"--tables: '{directory}' holds no NAME.json that describes a table.");
        var problems = ImmutableArray.CreateBuilder<BenchProblem>(names.Length);
        foreach (var name in names)
        {
            if (!PlainName().IsMatch(name)) throw CliException.Wrong($"--tables: the name of a table must be letters, digits, - _ . only (was '{name}')");
            problems.Add(await TableProblem.ReadAsync(directory, name, trials, cancellationToken));
        }

        return problems.MoveToImmutable();
    }

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex PlainName();
}
