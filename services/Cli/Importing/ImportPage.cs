using System.Text.RegularExpressions;
using ArchOpt.Cli.Client;
using ArchOpt.Cli.Output;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Cli.Importing;

/// <summary>What an import did, for people.</summary>
internal static partial class ImportPage
{
    /// <summary><c>seed: imported 250 trials as 0 to 249 (3 already there, 2 rows skipped)</c>.</summary>
    public static string Headline(ImportView import)
    {
        List<string> rest = [];
        if (import.AlreadyThere > 0) rest.Add($"{import.AlreadyThere} already there");
        if (import.Skipped > 0) rest.Add($"{Plural(import.Skipped, "row")} skipped");
        var numbers = import switch
        {
            { First: { } first, Last: { } last } when last > first => $" as {first} to {last}",
            { First: { } only } => $" as {only}",
            _ => "",
        };
        var added = import.Imported == 0 ? "nothing new" : Plural(import.Imported, "trial") + numbers;
        return $"{import.Study}: imported {added}" + (rest.Count > 0 ? $" ({string.Join(", ", rest)})" : "");
    }

    public static TextTable Parameters(ImportView import)
    {
        var table = new TextTable("PARAMETER", "TYPE", "VALUES");
        foreach (var parameter in import.Parameters)
            table.Row(parameter.Name, parameter.Log ? $"{parameter.Type} (log)" : parameter.Type, parameter.Values);
        return table;
    }

    public static IEnumerable<string> Facts(ImportView import)
    {
        yield return Fact("objectives", string.Join(", ", import.Objectives.Select(o => $"{(o.Goal == Goal.Minimize ? "minimize" : "maximize")} {o.Metric}")));
        yield return Fact("metrics", string.Join(", ", import.Metrics));
        if (import.GroupParameter is { } group) yield return Fact("groups", $"by {group}");
        yield return Fact("best", import.Best is { } best ? $"{Show.Mean(best)} (trial {best.Number})" : "none");
        foreach (var column in import.LeftOut) yield return Fact("left out", $"{column.Name} ({column.Reason})");
        if (import.Widened) yield return Fact("space", "wider than before, to hold these trials");
    }

    /// <summary><c>runs.csv:18: dropout: must be a number (was 'abc')</c>.</summary>
    public static string Problem(string file, ImportProblemView problem)
    {
        var place = problem switch
        {
            { Line: > 0 } => $"{file}:{problem.Line}",
            { Row: > 0 } => $"{file}: row {problem.Row}",
            _ => file,
        };
        return problem.Field.Length == 0 ? $"{place}: {problem.Message}" : $"{place}: {problem.Field}: {problem.Message}";
    }

    /// <summary>The server's refusal with the file's name in front of what it says about rows and lines.</summary>
    public static CliException Refused(string file, ServerRefusedException refusal) =>
        new(refusal.ExitCode, [.. refusal.Lines.Select(line => Place().Replace(line, match => match switch
        {
            _ when match.Groups["line"].Success => $"{file}:{match.Groups["line"].Value}: ",
            _ when match.Groups["row"].Success => $"{file}: row {match.Groups["row"].Value}: ",
            _ => $"{file}: ",
        }))], refusal);

    /// <summary>How the server says where in the file something is wrong.</summary>
    [GeneratedRegex(@"^(?:file|line (?<line>\d+)|row (?<row>\d+)(?: \(line (?<line>\d+)\))?): ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();

    private static string Plural(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Fact(string name, string text) => $"{name,-13} {text}";
}
