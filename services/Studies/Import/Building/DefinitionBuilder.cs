using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Import.Columns;
using ArchOpt.Studies.Import.Files;

namespace ArchOpt.Studies.Import.Building;

/// <summary>Makes the study that holds imported trials.</summary>
internal static class DefinitionBuilder
{
    /// <summary>How many trials an imported study may add of its own; whoever goes on with it says otherwise.</summary>
    public const long Trials = 100;

    /// <summary>A new study, driven from outside, or the target with a wider space.</summary>
    /// <exception cref="UnusableFileException">No study file could say this: a wrong name, a space too large to write down.</exception>
    public static StudyDefinition Build(ImportRequest request, ImportTarget? target, ColumnPlan plan, SearchSpace space)
    {
        var definition = target is null ? New(request, plan, space) : target.Definition with { Space = space };
        definition = definition with { Groups = Groups(plan.Group?.Parameter, target?.Definition.Groups, space) };
        var result = StudyFile.Check(definition);
        return result.Definition ?? throw new UnusableFileException([.. result.Errors.Select(error => new ImportProblem(0, 0, error.Path, error.Message))]);
    }

    private static StudyDefinition New(ImportRequest request, ColumnPlan plan, SearchSpace space)
    {
        var strategy = StrategyCatalogue.Find(StrategyCatalogue.Default)!;
        return new()
        {
            Name = request.Study,
            Objectives = [.. plan.Objectives.Select(objective => objective.Objective)],
            Evaluator = new(EvaluatorReference.External, "{}"),
            Space = space,
            Strategy = new(strategy.Name, strategy.FillSettings(new Dictionary<string, double>())),
            Budget = new(Trials, Parallelism: 1, Time: null, Failures: null),
        };
    }

    /// <summary>One group for each value; those that the study has keep their places.</summary>
    private static GroupPlan? Groups(string? name, GroupPlan? planned, SearchSpace space)
    {
        if (name is null) return planned;
        ImmutableArray<ParameterValue> values = space.Parameters.First(parameter => parameter.Name == name) switch
        {
            CategoricalParameter p => p.Values,
            OrdinalParameter p => p.Values,
            ConstantParameter p => [p.Value],
            _ => throw new UnusableFileException(0, name, "cannot name groups: it is a range of numbers"),
        };
        ImmutableArray<ModelGroup> known = [.. planned?.Groups.Where(group => values.Contains(group.Value)) ?? []];
        return new(name, [.. known, .. values.Where(value => known.All(group => group.Value != value)).Select(value => new ModelGroup(value, null, []))]);
    }
}
