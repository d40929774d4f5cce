using ArchOpt.Cli.Output;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ArchOpt.Cli.Showing;

/// <summary>Lines of text, some of it coloured where there are colours. Whatever a name holds, it cannot break a line or steer a terminal.</summary>
internal sealed class Page
{
    public static readonly Style Heading = new(decoration: Decoration.Bold);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Quiet = new(Color.Grey);
    public static readonly Style Warning = new(Color.Yellow);

    private readonly List<(string Text, Style Style)[]> lines = [];

    /// <summary>The lines without colours.</summary>
    public IEnumerable<string> Lines => lines.Select(line => string.Concat(line.Select(part => part.Text)).TrimEnd());

    public Page Add(string text, Style? style = null) => Add((text, style ?? Style.Plain));

    public Page Add(params ReadOnlySpan<(string Text, Style Style)> parts)
    {
        var line = new (string, Style)[parts.Length];
        for (var i = 0; i < line.Length; i++) line[i] = (Show.Line(parts[i].Text), parts[i].Style);
        lines.Add(line);
        return this;
    }

    public IRenderable Render() => new Rows(lines.Select(line =>
    {
        var paragraph = new Paragraph();
        foreach (var (text, style) in line) paragraph.Append(text.Length > 0 ? text : " ", style); // an empty line would take no place
        return paragraph;
    }));

    public override string ToString() => string.Join('\n', Lines);
}
