using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting.Html;
using ArchOpt.Analysis.Tests.Plots;

namespace ArchOpt.Analysis.Tests.Charts;

public sealed class a_chart_in_a_page
{
    private static readonly StudyPlot Plot = StudyPlots.Of(Samples.OfResilient)[0];

    [Fact]
    public void follows_its_light_or_dark()
    {
        var figure = InlineSvg.Figure(Plot, followsPage: true);

        figure.ShouldContain("fill=\"var(--chart-paper, #ffffff)\"");
        figure.ShouldContain("fill=\"var(--chart-ink, #222222)\"");
        figure.ShouldNotContain("\"#222222\"");
        figure.ShouldContain("#D55E00", Case.Sensitive, "the colours of series are theirs");
    }

    [Fact]
    public void that_is_printed_or_saved_has_its_own_colours()
    {
        InlineSvg.Figure(Plot).ShouldNotContain("var(");
        Plot.Svg.ShouldNotContain("var(");
    }
}
