using System.Text;

namespace ArchOpt.Studies.Export;

/// <summary>Comma-separated text after RFC 4180, with a line feed at the end of each line.</summary>
public static class Csv
{
    private static readonly System.Buffers.SearchValues<char> Special = System.Buffers.SearchValues.Create(",\"\r\n");

    /// <summary>One line, line feed included. A cell with a comma, a quote or a line break is quoted.</summary>
    public static string Line(IEnumerable<string> cells)
    {
        var line = new StringBuilder();
        var first = true;
        foreach (var cell in cells)
        {
            if (!first) line.Append(',');
            first = false;
            if (cell.AsSpan().ContainsAny(Special)) line.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
            else line.Append(cell);
        }

        return line.Append('\n').ToString();
    }
}
