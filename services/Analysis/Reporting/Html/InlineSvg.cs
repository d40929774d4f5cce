using System.Collections.Frozen;
using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchOpt.Analysis.Charts;
using ArchOpt.Analysis.Plots;

namespace ArchOpt.Analysis.Reporting.Html;

/// <summary>SVG documents inside of an HTML page.</summary>
internal static partial class InlineSvg
{
    /// <summary>Colours that a page decides: what would vanish on a dark ground.</summary>
    private static readonly FrozenDictionary<string, string> Themed = new Dictionary<string, string>
    {
        [Palette.Ink] = "ink",
        [Palette.Quiet] = "quiet",
        [Palette.Faint] = "faint",
        [Palette.Grey] = "grey",
        [Palette.Paper] = "paper",
        [Palette.Black] = "black",
        [Palette.Blue] = "blue",
        [Palette.Shade] = "shade",
        [Palette.Hatch] = "hatch",
    }.ToFrozenDictionary(pair => pair.Key, pair => $"var(--chart-{pair.Value}, {pair.Key})");

    /// <summary>The plot with its caption. Its identifiers get its name in front: in one page the same one may stand once only.</summary>
    /// <param name="plot">The plot; its own text stays as it is.</param>
    /// <param name="followsPage">
    /// Whether the page's style sheet decides the neutral colours, by variables such as <c>--chart-ink</c>. Not for heat maps, whose text stands on colours
    /// of their own.
    /// </param>
    public static string Figure(StudyPlot plot, bool followsPage = false)
    {
        var svg = XElement.Parse(plot.Svg);
        foreach (var attribute in svg.DescendantsAndSelf().SelectMany(element => element.Attributes()).Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            attribute.Value = attribute.Name.LocalName switch
            {
                "id" => $"{plot.Name}-{attribute.Value}",
                "href" when attribute.Value.StartsWith('#') => $"#{plot.Name}-{attribute.Value[1..]}",
                "aria-labelledby" or "aria-describedby" => string.Join(' ', attribute.Value.Split(' ').Select(id => $"{plot.Name}-{id}")),
                "fill" or "stroke" when followsPage && Themed.TryGetValue(attribute.Value, out var variable) => variable,
                _ => Reference().Replace(attribute.Value, $"url(#{plot.Name}-${{id}})"),
            };
        }

        return $"""
            <figure>
            {svg.ToString(SaveOptions.DisableFormatting)}
            <figcaption>{WebUtility.HtmlEncode(plot.Caption)}</figcaption>
            </figure>
            """;
    }

    [GeneratedRegex(@"url\(#(?<id>[^)]+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Reference();
}
