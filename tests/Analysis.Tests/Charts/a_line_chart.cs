using System.Xml.Linq;
using ArchOpt.Analysis.Charts;

namespace ArchOpt.Analysis.Tests.Charts;

public class a_line_chart
{
    [Fact]
    public void Has_a_title_both_axes_and_a_legend()
    {
        var texts = Texts(Draw([1, 0.1, 0.001], isLogarithmic: true));

        string[] promised = ["<T & t>", "note", "trials", "regret", "a", "b"];
        promised.ShouldBeSubsetOf(texts);
    }

    [Theory]
    [InlineData(new double[] { }, true)]
    [InlineData(new[] { double.NaN, double.NaN }, true)]
    [InlineData(new double[] { 0, 0 }, true)]
    [InlineData(new double[] { 0, 0 }, false)]
    [InlineData(new[] { 1e-300, 1e300 }, true)]
    [InlineData(new[] { -1e300, 1e300 }, false)]
    [InlineData(new[] { 5.0, 5 }, false)]
    [InlineData(new[] { 1e9, 1e9 + 1 }, false)]
    public void Is_well_formed_whatever_it_shows(double[] values, bool isLogarithmic)
    {
        var svg = Draw(values, isLogarithmic);

        svg.Root!.Name.LocalName.ShouldBe("svg");
        svg.Descendants().Attributes().ShouldAllBe(attribute => !attribute.Value.Contains("NaN", StringComparison.Ordinal) && !attribute.Value.Contains('∞'));
        Texts(svg).Count.ShouldBeInRange(6, 40);
    }

    [Fact]
    public void Has_room_for_every_name()
    {
        var names = Enumerable.Range(0, 40).Select(i => $"simulated-annealing{{initial_temperature={i};cooling=0.9}}").ToArray();
        var svg = Parse(new LineChart("t", "n", "x", "y", true, [.. names.Select(name => new ChartLine(name, [new(1, 1, 1, 1), new(2, 0.5, 0.4, 0.6)]))]));

        var height = (double)svg.Root!.Attribute("height")!;
        svg.Descendants().Where(e => e.Name.LocalName == "text").ShouldAllBe(e => (double)e.Attribute("y")! < height);
        ((double)svg.Root.Attribute("width")!).ShouldBeGreaterThan(1_000);
    }

    private static XDocument Draw(double[] values, bool isLogarithmic)
    {
        ChartPoint[] points = [.. values.Select((value, i) => new ChartPoint(i + 1, value, value / 2, value))];
        return Parse(new LineChart("<T & t>", "note", "trials", "regret", isLogarithmic, [new("a", [.. points]), new("b", [.. points])]));
    }

    private static XDocument Parse(LineChart chart) => XDocument.Parse(SvgChart.Draw(chart));

    private static List<string> Texts(XDocument svg) => [.. svg.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
}
