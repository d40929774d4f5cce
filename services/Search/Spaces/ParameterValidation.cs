using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Spaces;

/// <summary>The mistakes that one parameter can have by itself.</summary>
internal static class ParameterValidation
{
    private const double MostGridPoints = 1e15;

    public static string? NameProblem(string name)
    {
        if (name.Length is 0 or > SpaceLimits.NameLength)
            return $"a name must have 1 to {SpaceLimits.NameLength} characters (has {name.Length})";
        if (!char.IsLetter(name[0]) && name[0] != '_') return $"a name must start with a letter or _ (was '{name[0]}')";
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return $"a name may have letters, digits, _, - and . only (has '{c}')";
        }

        return null;
    }

    public static void Check(Parameter parameter, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        switch (parameter)
        {
            case FloatParameter p:
                Check(p, path, errors);
                break;
            case IntParameter p:
                Check(p, path, errors);
                break;
            case OrdinalParameter p:
                Choices(p.Values, path + ".values", errors);
                break;
            case CategoricalParameter p:
                Choices(p.Values, path + ".values", errors);
                break;
            case ConstantParameter { Value.Kind: ParameterValueKind.List }:
                errors.Add(new(path + ".value", "must be a number, a text or a boolean (was a list)"));
                break;
            case ListParameter p:
                Check(p, path, errors);
                break;
        }
    }

    /// <summary>The values of an ordinal, a categorical or a clause: some, not too many, plain, each once.</summary>
    public static void Choices(ImmutableArray<ParameterValue> values, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (values.IsDefaultOrEmpty) errors.Add(new(path, "must have at least one value"));
        else if (values.Length > SpaceLimits.Choices) errors.Add(new(path, $"must have at most {SpaceLimits.Choices:N0} values (has {values.Length:N0})"));
        else if (values.Any(value => value.Kind == ParameterValueKind.List)) errors.Add(new(path, "must be numbers, texts or booleans (has a list)"));
        else
        {
            foreach (var twice in values.GroupBy(value => value).Where(group => group.Count() > 1))
                errors.Add(new(path, $"must be different (has {twice.Key} {twice.Count()} times)"));
        }
    }

    private static void Check(FloatParameter p, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (!double.IsFinite(p.Low)) errors.Add(new(path + ".low", $"must be finite (was {p.Low})"));
        if (!double.IsFinite(p.High)) errors.Add(new(path + ".high", $"must be finite (was {p.High})"));
        if (!double.IsFinite(p.Low) || !double.IsFinite(p.High)) return;
        if (p.Low >= p.High) errors.Add(new(path + ".low", $"must be < high (was {p.Low} >= {p.High})"));
        else if (!double.IsFinite(p.High - p.Low)) errors.Add(new(path, $"high - low must be finite (was {p.High} - {p.Low})"));
        else if (p.Step is { } step && !p.Log) CheckStep(p, step, path + ".step", errors);
        if (p.Log && p.Low <= 0) errors.Add(new(path + ".low", $"must be > 0 for a log scale (was {p.Low})"));
        if (p.Log && p.Step is not null) errors.Add(new(path + ".step", $"must be left out on a log scale (was {p.Step})"));
    }

    private static void CheckStep(FloatParameter p, double step, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (!double.IsFinite(step) || step <= 0)
        {
            errors.Add(new(path, $"must be > 0 (was {step})"));
            return;
        }

        var steps = (p.High - p.Low) / step;
        if (steps > MostGridPoints) errors.Add(new(path, $"is too small for the range: high - low is {steps:g2} steps"));
        else if (Math.Abs(steps - Math.Round(steps)) > 1e-9 * Math.Max(1, steps) || steps < 0.5)
            errors.Add(new(path, $"must divide high - low (was {step}, high - low is {p.High - p.Low:g12})"));
    }

    private static void Check(IntParameter p, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (p.Low < -SpaceLimits.IntMagnitude) errors.Add(new(path + ".low", $"must be >= -2^53 (was {p.Low})"));
        if (p.High > SpaceLimits.IntMagnitude) errors.Add(new(path + ".high", $"must be <= 2^53 (was {p.High})"));
        if (p.Low >= p.High) errors.Add(new(path + ".low", $"must be < high (was {p.Low} >= {p.High})"));
        else if (p.Low >= -SpaceLimits.IntMagnitude && p.High <= SpaceLimits.IntMagnitude && p.Step >= 1 && !p.Log && (p.High - p.Low) % p.Step != 0)
            errors.Add(new(path + ".step", $"must divide high - low (was {p.Step}, high - low is {p.High - p.Low})"));
        if (p.Step < 1) errors.Add(new(path + ".step", $"must be >= 1 (was {p.Step})"));
        if (p.Log && p.Low <= 0) errors.Add(new(path + ".low", $"must be > 0 for a log scale (was {p.Low})"));
        if (p.Log && p.Step > 1) errors.Add(new(path + ".step", $"must be left out on a log scale (was {p.Step})"));
    }

    private static void Check(ListParameter p, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (p.Min < 0) errors.Add(new(path + ".min", $"must be >= 0 (was {p.Min})"));
        if (p.Max < 1) errors.Add(new(path + ".max", $"must be >= 1 (was {p.Max})"));
        if (p.Max > SpaceLimits.Slots) errors.Add(new(path + ".max", $"must be <= {SpaceLimits.Slots:N0} (was {p.Max})"));
        if (p.Min > p.Max) errors.Add(new(path + ".min", $"must be <= max (was {p.Min} > {p.Max})"));
    }
}
