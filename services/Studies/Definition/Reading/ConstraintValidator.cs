using FluentValidation;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>A constraint bounds something, and leaves room between its bounds.</summary>
internal sealed class ConstraintValidator : AbstractValidator<Constraint>
{
    public ConstraintValidator() => RuleFor(constraint => constraint).Custom((constraint, context) =>
    {
        if (constraint.Min is null && constraint.Max is null)
            context.AddFailure("", "must have min or max");
        if (constraint.Min > constraint.Max)
            context.AddFailure("min", $"must be <= max (was {constraint.Min} > {constraint.Max})");
        if (constraint is not { Mode: ConstraintMode.Soft, Scale: SoftScale.Relative }) return;
        if (constraint.Min is <= 0)
            context.AddFailure("min", $"must be > 0 for a relative soft constraint (was {constraint.Min}); use scale: absolute");
        if (constraint.Max is <= 0)
            context.AddFailure("max", $"must be > 0 for a relative soft constraint (was {constraint.Max}); use scale: absolute");
    });
}
