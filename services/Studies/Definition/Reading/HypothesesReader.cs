using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Reads the key <c>hypotheses</c> and compares each with the space and the objectives.</summary>
internal sealed class HypothesesReader(ShapeCheck check, ErrorList errors)
{
    /// <summary>Those of the right shape; what is wrong with them is in the error list.</summary>
    public ImmutableArray<Hypothesis> Read(MappingNode study, StudyDraft draft)
    {
        var items = study.Items("hypotheses");
        var read = ImmutableArray.CreateBuilder<Hypothesis>(items.Length);
        for (var i = 0; i < items.Length; i++)
        {
            if (!check.IsSound(items[i])) continue;
            var path = $"hypotheses[{i}]";
            var before = errors.Count;
            var hypothesis = Hypothesis((MappingNode)items[i], path);
            if (read.Any(earlier => earlier.Id == hypothesis.Id)) errors.Add($"{path}.id", $"'{hypothesis.Id}' is the id of an earlier hypothesis already");
            if (errors.Count == before) hypothesis = Compared(hypothesis, draft, path);
            read.Add(hypothesis);
        }

        return read.ToImmutable();
    }

    private Hypothesis Hypothesis(MappingNode node, string path)
    {
        var expect = (MappingNode)node.Find("expect")!;
        var unlessGiven = new Hypothesis(
            node.Text("id")!, node.Text("statement")!, ((MappingNode)node.Find("compare")!).Text("parameter")!, node.Text("metric")!,
            expect.Find("better")!.Value(), expect.Find("than")!.Value());
        return unlessGiven with
        {
            Within = Within(node, path),
            Maximize = node.Text("goal") is { } goal ? goal == "maximize" : null,
            Alpha = node.Number("alpha") ?? unlessGiven.Alpha,
            MinimumEffect = node.Number("minimum_effect") ?? unlessGiven.MinimumEffect,
        };
    }

    private ImmutableSortedDictionary<string, ParameterValue?> Within(MappingNode node, string path)
    {
        var within = ImmutableSortedDictionary.CreateBuilder<string, ParameterValue?>(StringComparer.Ordinal);
        foreach (var entry in (node.Find("within") as MappingNode)?.Entries ?? [])
        {
            if (entry.Value is SequenceNode { Items.Length: not 1 })
                errors.Add($"{path}.within.{entry.Key}", $"must be one value, or '{HypothesisShapes.Each}' for a comparison within each of them");
            else if (entry.Value is ScalarNode { Kind: ScalarKind.Text, Text: HypothesisShapes.Each })
                within.Add(entry.Key, null);
            else
                within.Add(entry.Key, entry.Value.Values()[0]);
        }

        return within.ToImmutable();
    }

    /// <summary>The hypothesis with its goal where only the objectives told it; the first objective's own is left to it, so that saying it changes nothing.</summary>
    private Hypothesis Compared(Hypothesis hypothesis, StudyDraft draft, string path)
    {
        if (draft.Evaluator?.Metrics is { } known && !known.Contains(hypothesis.Metric))
        {
            errors.Add($"{path}.metric", $"evaluator '{draft.Evaluator.Name}' reports no metric '{hypothesis.Metric}'"
                + (NearestName.Of(hypothesis.Metric, known) is { } nearest ? $", did you mean '{nearest}'?" : $" (it reports {string.Join(", ", known)})"));
            return hypothesis;
        }

        if (draft.Space is null || draft.Objectives.IsEmpty || draft.Objectives.Contains(null)) return hypothesis;
        foreach (var error in HypothesisValidation.Check(hypothesis, draft.Space, [.. draft.Objectives.Select(objective => objective!.Metric)]))
            errors.Add($"{path}.{error.Path}", error.Message);
        if (draft.Objectives.FirstOrDefault(objective => objective!.Metric == hypothesis.Metric) is not { } own) return hypothesis;
        var maximize = own.Goal == Goal.Maximize;
        if (hypothesis.Maximize is { } given && given != maximize)
            errors.Add($"{path}.goal", $"contradicts the objective '{own.Metric}' (the study means to {(maximize ? "maximize" : "minimize")} it); leave it out");
        return hypothesis with { Maximize = own == draft.Objectives[0] ? null : maximize };
    }
}
