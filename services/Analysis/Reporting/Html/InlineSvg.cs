using System.Net;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ArchOpt.Analysis.Plots;

namespace ArchOpt.Analysis.Reporting.Html;

/// <summary>SVG documents inside of an HTML page.</summary>
internal static partial class InlineSvg
{
    /// <summary>The plot with its caption. Its identifiers get its name in front: in one page the same one may stand once only.</summary>
    public static string Figure(StudyPlot plot)
    {
        var svg = XElement.Parse(plot.Svg);
        foreach (var attribute in svg.DescendantsAndSelf().SelectMany(element => element.Attributes()).Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            attribute.Value = attribute.Name.LocalName switch
            {
                "id" => $"{plot.Name}-{attribute.Value}",
                "href" when attribute.Value.StartsWith('#') => $"#{plot.Name}-{attribute.Value[1..]}",
                "aria-labelledby" or "aria-describedby" => string.Join(' ', attribute.Value.Split(' ').Select(id => $"{plot.Name}-{id}")),
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
