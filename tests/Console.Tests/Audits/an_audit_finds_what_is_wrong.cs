using ArchOpt.Console.Tests.Browsing;

namespace ArchOpt.Console.Tests.Audits;

/// <summary>An audit that finds nothing anywhere would be a promise about nothing.</summary>
public sealed class an_audit_finds_what_is_wrong(SharedBrowser browser) : ConsoleTest(browser)
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:1");

    [Theory]
    [InlineData("<h1>a</h1><h3>b</h3>", "after a heading of level 1 follows <h3>b</h3>")]
    [InlineData("<h1>a</h1><h1>b</h1>", "there are 2 h1")]
    [InlineData("<h1>a</h1><p id=x></p><p id=x></p>", "the id x is there more than once")]
    [InlineData("<h1>a</h1><input name=q>", "nothing labels <input name=\"q\">")]
    [InlineData("<h1>a</h1><button></button>", "nothing names <button></button>")]
    [InlineData("<h1>a</h1><table><tr><td>1</td></tr></table>", "a table without headers")]
    [InlineData("<h1>a</h1><svg width=9 height=9></svg>", "nothing describes <svg")]
    public async Task of_structure(string body, string fault)
    {
        var visit = await VisitAsync(Nowhere);
        await visit.Page.SetContentAsync($"<html lang=en><title>t</title><main>{body}</main>");
        (await Audit.Structure.OfAsync(visit.Page)).ShouldHaveSingleItem().ShouldContain(fault);
    }

    [Fact]
    public async Task of_layout()
    {
        var visit = await VisitAsync(Nowhere, Viewing.Phone);
        await visit.Page.SetContentAsync("<meta name=viewport content='width=device-width'><div style='overflow-x:auto'><p style='width:900px'>scrolls in a box</p></div>");
        (await Audit.Layout.OfAsync(visit.Page)).ShouldBeEmpty();
        await visit.Page.SetContentAsync("<meta name=viewport content='width=device-width,minimum-scale=1'><p id=wide style='width:900px'>sticks out</p>");
        (await Audit.Layout.OfAsync(visit.Page)).ShouldContain(static fault => fault.Contains("id=\"wide\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<p style='color:#777;background:#fff'>4.48</p>", "4.48 to 1")]
    [InlineData("<div style='background:#000'><p style='color:rgba(255,255,255,.4)'>see-through ink</p></div>", "3.66 to 1")]
    [InlineData("<p style='color:#000;opacity:.5'>faded</p>", "3.98 to 1")]
    [InlineData("<svg><rect width=200 height=50 fill=#000 /><text y=20 fill=#333>dark on dark</text></svg>", "1.66 to 1")]
    public async Task of_contrast(string body, string fault)
    {
        var visit = await VisitAsync(Nowhere);
        await visit.Page.SetContentAsync(body);
        (await Audit.Contrast.OfAsync(visit.Page)).ShouldHaveSingleItem().ShouldContain(fault);
        await visit.Page.SetContentAsync("<p style='color:#767676;background:#fff'>4.54</p><p style='color:#949494;font-size:24px'>large</p>");
        (await Audit.Contrast.OfAsync(visit.Page)).ShouldBeEmpty();
    }
}
