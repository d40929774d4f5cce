using System.Collections.Immutable;

namespace ArchOpt.Search.Spaces;

/// <summary>The mistakes that a condition can have: what it names must come earlier, and must be able to be what it asks for.</summary>
internal static class ConditionValidation
{
    public static void Check(SearchSpace space, Parameter parameter, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (parameter.When is not { } condition) return;
        path += ".when";
        if (condition.Clauses.IsDefaultOrEmpty)
        {
            errors.Add(new(path, "must name at least one parameter"));
            return;
        }

        foreach (var twice in condition.Clauses.GroupBy(clause => clause.Parameter, StringComparer.Ordinal).Where(group => group.Count() > 1))
            errors.Add(new($"{path}.{twice.Key}", "the parameter is named twice"));
        foreach (var clause in condition.Clauses)
        {
            var clausePath = $"{path}.{clause.Parameter}";
            if (NameProblem(space, parameter, clause.Parameter) is { } problem) errors.Add(new(clausePath, problem));
            else CheckValues(space.Parameters.First(p => p.Name == clause.Parameter), clause, clausePath, errors);
        }
    }

    private static string? NameProblem(SearchSpace space, Parameter parameter, string name)
    {
        var names = space.Parameters.Select(p => p.Name).ToList();
        if (!names.Contains(name, StringComparer.Ordinal))
        {
            var earlier = names.Take(names.IndexOf(parameter.Name)).ToArray();
            return $"unknown parameter '{name}'{NearestName.Hint(name, earlier)}";
        }

        if (Cycle(space, parameter.Name, name) is { } cycle) return $"conditions must not form a cycle ({cycle})";
        return names.IndexOf(name) > names.IndexOf(parameter.Name)
            ? $"'{name}' is declared later; a condition may name earlier parameters only"
            : null;
    }

    /// <summary>The way from a parameter over one of its parents back to itself, as text; null when there is none.</summary>
    private static string? Cycle(SearchSpace space, string start, string parent)
    {
        var cameFrom = new Dictionary<string, string>(StringComparer.Ordinal) { [parent] = start };
        var open = new Queue<string>([parent]);
        while (open.TryDequeue(out var name))
        {
            if (name == start)
            {
                var way = new List<string> { start };
                for (var at = cameFrom[start]; at != start; at = cameFrom[at]) way.Add(at);
                way.Add(start);
                way.Reverse();
                return string.Join(" -> ", way);
            }

            foreach (var clause in space.Parameters.FirstOrDefault(p => p.Name == name)?.When?.Clauses ?? [])
            {
                if (cameFrom.TryAdd(clause.Parameter, name)) open.Enqueue(clause.Parameter);
            }
        }

        return null;
    }

    private static void CheckValues(Parameter parent, ConditionClause clause, string path, ImmutableArray<SpaceError>.Builder errors)
    {
        if (parent is ListParameter or FloatParameter { Step: null })
        {
            var kind = parent is ListParameter ? "a list" : "continuous";
            errors.Add(new(path, $"must name a parameter with single values ('{parent.Name}' is {kind})"));
            return;
        }

        var before = errors.Count;
        ParameterValidation.Choices(clause.Values, path, errors);
        if (errors.Count > before || !HasSoundLevels(parent)) return;
        foreach (var value in clause.Values)
        {
            if (ParameterLevels.IndexOf(parent, value) < 0)
                errors.Add(new(path, $"'{parent.Name}' is never {value} (it is {ParameterValues.Describe(parent)})"));
        }
    }

    /// <summary>A parent with mistakes of its own is reported there, not here.</summary>
    private static bool HasSoundLevels(Parameter parent)
    {
        var errors = ImmutableArray.CreateBuilder<SpaceError>();
        ParameterValidation.Check(parent, "", errors);
        return errors.Count == 0;
    }
}
