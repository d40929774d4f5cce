using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Hypotheses;

/// <summary>Finds what makes a hypothesis senseless for a study, before anything is computed.</summary>
public static class HypothesisValidation
{
    /// <summary>All mistakes with their field; empty when it can be tested. Whether trials are there is not asked.</summary>
    public static ImmutableArray<SpaceError> Check(Hypothesis hypothesis, SearchSpace space, InsightObjective objective)
    {
        var columns = ParameterColumns.Of(space, []);
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        if (Column("compare.parameter", hypothesis.Parameter) is { } compared)
        {
            Value("expect.better", compared, hypothesis.Better);
            Value("expect.than", compared, hypothesis.Than);
        }

        if (hypothesis.Better == hypothesis.Than) errors.Add(new("expect.than", $"must differ from expect.better (both are {hypothesis.Better})"));
        foreach (var (path, value) in hypothesis.Within)
        {
            if (path == hypothesis.Parameter) errors.Add(new($"within.{path}", "is the parameter that is compared"));
            else if (Column($"within.{path}", path) is { } column && value is { } some) Value($"within.{path}", column, some);
        }

        if (hypothesis.Maximize is null && hypothesis.Metric != objective.Metric)
            errors.Add(new("goal", $"must be given: '{hypothesis.Metric}' is not the objective ('{objective.Metric}'), so minimize or maximize is not known"));
        if (hypothesis.Alpha is not (> 0 and < 1)) errors.Add(new("alpha", $"must be between 0 and 1 (was {hypothesis.Alpha})"));
        if (!(hypothesis.MinimumEffect >= 0) || !double.IsFinite(hypothesis.MinimumEffect)) errors.Add(new("minimum_effect", $"must be 0 or more (was {hypothesis.MinimumEffect})"));
        return errors.ToImmutable();

        ParameterColumn? Column(string field, string path)
        {
            var column = columns.FirstOrDefault(c => c.Path == path);
            if (column is null) errors.Add(new(field, $"unknown parameter '{path}'{NearestName.Hint(path, columns.Select(c => c.Path))}"));
            return column;
        }

        void Value(string field, ParameterColumn column, ParameterValue value)
        {
            var isTaken = column.Parameter switch
            {
                ListParameter list => value.Kind == ParameterValueKind.Number && value.Number >= list.Min && value.Number <= list.Max,
                FloatParameter { Step: null } real => value.Kind == ParameterValueKind.Number && value.Number >= real.Low && value.Number <= real.High,
                _ => ParameterLevels.IndexOf(column.Parameter, value) >= 0,
            };
            if (!isTaken) errors.Add(new(field, $"'{column.Path}' cannot be {value}"));
        }
    }
}
