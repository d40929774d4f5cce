using System.Text;
using ArchOpt.Insight;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Console.Watching;

/// <summary>A configuration in one line: what the study searched, without what is the same in all of its configurations and what names the group.</summary>
internal static class ConfigurationLine
{
    private const int Longest = 240, LongestValue = 60;

    /// <summary>Of a number: the page of the trial has the rest.</summary>
    private const int Digits = 5;

    public static string Of(StudyDefinition study, Configuration configuration)
    {
        var text = new StringBuilder();
        foreach (var parameter in study.Space.Parameters)
        {
            if (parameter is ConstantParameter || parameter.Name == study.Groups?.Parameter || !configuration.TryGet(parameter.Name, out var value)) continue;
            if (text.Length > 0) text.Append(", ");
            text.Append(Short(parameter.Name)).Append(" = ").Append(Text(value));
            if (text.Length > Longest) return text.ToString(0, Longest) + "…";
        }

        return text.ToString();
    }

    /// <summary>A list of blocks reads <c>[256 × 2 | 512 × 1]</c>: the values of each in the order of their names.</summary>
    private static string Text(ParameterValue value) => value.Kind == ParameterValueKind.List
        ? $"[{string.Join(" | ", value.List.Select(item => string.Join(" × ", item.Entries.Select(entry => $"{entry.Key} {Text(entry.Value)}"))))}]"
        : value.Kind == ParameterValueKind.Number ? NumberText.Rounded(value.Number, Digits)
        : Short(NumberText.Exact(value));

    private static string Short(string text) => text.Length <= LongestValue ? text : text[..LongestValue] + "…";
}
