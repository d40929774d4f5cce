using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting.Facts;
using ArchOpt.Insight;

namespace ArchOpt.Analysis.Reporting.Markdown.Sections;

/// <summary>7: what went wrong, where, and what was run in vain.</summary>
internal static class FailureSection
{
    private const int MostCauses = 15;
    private const int MostRegions = 20;
    private const int MostDuplicates = 10;

    public static void Write(ReportFacts facts, MarkdownText document)
    {
        document.Heading(2, $"7. Failures and infeasible regions");
        if (facts.Failed.IsEmpty && facts.Infeasible.IsEmpty)
            document.Paragraph(facts.Convergence.Results == 0 ? (Markup)$"No trial has ended yet." : $"No trial failed, and none was infeasible.");
        Causes(facts, "failed", facts.Failed, facts.FailedRegions, document);
        Causes(facts, "infeasible", facts.Infeasible, facts.InfeasibleRegions, document);
        Wasted(facts, document);
    }

    private static void Causes(ReportFacts facts, string what, ImmutableArray<Failure> failures, BadRegions regions, MarkdownText document)
    {
        if (failures.IsEmpty) return;
        var trials = failures.SelectMany(failure => failure.Numbers).Distinct().Count();
        document.Heading(3, $"{(what == "failed" ? "Failed" : "Infeasible")} trials");
        document.Paragraph($"{ReportText.Count(trials, "trial")} of {facts.Convergence.Results:#,0}, by cause{(failures.Length > MostCauses ? $" (the {MostCauses} most frequent of {failures.Length:#,0})" : "")}:");
        document.Table(
            [Column.Text($"Cause"), Column.Number($"n"), Column.Text($"Trials")],
            failures.Take(MostCauses).Select(failure => new[] { Markup.Plain(failure.Cause, 240), Markup.Of($"{failure.Numbers.Length:#,0}"), Markup.Of($"{ReportText.Numbers(failure.Numbers)}") }));
        if (regions.Regions.IsEmpty)
        {
            if (trials >= 5) document.Paragraph($"No value of any parameter makes trials {(what == "failed" ? "fail" : "infeasible")} more often than chance allows.");
            return;
        }

        document.Paragraph($"Where trials {(what == "failed" ? "fail" : "are infeasible")} much more often than everywhere ({NumberText.Percent(regions.Rate)} of {regions.N:#,0}):");
        document.Table(
            [Column.Text($"Where"), Column.Number($"n"), Column.Number($"{(what == "failed" ? "Failed" : "Infeasible")}"), Column.Number($"Rate")],
            regions.Regions.Take(MostRegions).Select(region => new[]
            {
                Markup.Join(" and ", region.Values.Select(value => Markup.Of($"{ReportText.Name(value.Parameter)} = {ReportText.Name(value.Label)}"))),
                Markup.Of($"{region.N:#,0}"),
                Markup.Of($"{region.Bad:#,0}"),
                Markup.Of($"{NumberText.Percent(region.Rate)}"),
            }));
    }

    private static void Wasted(ReportFacts facts, MarkdownText document)
    {
        var duplicates = facts.Analysis.Duplicates;
        if (duplicates.IsEmpty) return;
        var wasted = duplicates.Sum(duplicate => duplicate.Wasted);
        document.Heading(3, $"Duplicated trials");
        document.Paragraph($"{ReportText.Count(wasted, "trial")} ran a configuration that had run with the same seed: {(wasted == 1 ? "it" : "they")} told nothing new, unless the evaluation is random in spite of its seed.{(duplicates.Length > MostDuplicates ? $" The {MostDuplicates} most wasteful of {duplicates.Length:#,0} configurations:" : "")}");
        document.Table(
            [Column.Text($"Trials"), Column.Number($"Wasted"), Column.Text($"Configuration")],
            duplicates.Take(MostDuplicates).Select(duplicate => new[] { Markup.Of($"{ReportText.Numbers(duplicate.Numbers)}"), Markup.Of($"{duplicate.Wasted}"), ReportText.Configuration(facts.Analysis.Study.Space, duplicate.Configuration) }));
    }
}
