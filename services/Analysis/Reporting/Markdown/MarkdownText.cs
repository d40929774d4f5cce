using System.Text;

namespace ArchOpt.Analysis.Reporting.Markdown;

/// <summary>A Markdown document (CommonMark with pipe tables), written block by block.</summary>
internal sealed class MarkdownText
{
    private readonly StringBuilder text = new();

    public void Heading(int level, Markup heading) => Block($"{new string('#', level)} {heading.Text}");

    public void Paragraph(Markup paragraph)
    {
        if (paragraph.Text.Length > 0) Block(paragraph.Text);
    }

    public void List(IEnumerable<Markup> items) => Block(string.Join('\n', items.Select(item => "- " + item.Text)));

    public void Numbered(IEnumerable<Markup> items) => Block(string.Join('\n', items.Select((item, i) => $"{i + 1}. {item.Text}")));

    /// <param name="code">Shell commands; they hold nothing that a user wrote but quoted names.</param>
    public void Code(IEnumerable<string> code) => Block($"```sh\n{string.Join('\n', code)}\n```");

    /// <summary>A table; without rows nothing at all.</summary>
    public void Table(IReadOnlyList<Column> columns, IEnumerable<IReadOnlyList<Markup>> rows)
    {
        var lines = rows.Select(row => Line(row.Select(cell => cell.Text))).ToList();
        if (lines.Count == 0) return;
        Block(string.Join('\n', [
            Line(columns.Select(column => column.Heading.Text)),
            "|" + string.Concat(columns.Select(column => column.IsNumber ? "---:|" : "---|")),
            .. lines,
        ]));
    }

    /// <param name="title">Brackets would end it; round ones read as well.</param>
    public void Image(string title, string path) => Block($"![{Markup.Plain(title.Replace('[', '(').Replace(']', ')')).Text}]({path})");

    public override string ToString() => text.ToString();

    private static string Line(IEnumerable<string> cells) => "|" + string.Concat(cells.Select(cell => $" {(cell.Length == 0 ? "–" : cell)} |"));

    private void Block(string block)
    {
        if (text.Length > 0) text.Append('\n');
        text.Append(block).Append('\n');
    }
}

/// <param name="IsNumber">Numbers stand to the right.</param>
internal sealed record Column(Markup Heading, bool IsNumber = false)
{
    public static Column Text(Markup heading) => new(heading);

    public static Column Number(Markup heading) => new(heading, IsNumber: true);
}
