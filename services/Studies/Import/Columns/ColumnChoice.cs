using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Export;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Columns;

/// <summary>Decides what each column of a file is: by what the caller names, by the study, by the file's own marks, and last by <see cref="MetricOrParameter"/>.</summary>
internal sealed class ColumnChoice
{
    private readonly RawFile file;
    private readonly ImportRequest request;
    private readonly ImportTarget? target;
    private readonly ImmutableArray<ColumnFacts> facts;
    private readonly List<ImportProblem> mistakes = [];

    private ColumnChoice(RawFile file, ImportRequest request, ImportTarget? target)
    {
        (this.file, this.request, this.target) = (file, request, target);
        var readable = file.Trials.Where(trial => trial.Problem is null).ToList();
        facts = [.. file.Columns.Select(column => ColumnFacts.Of(column, readable))];
    }

    /// <exception cref="UnusableFileException">An unknown name, no objective, no parameter; one problem for each mistake.</exception>
    public static ColumnPlan Of(RawFile file, ImportRequest request, ImportTarget? target) => new ColumnChoice(file, request, target).Plan();

    private ColumnPlan Plan()
    {
        CheckNames();
        var group = Group();
        var leanings = facts.Select(fact => fact.Column.Role == ColumnRole.Free ? MetricOrParameter.ByName(fact) : Leaning.Unknown).ToArray();
        var objectives = new ObjectiveChoice(file, facts, request, target, leanings, mistakes).Choose();
        if (mistakes.Count > 0) throw new UnusableFileException([.. mistakes]);
        LeanOnValues(leanings, objectives);
        var taken = objectives.Select(objective => objective.Column).ToHashSet();
        var parameters = facts.Where(fact => !taken.Contains(fact.Column) && IsParameter(fact, leanings, group)).Select(fact => fact.Column).ToList();
        var metrics = facts.Where(fact => !taken.Contains(fact.Column) && IsMetric(fact, leanings, objectives)).Select(fact => fact.Column).Except(parameters);
        if (parameters.Count == 0) throw new UnusableFileException(0, "", "no column is a parameter; name the parameters");
        return new(objectives, Order(parameters), [.. metrics], Chosen(parameters, group), group);
    }

    private void CheckNames()
    {
        var names = file.Columns.Select(column => column.Name).Concat(file.Columns.Select(column => ParameterPath.Top(column.Name))).Distinct(StringComparer.Ordinal).ToList();
        foreach (var name in request.Parameters)
        {
            if (!names.Contains(ColumnNames.Parameter(name), StringComparer.Ordinal) && !names.Contains(name, StringComparer.Ordinal))
                mistakes.Add(new(0, 0, name, $"there is no column '{name}'{NearestName.Hint(name, names)}"));
            else if (target is { MayWiden: false } && !InSpace(ColumnNames.Parameter(name)))
                mistakes.Add(new(0, 0, name, $"the study has no parameter '{name}'{NearestName.Hint(name, target.Definition.Space.Parameters.Select(parameter => parameter.Name))}"));
        }
    }

    private FileGroup? Group()
    {
        var planned = target?.Definition.Groups?.Parameter;
        if (request.Group is not { } name) return planned is null ? null : new(planned, null);
        if (file.Columns.FirstOrDefault(column => column.Header == name || column.Name == name) is { } column)
        {
            var parameter = ColumnNames.Parameter(column.Name);
            if (planned is not null && planned != parameter) mistakes.Add(new(0, 0, name, $"the groups of the study are the values of '{planned}', not of '{parameter}'"));
            return new(parameter, null);
        }

        var into = planned ?? "group";
        if (file.Columns.Any(other => ColumnNames.Parameter(other.Name) == into))
            mistakes.Add(new(0, 0, into, $"the file has a column '{into}' already: name it as the group, or no group"));
        if (target is { MayWiden: false } && !InSpace(into)) mistakes.Add(new(0, 0, into, $"the study has no parameter '{into}' to hold the group"));
        return new(into, name);
    }

    /// <summary>What the names leave open. A trial that failed has parameters and no metrics.</summary>
    private void LeanOnValues(Leaning[] leanings, ImmutableArray<ObjectiveColumn> objectives)
    {
        var failed = file.Trials.Where(trial => trial.Problem is null && objectives.All(objective => trial[objective.Column.Number].IsEmpty)).ToList();
        var parameters = facts.Where(fact => fact.Column.Role == ColumnRole.Parameter || leanings[fact.Column.Number] == Leaning.Parameter).ToList();
        var areRepeated = parameters.Any(fact => fact.Repeats) && !parameters.Any(fact => fact.LooksMeasured);
        var lastKnown = file.HasHeader ? parameters.Select(fact => fact.Column.Number).DefaultIfEmpty(-1).Max() : -1;
        foreach (var fact in facts.Where(fact => leanings[fact.Column.Number] == Leaning.Unknown && fact.Column.Role == ColumnRole.Free && fact.Filled > 0).ToList())
        {
            var endsWithFailure = failed.Count > 0 && failed.TrueForAll(trial => trial[fact.Column.Number].IsEmpty);
            if (endsWithFailure || (fact.LooksMeasured && areRepeated && fact.Column.Number > lastKnown)) leanings[fact.Column.Number] = Leaning.Metric;
        }

        if (file.IsOurTable) OurTable.Lean(file.Columns, leanings);
    }

    private bool IsParameter(ColumnFacts fact, Leaning[] leanings, FileGroup? group)
    {
        var (column, name) = (fact.Column, ColumnNames.Parameter(fact.Column.Name));
        if (fact.Filled == 0) return LeaveOut(column, "is empty in every row");
        if (name == group?.Parameter || IsNamed(column)) return true;
        if (InSpace(name)) return column.Role != ColumnRole.Metric;
        switch (column.Role)
        {
            case ColumnRole.Metric or ColumnRole.Objective:
                return false;
            case ColumnRole.Parameter or ColumnRole.Forced when !request.Parameters.IsEmpty:
                return LeaveOut(column, "was not named as a parameter");
            case ColumnRole.Parameter or ColumnRole.Forced when target is { MayWiden: false }:
                return LeaveOut(column, "the study has no such parameter");
        }

        if (column.Role == ColumnRole.Free && (!request.Parameters.IsEmpty || target is { MayWiden: false }))
            return !fact.IsNumeric && LeaveOut(column, request.Parameters.IsEmpty ? "the study has no such parameter" : "was not named as a parameter");
        if (column.Role == ColumnRole.Free && leanings[column.Number] == Leaning.Metric) return false;
        return file.HasCertainParameters || !fact.IsProse() || LeaveOut(column, "is text of too many kinds to be a parameter");
    }

    private bool IsMetric(ColumnFacts fact, Leaning[] leanings, ImmutableArray<ObjectiveColumn> objectives) => fact.Numbers > 0 && fact.Column.Role switch
    {
        ColumnRole.Metric => true,
        ColumnRole.Objective => !objectives.Any(objective => ObjectiveChoice.AreTwins(file, objective.Column, fact.Column)),
        ColumnRole.Free => leanings[fact.Column.Number] == Leaning.Metric || ((!request.Parameters.IsEmpty || target is { MayWiden: false }) && fact.IsNumeric),
        _ => false,
    };

    /// <summary>A table's own order; the names' order where there is none, so that it does not matter which trial came first.</summary>
    private ImmutableArray<ParameterColumn> Order(List<RawColumn> columns)
    {
        var forced = columns.Where(column => column.Role == ColumnRole.Forced).ToDictionary(column => ColumnNames.Parameter(column.Name), StringComparer.Ordinal);
        var own = columns.Where(column => column.Role != ColumnRole.Forced).Select(column => new ParameterColumn(
            ColumnNames.Parameter(column.Name), column, forced.GetValueOrDefault(ColumnNames.Parameter(column.Name)))).ToList();
        var alone = forced.Where(pair => own.All(parameter => parameter.Path != pair.Key)).Select(pair => new ParameterColumn(pair.Key, pair.Value, null));
        ImmutableArray<ParameterColumn> all = [.. own, .. alone];
        foreach (var twice in all.GroupBy(parameter => parameter.Path, StringComparer.Ordinal).Where(same => same.Count() > 1))
            throw new UnusableFileException(0, twice.Key, $"is the name of two columns: {string.Join(", ", twice.Select(parameter => $"'{parameter.Column.Header}'"))}");
        return file.HasHeader ? all : all.Sort((a, b) => ConfigurationPath.Compare(a.Path, b.Path));
    }

    private ImmutableHashSet<string> Chosen(List<RawColumn> parameters, FileGroup? group)
    {
        var names = parameters.Where(column => IsNamed(column) || file.HasCertainParameters).Select(column => ParameterPath.Top(ColumnNames.Parameter(column.Name)));
        return [.. names.Concat(target?.Definition.Space.Parameters.Select(parameter => parameter.Name) ?? []), .. group is null ? Array.Empty<string>() : [group.Parameter]];
    }

    private bool IsNamed(RawColumn column)
    {
        var name = ColumnNames.Parameter(column.Name);
        return request.Parameters.Any(asked => asked == column.Name || asked == column.Header || ColumnNames.Parameter(asked) == name || asked == ParameterPath.Top(name));
    }

    private bool InSpace(string path) => target is not null && target.Definition.Space.Parameters.Any(parameter => parameter.Name == ParameterPath.Top(path));

    private bool LeaveOut(RawColumn column, string reason)
    {
        file.LeftOut[column.Header] = reason;
        return false;
    }
}
