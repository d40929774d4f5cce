using FluentValidation;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Grades that are named for how good they are must be in that order.</summary>
internal sealed class ObjectiveValidator : AbstractValidator<Objective>
{
    private static readonly string[] Grades = ["acceptable", "good", "excellent", "breakthrough"];

    public ObjectiveValidator() => RuleFor(objective => objective).Custom((objective, context) =>
    {
        var given = Grades.Where(objective.Thresholds.ContainsKey).ToArray();
        for (var i = 1; i < given.Length; i++)
        {
            var (lower, higher) = (objective.Thresholds[given[i - 1]], objective.Thresholds[given[i]]);
            if (objective.Loss(higher) < objective.Loss(lower)) continue;
            var (word, sign) = objective.Goal == Goal.Minimize ? ("below", "minimize") : ("above", "maximize");
            context.AddFailure($"thresholds.{given[i]}", $"must be {word} '{given[i - 1]}' for goal {sign} (was {higher}, '{given[i - 1]}' is {lower})");
        }
    });
}
