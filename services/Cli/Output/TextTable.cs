using Spectre.Console;

namespace ArchOpt.Cli.Output;

/// <summary>A table of plain cells: a header, columns aligned with blanks, no lines drawn, so that it reads well and splits easily.</summary>
internal sealed class TextTable
{
    /// <summary>The columns that may be broken where a terminal is narrow; names and states are read at a glance or not at all.</summary>
    private static readonly string[] Long = ["CONFIGURATION", "METRICS", "NOTE", "RUNNING", "EVALUATORS"];

    private readonly Table table = new Table().NoBorder();

    /// <param name="columns">A name that begins with <c>#</c> is a number's: right-aligned, the sign dropped.</param>
    public TextTable(params ReadOnlySpan<string> columns)
    {
        foreach (var name in columns)
        {
            var number = name.StartsWith('#');
            var column = new TableColumn(new Text(number ? name[1..] : name, new Style(decoration: Decoration.Bold)))
            {
                Alignment = number ? Justify.Right : Justify.Left,
                NoWrap = number || !Long.Contains(name, StringComparer.Ordinal),
                Padding = new Padding(0, 0, 2, 0),
            };
            table.AddColumn(column);
        }
    }

    public void Row(params ReadOnlySpan<string> cells)
    {
        var texts = new Text[cells.Length];
        for (var i = 0; i < cells.Length; i++) texts[i] = new(cells[i]);
        table.AddRow(texts);
    }

    public void WriteTo(ResultWriter results) => results.Write(table);
}
