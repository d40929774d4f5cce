using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>
/// Finds the objective: what the caller names, else the study's, else what the file itself calls its value, else the only column that can
/// be one. Anything less certain is a mistake that lists the candidates.
/// </summary>
internal sealed class ObjectiveChoice(
    RawFile file, ImmutableArray<ColumnFacts> facts, ImportRequest request, ImportTarget? target, Leaning[] leanings, List<ImportProblem> mistakes)
{
    private const int Shown = 12;

    private IEnumerable<RawColumn> Values => file.Columns.Where(column => column.Role == ColumnRole.Objective);

    /// <summary>Empty when there is a mistake.</summary>
    public ImmutableArray<ObjectiveColumn> Choose()
    {
        CheckAgainstStudy();
        var columns = target is not null ? [.. target.Definition.Objectives.Select((objective, place) => (objective.Metric, Column: Named(objective.Metric, place)))]
            : request.Objective is { } name ? [(ColumnNames.Metric(name), Named(name, 0))]
            : Natural();
        foreach (var (metric, column) in columns)
        {
            if (column is not null && facts[column.Number].Numbers == 0)
                mistakes.Add(new(0, 0, metric, $"the objective '{metric}' has no number in any row"));
        }

        return mistakes.Count > 0 ? [] : [.. columns.Select((pair, place) => new ObjectiveColumn(Objective(pair.Metric, place), pair.Column!))];
    }

    private Objective Objective(string metric, int place) => target?.Definition.Objectives[place]
        ?? new(metric, request.Goal ?? NaturalGoal.Of(metric), ImmutableSortedDictionary<string, double>.Empty);

    private void CheckAgainstStudy()
    {
        if (target is null) return;
        var objective = target.Definition.Objectives[0];
        if (request.Objective is { } name && target.Definition.Objectives.All(known => known.Metric != ColumnNames.Metric(name)))
            mistakes.Add(new(0, 0, "objective", $"the study's objective is '{objective.Metric}' (was '{name}')"));
        if (request.Goal is { } goal && goal != objective.Goal)
            mistakes.Add(new(0, 0, "goal", $"the study's goal is to {objective.Goal.ToString().ToLowerInvariant()} '{objective.Metric}' (was {goal.ToString().ToLowerInvariant()})"));
    }

    /// <summary>The column of this name; else the file's own value, whose name is whatever one calls it.</summary>
    private RawColumn? Named(string name, int place)
    {
        var column = Find(name, StringComparison.Ordinal) ?? Find(name, StringComparison.OrdinalIgnoreCase) ?? Values.ElementAtOrDefault(place);
        if (column is not null) return column;
        var candidates = Candidates();
        mistakes.Add(new(0, 0, "objective", $"there is no column '{name}'{NearestName.Hint(name, candidates)}{List(candidates)}"));
        return null;
    }

    private RawColumn? Find(string name, StringComparison comparison) => file.Columns
        .Where(column => column.Role is ColumnRole.Metric or ColumnRole.Free or ColumnRole.Objective)
        .FirstOrDefault(column => column.Header.Equals(name, comparison) || column.Name.Equals(name, comparison) || ColumnNames.Metric(column.Name).Equals(ColumnNames.Metric(name), comparison));

    private List<(string Metric, RawColumn? Column)> Natural()
    {
        if (Values.Any()) return [.. Values.OrderBy(column => column.Name, StringComparer.Ordinal).Select(Twin).Select(column => (ColumnNames.Metric(column.Name), (RawColumn?)column))];
        var numeric = facts.Where(fact => fact.IsNumeric && fact.Column.Role is ColumnRole.Free or ColumnRole.Metric).ToList();
        if (file.IsOurTable && numeric.FirstOrDefault(fact => fact.Column.Number == 0) is { } first) return [Pair(first)];
        ReadOnlySpan<List<ColumnFacts>> choices =
        [
            [.. numeric.Where(fact => MetricOrParameter.IsUnmistakable(fact.Column.Name))],
            [.. numeric.Where(fact => fact.Column.Role == ColumnRole.Metric || leanings[fact.Column.Number] == Leaning.Metric)],
            [.. numeric.Where(fact => fact.LooksMeasured && leanings[fact.Column.Number] == Leaning.Unknown)],
        ];
        foreach (var choice in choices)
        {
            if (choice.Count == 1) return [Pair(choice[0])];
            if (choice.Count > 1) break;
        }

        mistakes.Add(new(0, 0, "objective", numeric.Count == 0 ? "no column holds numbers that could be the objective" : $"say which column is the objective{List(Candidates())}"));
        return [];
    }

    /// <summary>Our own files have the objective twice: as the trial's value, and among its metrics under its name.</summary>
    private RawColumn Twin(RawColumn value)
    {
        var twins = file.Columns.Where(column => column.Role == ColumnRole.Metric && AreTwins(file, column, value)).ToList();
        return twins.Count == 1 ? twins[0] : value;
    }

    /// <summary>Whether two columns say the same of every trial.</summary>
    public static bool AreTwins(RawFile file, RawColumn one, RawColumn other) => file.Trials.All(trial =>
        trial[one.Number].IsNumber == trial[other.Number].IsNumber && trial[one.Number].Number.Equals(trial[other.Number].Number));

    private List<string> Candidates()
    {
        var numeric = facts.Where(fact => fact.IsNumeric && fact.Column.Role is ColumnRole.Free or ColumnRole.Metric or ColumnRole.Objective && !ParameterPath.IsInList(fact.Column.Name));
        var metrics = numeric.Where(fact => fact.Column.Role != ColumnRole.Free || leanings[fact.Column.Number] != Leaning.Parameter).ToList();
        return [.. (metrics.Count > 0 ? metrics : numeric).Select(fact => fact.Column.Name)];
    }

    private static string List(List<string> names) =>
        names.Count == 0 ? "" : $" ({string.Join(", ", names.Take(Shown))}{(names.Count > Shown ? $", ... {names.Count - Shown} more" : "")})";

    private static (string Metric, RawColumn? Column) Pair(ColumnFacts fact) => (ColumnNames.Metric(fact.Column.Name), fact.Column);
}
