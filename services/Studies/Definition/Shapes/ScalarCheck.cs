using System.Globalization;
using System.Text.RegularExpressions;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Shapes;

/// <summary>What is wrong with a single value, in words.</summary>
internal static class ScalarCheck
{
    /// <summary>Null when the value fits.</summary>
    public static string? Problem(Shape shape, StudyNode node) => shape switch
    {
        TextShape s => Text(s, node),
        ChoiceShape s => Choice(s, node),
        NumberShape s => Number(s, node),
        FlagShape => node is ScalarNode { Kind: ScalarKind.Flag } ? null : $"must be true or false (was {node.Description})",
        SwitchShape => node is ScalarNode { Kind: ScalarKind.Flag } or ScalarNode { Kind: ScalarKind.Number, Number: 0 or 1 }
            ? null
            : $"must be true or false (was {node.Description})",
        ValueShape or ValuesShape => Value(shape, node),
        DurationShape => Duration.TryParse((node as ScalarNode)?.Text ?? "", out _)
            ? null
            : $"must be a duration such as 90s, 2h or 1h30m, at most {Duration.Format(Duration.Longest)} (was {node.Description})",
        _ => throw new InvalidOperationException($"Invariant: {shape.GetType().Name} is no shape of a single value."),
    };

    private static string? Text(TextShape shape, StudyNode node)
    {
        if (node is ScalarNode { Kind: ScalarKind.Number or ScalarKind.Flag }) return $"must be text (was {node.Description}); put it in quotes";
        if (node is not ScalarNode { Kind: ScalarKind.Text } text) return $"must be text (was {node.Description})";
        if (text.Text.Length == 0) return "must not be empty";
        if (text.Text.Length > shape.MaxLength) return $"must have at most {shape.MaxLength:N0} characters (has {text.Text.Length:N0})";
        return shape.Pattern is null || Regex.IsMatch(text.Text, shape.Pattern, RegexOptions.None, TimeSpan.FromSeconds(1))
            ? null
            : $"{shape.PatternMeaning} (was {node.Description})";
    }

    private static string? Choice(ChoiceShape shape, StudyNode node)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Text } text)
            return $"must be one of {string.Join(", ", shape.Names)} (was {node.Description})";
        if (shape.Names.Contains(text.Text)) return null;
        if (shape.Unavailable.Contains(text.Text))
            return $"{shape.What} {node.Description} is not available in this version (available: {string.Join(", ", shape.Names)})";
        var hint = NearestName.Hint(text.Text, shape.Names);
        return $"unknown {shape.What} {node.Description}" + (hint.Length > 0 ? hint : $" (must be one of {string.Join(", ", shape.Names)})");
    }

    private static string? Number(NumberShape shape, StudyNode node)
    {
        if (node is not ScalarNode { Kind: ScalarKind.Number } scalar) return $"must be a {(shape.Whole ? "whole " : "")}number (was {node.Description})";
        if (!double.IsFinite(scalar.Number)) return $"must be a finite number (was {node.Description})";
        var fits = (shape.LowIsOpen ? scalar.Number > shape.Low : scalar.Number >= shape.Low)
            && scalar.Number <= shape.High
            && (!shape.Whole || scalar.Number == Math.Floor(scalar.Number));
        return fits ? null : $"must be {Range(shape)} (was {node.Description})";
    }

    private static string? Value(Shape shape, StudyNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Number } scalar when !double.IsFinite(scalar.Number) => $"must be finite (was {node.Description})",
        ScalarNode { Kind: ScalarKind.Number or ScalarKind.Flag } => null,
        ScalarNode { Kind: ScalarKind.Text } scalar => scalar.Text.Length <= MaxTextLength
            ? null
            : $"must have at most {MaxTextLength:N0} characters (has {scalar.Text.Length:N0})",
        _ => $"must be a number, text or boolean{(shape is ValuesShape ? ", or a list of them" : "")} (was {node.Description})",
    };

    /// <summary>Characters of a value that a parameter can have.</summary>
    internal const int MaxTextLength = 1_000;

    private static string Range(NumberShape shape)
    {
        var kind = shape.Whole ? "a whole number " : "";
        return (double.IsFinite(shape.Low), double.IsFinite(shape.High)) switch
        {
            (true, true) when shape.LowIsOpen => $"{kind}> {Text(shape.Low)} and <= {Text(shape.High)}",
            (true, true) => $"{kind}from {Text(shape.Low)} to {Text(shape.High)}",
            (true, false) => $"{kind}{(shape.LowIsOpen ? ">" : ">=")} {Text(shape.Low)}",
            (false, true) => $"{kind}<= {Text(shape.High)}",
            _ => $"{kind}".TrimEnd(),
        };
    }

    private static string Text(double bound) => bound switch
    {
        9007199254740992 => "2^53",
        -9007199254740992 => "-2^53",
        _ when bound == Math.Floor(bound) && Math.Abs(bound) < 1e15 => bound.ToString("N0", CultureInfo.InvariantCulture),
        _ => bound.ToString(CultureInfo.InvariantCulture),
    };
}
