using System.Collections.Immutable;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Rules;

namespace ArchOpt.Search.Spaces;

/// <summary>Finds every mistake in the declaration of a space.</summary>
public static class SpaceValidation
{
    /// <summary>
    /// All mistakes, in the order of the declaration; empty when the space can be used. A space without other mistakes is also
    /// searched for one configuration that satisfies its rules.
    /// </summary>
    public static ImmutableArray<SpaceError> Check(SearchSpace space)
    {
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        var parameters = CountParameters(space, 0);
        if (parameters > SpaceLimits.Parameters)
            errors.Add(new("", $"must have at most {SpaceLimits.Parameters:N0} parameters (has {parameters:N0})"));
        else
            Check(space, "", 0, errors);
        if (errors.Count > 0) return errors.ToImmutable();

        if (CountSlots(space) > SpaceLimits.Slots)
            errors.Add(new("", $"must have at most {SpaceLimits.Slots:N0} parameters with every list at its greatest length (has {CountSlots(space):N0})"));
        else
            CheckFeasible(space, "", errors);
        return errors.ToImmutable();
    }

    private static void Check(SearchSpace space, string prefix, int depth, ImmutableArray<SpaceError>.Builder errors)
    {
        if (space.Parameters.IsDefaultOrEmpty)
        {
            errors.Add(new(prefix.TrimEnd('.'), "must have at least one parameter"));
            return;
        }

        var before = errors.Count;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in space.Parameters)
        {
            var path = prefix + parameter.Name;
            if (ParameterValidation.NameProblem(parameter.Name) is { } problem) errors.Add(new(path, problem));
            if (!names.Add(parameter.Name)) errors.Add(new(path, "the name is used twice"));
            ParameterValidation.Check(parameter, path, errors);
            ConditionValidation.Check(space, parameter, path, errors);
            if (parameter is not ListParameter list) continue;
            if (depth == SpaceLimits.Depth) errors.Add(new(path, $"lists may be nested at most {SpaceLimits.Depth} deep"));
            else Check(list.Element, path + ".of.", depth + 1, errors);
        }

        CheckRules(space, prefix, errors.Count == before, errors);
    }

    /// <summary>Rules over broken parameters would only repeat their mistakes.</summary>
    private static void CheckRules(SearchSpace space, string prefix, bool parametersAreSound, ImmutableArray<SpaceError>.Builder errors)
    {
        if (space.Rules.Length > SpaceLimits.Rules)
        {
            errors.Add(new(prefix + "rules", $"must be at most {SpaceLimits.Rules:N0} (are {space.Rules.Length:N0})"));
            return;
        }

        for (var i = 0; i < space.Rules.Length; i++)
        {
            var (path, text) = ($"{prefix}rules[{i}]", space.Rules[i].Text);
            if (text.Length > SpaceLimits.RuleLength)
                errors.Add(new(path, $"must have at most {SpaceLimits.RuleLength:N0} characters (has {text.Length:N0})"));
            else if (RuleProblem(text, space, parametersAreSound) is { } problem)
                errors.Add(new(path, problem));
        }
    }

    private static string? RuleProblem(string text, SearchSpace space, bool parametersAreSound)
    {
        if (!parametersAreSound) return null;
        try
        {
            RuleParser.Parse(text, space);
            return null;
        }
        catch (RuleSyntaxException e)
        {
            return e.Message;
        }
    }

    /// <summary>Elements first: a space cannot be sampled whose elements cannot.</summary>
    private static void CheckFeasible(SearchSpace space, string prefix, ImmutableArray<SpaceError>.Builder errors)
    {
        var before = errors.Count;
        foreach (var list in space.Parameters.OfType<ListParameter>()) CheckFeasible(list.Element, $"{prefix}{list.Name}.of.", errors);
        if (errors.Count > before) return;
        try
        {
            space.Sample(RandomStream.For(0));
        }
        catch (InfeasibleSpaceException e)
        {
            errors.Add(new(prefix + "rules", char.ToLowerInvariant(e.Message[0]) + e.Message[1..]));
        }
    }

    private static int CountParameters(SearchSpace space, int depth) => space.Parameters.IsDefaultOrEmpty || depth > SpaceLimits.Depth
        ? 0
        : space.Parameters.Sum(p => 1 + (p is ListParameter list ? CountParameters(list.Element, depth + 1) : 0));

    private static long CountSlots(SearchSpace space) =>
        space.Parameters.Sum(p => 1 + (p is ListParameter list ? list.Max * CountSlots(list.Element) : 0));
}
