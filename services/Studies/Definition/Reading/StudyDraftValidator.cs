using System.Numerics;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using FluentValidation;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>What must agree between the sections of a study. Property names of failures are paths in the file.</summary>
internal sealed class StudyDraftValidator : AbstractValidator<StudyDraft>
{
    /// <summary>A finite space of this many configurations is tried to its end even without any limit.</summary>
    private const int SmallSpace = 1_000_000;

    public StudyDraftValidator()
    {
        RuleForEach(draft => draft.Objectives).SetValidator(new ObjectiveValidator()!).OverridePropertyName("objectives");
        RuleForEach(draft => draft.Constraints).SetValidator(new ConstraintValidator()!).OverridePropertyName("constraints");
        RuleFor(draft => draft).Custom(EveryObjectiveIsAnother);
        RuleFor(draft => draft).Custom(MetricsAreReported);
        RuleFor(draft => draft).Custom(ReplicatesAreDifferent);
        RuleFor(draft => draft.Budget!.Trials)
            .Must((draft, trials) => trials % draft.Replicates.Length == 0)
            .When(draft => draft.Budget?.Trials is not null && draft.Replicates.Length > 1)
            .OverridePropertyName("budget.trials")
            .WithMessage(draft => $"must be a multiple of the {draft.Replicates.Length} replicates (was {draft.Budget!.Trials}): every configuration runs once per seed");
        RuleFor(draft => draft.Budget!)
            .Must(budget => budget.Trials is not null || budget.Time is not null)
            .When(draft => draft is { Budget: not null, Space: not null, Evaluator: not null, Strategy: not null } && !EndsByItself(draft))
            .OverridePropertyName("budget")
            .WithMessage("needs trials or time: this space is too large to be tried to its end");
        RuleFor(draft => draft.Stopping!.MinEpochs)
            .LessThanOrEqualTo(draft => draft.Stopping!.MaxEpochs)
            .When(draft => draft.Stopping is not null)
            .OverridePropertyName("stopping.min_epochs")
            .WithMessage(draft => $"must be <= max_epochs (was {draft.Stopping!.MinEpochs} > {draft.Stopping.MaxEpochs})");
        RuleFor(draft => draft).Custom(SpaceSuitsEvaluator);
        RuleFor(draft => draft).Custom(PrunerSuitsStudy);
    }

    private static void EveryObjectiveIsAnother(StudyDraft draft, ValidationContext<StudyDraft> context)
    {
        for (var i = 1; i < draft.Objectives.Length; i++)
        {
            if (draft.Objectives[i] is { } objective && draft.Objectives.Take(i).Any(other => other?.Metric == objective.Metric))
                context.AddFailure($"objectives[{i}].metric", $"'{objective.Metric}' is an objective already");
        }
    }

    private static void MetricsAreReported(StudyDraft draft, ValidationContext<StudyDraft> context)
    {
        if (draft.Evaluator?.Metrics is not { } known) return;
        var named = draft.Objectives.Select((objective, i) => (Path: $"objectives[{i}].metric", objective?.Metric))
            .Concat(draft.Constraints.Select((constraint, i) => (Path: $"constraints[{i}].metric", constraint?.Metric)));
        foreach (var (path, metric) in named)
        {
            if (metric is null || known.Contains(metric)) continue;
            context.AddFailure(path, $"evaluator '{draft.Evaluator.Name}' reports no metric '{metric}'"
                + (NearestName.Of(metric, known) is { } nearest ? $", did you mean '{nearest}'?" : $" (it reports {string.Join(", ", known)})"));
        }
    }

    private static void ReplicatesAreDifferent(StudyDraft draft, ValidationContext<StudyDraft> context)
    {
        for (var i = 1; i < draft.Replicates.Length; i++)
        {
            if (draft.Replicates.AsSpan(0, i).Contains(draft.Replicates[i]))
                context.AddFailure($"replicates[{i}]", $"the seed {draft.Replicates[i]} is given twice");
        }
    }

    private static bool EndsByItself(StudyDraft draft) =>
        draft.Evaluator!.Name == EvaluatorReference.External
        || StrategyCatalogue.Find(draft.Strategy!)!.TakesConfigurations
        || (SpaceSize.Of(draft.Space!) is { IsFinite: true } size && size.Combinations <= new BigInteger(SmallSpace));

    private static void PrunerSuitsStudy(StudyDraft draft, ValidationContext<StudyDraft> context)
    {
        if (draft.Pruner is not { Name: var name }) return;
        if (draft.Objectives.Length > 1)
            context.AddFailure("pruner", $"'{name}' judges trials by one objective (the study has {draft.Objectives.Length})");
        if (draft.Evaluator is { ReportsSteps: false } evaluator)
            context.AddFailure("pruner", $"'{name}' needs an evaluator that reports steps, and '{evaluator.Name}' reports none");
    }

    private static void SpaceSuitsEvaluator(StudyDraft draft, ValidationContext<StudyDraft> context)
    {
        if (draft is not { Evaluator: { } evaluator, EvaluatorSettings: { } settings, Space: { } space }) return;
        foreach (var error in evaluator.Check(space, settings)) context.AddFailure(error.Path, error.Message);
    }
}
