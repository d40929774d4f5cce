using System.Collections.Immutable;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight.Supplement;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Supplement;

/// <summary>A plan as programs see it.</summary>
public static class SupplementViewing
{
    public static ImmutableArray<SupplementPhaseView> ToViews(this SupplementPlan plan) =>
        [.. plan.Phases.Select(phase => new SupplementPhaseView(phase.Name, [.. phase.Sets.Select(View)]))];

    internal static SupplementView View(
        StudyDefinition study, SupplementPlan plan, string name, SupplementChampionView? champion, ImmutableArray<string> changes, string? nothing) => new(
        study.Name, name, new(study.Objectives[0].Metric, study.Objectives[0].Goal == Goal.Maximize ? "maximize" : "minimize"), champion, plan.ToViews(),
        new(
            plan.Resources.Trials, plan.Resources.Trials * study.TrialsPerConfiguration,
            plan.Resources.LowSeconds, plan.Resources.MedianSeconds, plan.Resources.HighSeconds, plan.Resources.TotalSeconds, plan.Resources.Sentence),
        changes, nothing);

    private static SupplementSetView View(SupplementSet set) => new(
        set.Id, set.Name, set.Base, set.BaseNumber, set.BaseValue, set.Group,
        [.. set.Trials.Select(trial => new SupplementTrialView(trial.Id, trial.Configuration, trial.Reason))],
        [.. set.Expectations.Select(expectation => new SupplementExpectationView(expectation.If, expectation.Then, expectation.Better, expectation.Than))]);
}
