using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>8: what to run next, what is expected of it, and what came of an earlier proposal.</summary>
internal static class SupplementSection
{
    private const int MostChanges = 8;

    public static void Write(ReportFacts facts, MarkdownText document)
    {
        var plan = facts.Analysis.Supplement;
        document.Heading(2, $"8. Supplementary trials");
        if (facts.Analysis.Outcome is { } outcome) Outcome(facts, outcome, document);
        if (plan.Phases.IsEmpty)
        {
            document.Paragraph(plan.ChampionNumber is null
                ? (Markup)$"Nothing can be proposed: there is no feasible completed trial to start from."
                : $"Nothing is left to propose: everything around trial {plan.ChampionNumber} was tried, or no parameter can be varied.");
            return;
        }

        foreach (var phase in plan.Phases)
        {
            document.Heading(3, $"{phase.Name}");
            for (var i = 0; i < phase.Sets.Length; i++) Set(plan.Space, phase.Sets[i], isBaseKnown: i > 0 && phase.Sets[i - 1].BaseNumber == phase.Sets[i].BaseNumber, document);
        }

        Expected(plan, document);
        document.Heading(3, $"Resources");
        document.Paragraph($"{plan.Resources.Sentence}");
        Next(facts, document);
    }

    private static void Set(SearchSpace space, SupplementSet set, bool isBaseKnown, MarkdownText document)
    {
        document.Heading(4, $"Set {set.Id}: {Markup.Plain(set.Name)} ({ReportText.Count(set.Trials.Length, "trial")})");
        if (isBaseKnown) document.Paragraph($"Base: trial {set.BaseNumber}, as above.");
        else document.Paragraph($"Base, trial {set.BaseNumber} ({ReportText.Figure(set.BaseValue)}{(set.Group is null ? "" : $", group {set.Group}")}): {ReportText.Configuration(space, set.Base)}");
        var from = ReportText.Values(set.Base).ToDictionary();
        var changes = set.Trials.Select(trial => ReportText.Values(trial.Configuration).ToDictionary()).ToList();
        var changed = changes.SelectMany(values => values.Where(pair => from.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key)
            .Concat(from.Keys.Where(path => !values.ContainsKey(path)))).Distinct();
        var columns = ReportText.InOrder(space, changed.Order(StringComparer.Ordinal), path => path).ToList();
        if (columns.Count > MostChanges)
        {
            document.Table(
                [Column.Text($"Trial"), Column.Text($"Configuration"), Column.Text($"Notes")],
                set.Trials.Select(trial => new[] { Markup.Of($"{trial.Id}"), ReportText.Configuration(space, trial.Configuration), Markup.Of($"{trial.Reason}") }));
            return;
        }

        document.Table(
            [Column.Text($"Trial"), .. columns.Select(path => new Column(ReportText.Name(path), IsNumber: true)), Column.Text($"Notes")],
            set.Trials.Select((trial, i) => (Markup[])
            [
                Markup.Of($"{trial.Id}"), .. columns.Select(path => changes[i].TryGetValue(path, out var value) ? ReportText.Name(value) : Markup.Empty), Markup.Of($"{trial.Reason}"),
            ]));
    }

    private static void Expected(SupplementPlan plan, MarkdownText document)
    {
        var expectations = plan.Phases.SelectMany(phase => phase.Sets).SelectMany(set => set.Expectations).ToList();
        if (expectations.Count == 0) return;
        document.Heading(3, $"Expected outcomes");
        document.Table(
            [Column.Text($"If"), Column.Text($"Then")],
            expectations.Select(expectation => new[] { Markup.Of($"{expectation.If}"), Markup.Of($"{expectation.Then}") }));
    }

    private static void Outcome(ReportFacts facts, SupplementOutcome outcome, MarkdownText document)
    {
        document.Heading(3, $"What came of the proposal");
        document.Paragraph($"This study ran the trials that the analysis of {facts.Analysis.Study.Parent?.Study ?? "its parent"} proposed. {outcome.Sentence}");
        document.Table(
            [Column.Text($"Set"), Column.Text($"If"), Column.Text($"Then"), Column.Text($"Expectation"), Column.Number($"Gain"), Column.Number($"95% interval"), Column.Number($"g")],
            outcome.Expectations.Select(expectation => new[]
            {
                Markup.Of($"{expectation.Set}"),
                Markup.Of($"{expectation.Expectation.If}"),
                Markup.Of($"{expectation.Expectation.Then}"),
                Word(expectation.State),
                ReportText.Beside(expectation.Gain, 1),
                ReportText.Interval(expectation.Interval),
                expectation.HedgesG is { } g && double.IsFinite(g) ? Markup.Of($"{g:0.00}") : Markup.Empty,
            }));
    }

    private static Markup Word(ExpectationState state) => state switch
    {
        ExpectationState.Held => Markup.Of($"**held**"),
        ExpectationState.Failed => Markup.Of($"did not hold"),
        _ => Markup.Of($"open"),
    };

    private static void Next(ReportFacts facts, MarkdownText document)
    {
        var isExternal = facts.Analysis.Study.Evaluator.Name == EvaluatorReference.External;
        document.Heading(3, $"Next steps");
        document.Numbered(
        [
            Markup.Of($"Read the plan above, and strike what you know better."),
            isExternal
                ? Markup.Of($"Write it as a study file and start it; its trials wait for whoever asks for them (archopt ask, archopt tell).")
                : Markup.Of($"Write it as a study file and run it; it runs as it is."),
            Markup.Of($"Read the report of the new study: it says which of the expectations held, with effect sizes, and which trial is the new champion."),
        ]);
        document.Code([$"archopt propose {Shell.Quote(facts.Analysis.Record.Name)} --out next.yaml", "archopt run next.yaml"]);
    }
}
