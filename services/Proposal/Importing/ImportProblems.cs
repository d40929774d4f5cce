using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Import;

namespace ArchOpt.Proposal.Importing;

/// <summary>What is said about rows that cannot be read.</summary>
internal static class ImportProblems
{
    /// <summary>More would be more than a person reads; their number is said.</summary>
    private const int Most = 20;

    /// <summary>Refuses the file as a whole, or for its rows: fields such as <c>row 17 (line 18): dropout</c>, in the order of the file.</summary>
    public static InputException Refuse(ImportReading reading)
    {
        var fields = new List<string>();
        var messages = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var problem in reading.Problems.Take(Most)) Add(Field(problem), problem.Message);
        var named = reading.Problems.Take(Most).Where(problem => problem.Row > 0).Select(problem => problem.Row).Distinct().Count();
        if (reading.BadRows > named) Add("file", $"and {reading.BadRows - named} more rows that cannot be read");
        if (fields.Count == 0) Add("file", "holds nothing that can be imported");
        var inOrder = Comparer<string>.Create((left, right) => fields.IndexOf(left).CompareTo(fields.IndexOf(right)));
        return new(400, "The file cannot be imported.", messages.ToImmutableSortedDictionary(field => field.Key, field => field.Value.ToArray(), inOrder));

        void Add(string field, string message)
        {
            if (!messages.TryGetValue(field, out var known))
            {
                messages[field] = known = [];
                fields.Add(field);
            }

            known.Add(message);
        }
    }

    public static ImmutableArray<ImportProblemView> Show(ImportReading reading) =>
        [.. reading.Problems.Take(Most).Select(problem => new ImportProblemView(problem.Row, problem.Line, problem.Field, problem.Message))];

    private static string Field(ImportProblem problem)
    {
        var row = problem switch
        {
            { Row: 0, Line: 0 } => "file",
            { Row: 0 } => $"line {problem.Line}",
            { Line: 0 } => $"row {problem.Row}",
            _ => $"row {problem.Row} (line {problem.Line})",
        };
        return problem.Field.Length == 0 ? row : $"{row}: {problem.Field}";
    }
}
