using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Reads the key <c>parent</c>: the proposal that a study's explicit configurations come from.</summary>
internal sealed class LineageReader(ShapeCheck check, ErrorList errors)
{
    /// <param name="strategy">The name of the study's strategy; null when it is wrong.</param>
    /// <returns>Null without the key, or when it is not of the right shape.</returns>
    public StudyLineage? Read(MappingNode study, string? strategy)
    {
        if (study.Find("parent") is not MappingNode node || !check.IsSound(node)) return null;
        var lineage = new StudyLineage(node.Text("study")!, (long)node.Number("champion")!, node.Number("value")!.Value, [.. node.Items("phases").Select(Phase)]);
        Check(lineage);
        CheckConfigurations(study, lineage, strategy);
        return lineage;
    }

    private static LineagePhase Phase(StudyNode item)
    {
        var node = (MappingNode)item;
        return new(node.Text("name")!, [.. node.Items("sets").Select(Set)]);
    }

    private static LineageSet Set(StudyNode item)
    {
        var node = (MappingNode)item;
        return new(
            node.Text("id")!, node.Text("name")!, (long)node.Number("base")!, node.Number("value")!.Value,
            [.. node.Items("trials").Select(trial => new LineageTrial(((MappingNode)trial).Text("id")!, ((MappingNode)trial).Text("reason")!))],
            [.. node.Items("expectations").Select(Expectation)])
        {
            Configuration = node.Find("configuration")?.Configuration(),
        };
    }

    private static LineageExpectation Expectation(StudyNode item)
    {
        var node = (MappingNode)item;
        return new(node.Text("if")!, node.Text("then")!, Texts(node, "better"), Texts(node, "than"));
    }

    private static ImmutableArray<string> Texts(MappingNode node, string key) => [.. node.Items(key).Select(item => ((ScalarNode)item).Text)];

    private void Check(StudyLineage lineage)
    {
        var (sets, trials) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (path, set) in Sets(lineage))
        {
            if (!sets.Add(set.Id)) errors.Add($"{path}.id", $"'{set.Id}' is the id of an earlier set already");
            for (var i = 0; i < set.Trials.Length; i++)
            {
                if (!trials.Add(set.Trials[i].Id)) errors.Add($"{path}.trials[{i}].id", $"'{set.Trials[i].Id}' is the id of an earlier trial already");
            }
        }

        foreach (var (path, set) in Sets(lineage))
        {
            for (var i = 0; i < set.Expectations.Length; i++)
            {
                CheckNames(set.Expectations[i].Better, $"{path}.expectations[{i}].better", trials);
                CheckNames(set.Expectations[i].Than, $"{path}.expectations[{i}].than", trials);
            }
        }
    }

    private void CheckNames(ImmutableArray<string> names, string path, HashSet<string> trials)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!trials.Contains(names[i])) errors.Add($"{path}[{i}]", $"no trial of the proposal has the id '{names[i]}'{NearestName.Hint(names[i], trials)}");
        }
    }

    private void CheckConfigurations(MappingNode study, StudyLineage lineage, string? strategy)
    {
        if (strategy is null) return;
        if (strategy != StudyLineage.Strategy)
        {
            errors.Add("parent", $"is for strategy '{StudyLineage.Strategy}': its trials are the configurations listed there (the strategy is '{strategy}')");
            return;
        }

        if ((study.Find("strategy") as MappingNode)?.Find("settings") is not MappingNode settings || settings.Find("configurations") is not SequenceNode listed) return;
        var planned = lineage.TrialCount;
        if (planned != listed.Items.Length)
            errors.Add("parent.phases", $"must have one trial for each of the {listed.Items.Length:N0} configurations of the strategy (has {planned:N0})");
    }

    private static IEnumerable<(string Path, LineageSet Set)> Sets(StudyLineage lineage) =>
        from phase in Enumerable.Range(0, lineage.Phases.Length)
        from set in Enumerable.Range(0, lineage.Phases[phase].Sets.Length)
        select ($"parent.phases[{phase}].sets[{set}]", lineage.Phases[phase].Sets[set]);
}
