using System.Collections.Immutable;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>
/// Compares a tree with a shape and reports everything that does not fit: unknown, missing and repeated keys, wrong
/// types, numbers out of range, unknown names. What fits can then be converted without further questions.
/// </summary>
internal sealed class ShapeCheck(ErrorList errors)
{
    private readonly HashSet<StudyNode> unsound = [];

    /// <summary>Whether nothing was wrong with a node that has been checked, nor anywhere in it.</summary>
    public bool IsSound(StudyNode node) => !unsound.Contains(node);

    /// <summary>Returns whether the node and everything in it fits.</summary>
    public bool Check(Shape shape, StudyNode node, string path)
    {
        var fits = shape switch
        {
            ObjectShape s => Object(s.Fields, node, path),
            VariantShape s => VariantOf(s, node, path),
            ListShape s => List(s, node, path),
            MapShape s => Map(s, node, path),
            SpaceShape s => Space(s, node, path),
            ConfigurationShape => Configuration(node, path),
            ValuesShape when node is SequenceNode list => All(list.Items, (item, i) => Check(new ValueShape(), item, $"{path}[{i}]")),
            _ => Fail(ScalarCheck.Problem(shape, node), path),
        };
        if (!fits) unsound.Add(node);
        return fits;
    }

    private bool Object(ImmutableArray<Field> fields, StudyNode node, string path)
    {
        if (!IsMapping(node, path, out var mapping)) return false;
        var fits = Known(mapping, [.. fields.Select(field => field.Name)], path);
        foreach (var field in fields)
        {
            var child = Join(path, field.Name);
            if (mapping.Find(field.Name) is { } value) fits &= Check(field.Shape, value, child);
            else if (field.Required) fits &= Fail("is missing" + Hint(field.Shape), child);
        }

        return fits;
    }

    private bool VariantOf(VariantShape shape, StudyNode node, string path)
    {
        if (!IsMapping(node, path, out var mapping)) return false;
        var keyPath = Join(path, shape.Key);
        if (mapping.Find(shape.Key) is not { } name) return Fail("is missing" + Hint(shape.Choice), keyPath);
        if (!Check(shape.Choice, name, keyPath)) return false; // which other keys there may be is unknown
        var variant = shape.Variants.First(v => v.Name == ((ScalarNode)name).Text);
        return Object([new(shape.Key, shape.Choice, ""), .. variant.Fields], node, path);
    }

    private bool List(ListShape shape, StudyNode node, string path)
    {
        if (node is not SequenceNode list) return Fail($"must be a list (was {node.Description})", path);
        var fits = All(list.Items, (item, i) => Check(shape.Item, item, $"{path}[{i}]"));
        if (list.Items.Length >= shape.Min && list.Items.Length <= shape.Max) return fits;
        var wanted = shape.Min == shape.Max ? $"{shape.Min}" : shape.Max == int.MaxValue ? $"at least {shape.Min}" : $"{shape.Min} to {shape.Max:N0}";
        return Fail($"must have {wanted} {(wanted.EndsWith(" 1", StringComparison.Ordinal) ? "item" : "items")} (has {list.Items.Length:N0})", path);
    }

    private bool Map(MapShape shape, StudyNode node, string path)
    {
        if (!IsMapping(node, path, out var mapping)) return false;
        var fits = Once(mapping, path);
        foreach (var entry in mapping.Entries) fits &= Check(shape.Item, entry.Value, Join(path, entry.Key));
        return mapping.Entries.Length >= shape.Min ? fits : Fail($"must have at least one {shape.KeyMeaning}", path);
    }

    private bool Space(SpaceShape shape, StudyNode node, string path) => Map(new(shape.Parameter(), 1, "parameter"), node, path);

    private bool Configuration(StudyNode node, string path)
    {
        if (!IsMapping(node, path, out var mapping)) return false;
        var fits = Once(mapping, path);
        foreach (var entry in mapping.Entries)
        {
            var child = Join(path, entry.Key);
            fits &= entry.Value is SequenceNode list
                ? All(list.Items, (item, i) => Check(new ConfigurationShape(), item, $"{child}[{i}]"))
                : Check(new ValueShape(), entry.Value, child);
        }

        return fits;
    }

    private bool Known(MappingNode mapping, ImmutableArray<string> names, string path)
    {
        var fits = Once(mapping, path);
        foreach (var entry in mapping.Entries.Where(entry => !names.Contains(entry.Key)))
        {
            // What is not given yet is meant rather than what is.
            var candidates = names.OrderBy(name => mapping.Find(name) is not null);
            fits &= Fail($"unknown key '{entry.Key}'{NearestName.Hint(entry.Key, candidates)}", Join(path, entry.Key));
        }

        return fits;
    }

    private bool Once(MappingNode mapping, string path)
    {
        foreach (var entry in mapping.Repeated)
        {
            var first = mapping.FindEntry(entry.Key)!;
            errors.Add(entry.Line, entry.Column, Join(path, entry.Key), $"is given twice (first on line {first.Line})");
        }

        return mapping.Repeated.IsEmpty;
    }

    private bool IsMapping(StudyNode node, string path, out MappingNode mapping)
    {
        mapping = node as MappingNode ?? MappingNode.Of(node.Line, node.Column, []);
        return node is MappingNode || Fail($"must be a mapping (was {node.Description})", path);
    }

    private bool Fail(string? problem, string path)
    {
        if (problem is not null) errors.Add(path, problem);
        return problem is null;
    }

    private static bool All(ImmutableArray<StudyNode> items, Func<StudyNode, int, bool> check)
    {
        var fits = true;
        for (var i = 0; i < items.Length; i++) fits &= check(items[i], i);
        return fits;
    }

    private static string Hint(Shape shape) => shape switch
    {
        ChoiceShape choice => $" (one of {string.Join(", ", choice.Names)})",
        _ => "",
    };

    private static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";
}
