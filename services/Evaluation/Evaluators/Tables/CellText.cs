using System.Collections.Immutable;
using System.Globalization;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Evaluators.Tables;

/// <summary>The one text of a value, whether a CSV cell or a configuration says it: 1e-3 and 0.001 are the same cell.</summary>
internal static class CellText
{
    public static string Of(string cell)
    {
        var text = cell.Trim();
        if (TryNumber(text, out var number) && double.IsFinite(number)) return ParameterValue.Of(number).ToString();
        return bool.TryParse(text, out var flag) ? Of(flag) : text;
    }

    public static bool TryNumber(string cell, out double number) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);

    /// <summary>A configuration as the columns that a CSV has for it: <c>lr</c>, <c>arch[0].width</c>; in ordinal order of their names.</summary>
    public static ImmutableSortedDictionary<string, string> Flatten(Configuration configuration)
    {
        var cells = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        Flatten(configuration, "", cells);
        return cells.ToImmutable();
    }

    private static void Flatten(Configuration configuration, string prefix, ImmutableSortedDictionary<string, string>.Builder cells)
    {
        foreach (var (name, value) in configuration.Entries)
        {
            switch (value.Kind)
            {
                case ParameterValueKind.Number:
                    cells[prefix + name] = value.ToString();
                    break;
                case ParameterValueKind.Text:
                    cells[prefix + name] = Of(value.Text);
                    break;
                case ParameterValueKind.Flag:
                    cells[prefix + name] = Of(value.Flag);
                    break;
                default:
                    for (var i = 0; i < value.List.Length; i++) Flatten(value.List[i], $"{prefix}{name}[{i}].", cells);
                    break;
            }
        }
    }

    private static string Of(bool flag) => flag ? "true" : "false";
}
