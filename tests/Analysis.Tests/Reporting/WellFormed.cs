using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>A page as a strict reader sees it.</summary>
internal static partial class WellFormed
{
    /// <exception cref="System.Xml.XmlException">It is not well-formed.</exception>
    public static XElement Page(string html)
    {
        html.ShouldStartWith("<!DOCTYPE html>");
        return XElement.Parse(html["<!DOCTYPE html>".Length..], LoadOptions.PreserveWhitespace);
    }

    public static IEnumerable<XElement> All(this XElement page, string name) => page.Descendants().Where(element => element.Name.LocalName == name);

    /// <summary>Nothing is loaded from anywhere, nothing runs, every anchor leads somewhere, and no identifier stands twice.</summary>
    public static void ShouldNeedNothingElse(this XElement page)
    {
        string[] forbidden = ["script", "iframe", "object", "embed", "link", "form", "img", "base", "foreignObject"];
        page.Descendants().Select(element => element.Name.LocalName).ShouldNotContain(name => forbidden.Contains(name));
        var attributes = page.Descendants().SelectMany(element => element.Attributes()).Where(attribute => !attribute.IsNamespaceDeclaration).ToList();
        attributes.ShouldNotContain(attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        attributes.Where(attribute => attribute.Name.LocalName is "src" or "action" or "data").ShouldBeEmpty();
        var ids = attributes.Where(attribute => attribute.Name.LocalName == "id").Select(attribute => attribute.Value).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        attributes.Where(attribute => attribute.Name.LocalName == "href").ShouldAllBe(attribute => attribute.Value.StartsWith('#') && ids.Contains(attribute.Value.Substring(1)));
        foreach (var reference in attributes.SelectMany(attribute => Url().Matches(attribute.Value).Select(match => match.Groups["id"].Value))) ids.ShouldContain(reference);
        string.Concat(page.All("style").Select(style => style.Value)).ShouldNotMatch("url\\(|@import|expression");
    }

    [GeneratedRegex(@"url\(#?(?<id>[^)]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Url();
}
