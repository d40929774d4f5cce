using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Reads the keys <c>space</c> and <c>rules</c>, and has the space validated.</summary>
/// <remarks>
/// A parameter that is not even of the right shape takes part as a constant, so that the others can still be checked;
/// whatever speaks of it is left unsaid, because its own mistake explains it.
/// </remarks>
internal sealed class SpaceReader(ShapeCheck check, ErrorList errors)
{
    private bool hasBroken;

    /// <summary>The space, or null when anything in it is wrong; every mistake is in the error list.</summary>
    public SearchSpace? Read(MappingNode study)
    {
        if (study.Find("space") is not MappingNode { Entries.Length: > 0 } node) return null;
        var rules = study.Find("rules") is { } list && !check.IsSound(list) ? [] : Rules(study);
        var broken = new HashSet<string>(StringComparer.Ordinal);
        var space = Space(node, rules, "", broken);
        var mistakes = SpaceValidation.Check(hasBroken ? space with { Rules = [] } : space)
            .Where(error => !broken.Any(name => SpeaksOf(error, name)))
            .ToList();
        foreach (var error in mistakes) errors.Add(InFile(error.Path), error.Message);
        return mistakes.Count == 0 && !hasBroken && check.IsSound(node) ? space : null;
    }

    private SearchSpace Space(MappingNode node, ImmutableArray<Rule> rules, string prefix, HashSet<string> broken)
    {
        var parameters = ImmutableArray.CreateBuilder<Parameter>(node.Entries.Length);
        foreach (var entry in node.Entries)
        {
            if (IsReadable(entry.Value))
            {
                parameters.Add(Parameter(entry.Key, (MappingNode)entry.Value, $"{prefix}{entry.Key}.of.", broken));
                continue;
            }

            hasBroken = true;
            broken.Add(prefix + entry.Key);
            parameters.Add(new ConstantParameter(entry.Key, 0, ReadableCondition(entry.Value as MappingNode)));
        }

        return new(parameters.ToImmutable(), rules);
    }

    /// <summary>A list with a broken parameter inside is still a list.</summary>
    private bool IsReadable(StudyNode node) => check.IsSound(node)
        || (node is MappingNode list && list.Text("type") == "list" && list.Find("of") is MappingNode
            && list.Repeated.IsEmpty
            && list.Entries.All(entry => entry.Key == "of" || check.IsSound(entry.Value))
            && list.Entries.All(entry => entry.Key is "type" or "min" or "max" or "of" or "rules" or "when")
            && list.Find("min") is not null && list.Find("max") is not null);

    private Parameter Parameter(string name, MappingNode node, string prefix, HashSet<string> broken)
    {
        var when = Condition(node);
        return node.Text("type") switch
        {
            "float" => new FloatParameter(name, node.Number("low")!.Value, node.Number("high")!.Value, node.Flag("log"), node.Number("step"), when),
            "int" => new IntParameter(name, (long)node.Number("low")!, (long)node.Number("high")!, node.Flag("log"), (long?)node.Number("step") ?? 1, when),
            "ordinal" => new OrdinalParameter(name, node.Find("values").Values(), when),
            "categorical" => new CategoricalParameter(name, node.Find("values").Values(), when),
            "constant" => new ConstantParameter(name, node.Find("value")!.Value(), when),
            "list" => new ListParameter(name, node.Count("min")!.Value, node.Count("max")!.Value,
                Space((MappingNode)node.Find("of")!, hasBroken ? [] : Rules(node), prefix, broken), when),
            var type => throw new InvalidOperationException($"Invariant: '{name}' has the unknown type '{type}'."),
        };
    }

    private Condition? ReadableCondition(MappingNode? node) =>
        node?.Find("when") is { } when && check.IsSound(when) ? Condition(node) : null;

    private static Condition? Condition(MappingNode node) => node.Find("when") is MappingNode when
        ? new([.. when.Entries.Select(entry => new ConditionClause(entry.Key, entry.Value.Values()))])
        : null;

    private static ImmutableArray<Rule> Rules(MappingNode node) => [.. node.Items("rules").Select(item => new Rule(((ScalarNode)item).Text))];

    private static bool SpeaksOf(SpaceError error, string broken)
    {
        var (scope, name) = broken.LastIndexOf(".of.", StringComparison.Ordinal) is >= 0 and var at
            ? (broken[..(at + 4)], broken[(at + 4)..])
            : ("", broken);
        return error.Path.StartsWith(broken + ".value", StringComparison.Ordinal)
            || (error.Path.StartsWith(scope, StringComparison.Ordinal) && error.Path.EndsWith(".when." + name, StringComparison.Ordinal));
    }

    /// <summary>Rules of the space stand at the top of the file, those of elements beside <c>of</c>; the rest stands under <c>space</c>.</summary>
    private static string InFile(string path)
    {
        if (path == "rules" || path.StartsWith("rules[", StringComparison.Ordinal)) return path;
        return path.Length == 0 ? "space" : "space." + path.Replace(".of.rules[", ".rules[", StringComparison.Ordinal);
    }
}
