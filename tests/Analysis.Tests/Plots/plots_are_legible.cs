using System.Globalization;
using System.Text;
using System.Xml.Linq;
using ArchOpt.Analysis.Plots;
using ArchOpt.Analysis.Reporting;

namespace ArchOpt.Analysis.Tests.Plots;

public sealed class plots_are_legible
{
    private const int MostElements = 5_000, MostBytes = 300_000;

    public static TheoryData<string> Studies => ["seed", "resilient", "mirrored", "front", "large", "one", "hostile", "replicated", "constant", "nothing finite", "conditional"];

    [Theory, MemberData(nameof(Studies))]
    public void texts_lie_within_the_page_and_never_over_each_other(string study)
    {
        foreach (var plot in Plots(study))
        {
            var drawn = new DrawnPlot(plot.Svg);
            drawn.Texts.ShouldAllBe(text => drawn.Page.Contains(text.Box), plot.Name);
            var texts = drawn.Texts.Select(text => (text.Text, Box: text.Box.Grown(-0.6))).ToArray();
            for (var i = 0; i < texts.Length; i++)
            {
                for (var j = 0; j < i; j++)
                    texts[i].Box.Overlaps(texts[j].Box).ShouldBeFalse($"{study} {plot.Name}: '{texts[i].Text}' {texts[i].Box} lies over '{texts[j].Text}' {texts[j].Box}");
            }
        }
    }

    [Theory, MemberData(nameof(Studies))]
    public void no_letter_is_too_small_to_read(string study) =>
        Plots(study).SelectMany(plot => new DrawnPlot(plot.Svg).Texts).ShouldAllBe(text => text.Size >= 11);

    [Theory, MemberData(nameof(Studies))]
    public void numbers_are_numbers(string study) => Plots(study).SelectMany(plot => new DrawnPlot(plot.Svg).Root.DescendantsAndSelf())
        .SelectMany(element => element.Attributes())
        .Where(attribute => attribute.Name.LocalName is not ("aria-label" or "xmlns"))
        .ShouldAllBe(attribute => !attribute.Value.Contains("NaN") && !attribute.Value.Contains('∞') && !attribute.Value.Contains("E+"));

    [Theory, MemberData(nameof(Studies))]
    public void a_plot_stands_alone_and_disturbs_nothing_around_it(string study)
    {
        foreach (var plot in Plots(study))
        {
            var elements = new DrawnPlot(plot.Svg).Root.DescendantsAndSelf().ToArray();
            elements.Select(element => element.Name.LocalName).Intersect(["script", "style", "image", "foreignObject", "use", "a"]).ShouldBeEmpty(plot.Name);
            elements.Attributes().Where(attribute => attribute.Name.LocalName is "id").ShouldAllBe(id => id.Value.StartsWith(plot.Name + "-"));
            elements.Attributes().Where(attribute => attribute.Name.LocalName is "href" or "class" or "style" || attribute.Name.LocalName.StartsWith("on")).ShouldBeEmpty(plot.Name);
            elements.Attributes().Where(attribute => attribute.Value.Contains("url(")).ShouldAllBe(attribute => attribute.Value.StartsWith($"url(#{plot.Name}-"));
        }
    }

    [Theory, MemberData(nameof(Studies))]
    public void a_screen_reader_is_told_what_a_plot_shows(string study)
    {
        foreach (var plot in Plots(study))
        {
            var root = new DrawnPlot(plot.Svg).Root;
            root.Attribute("role")!.Value.ShouldBe("img");
            root.Attribute("aria-label")!.Value.ShouldBe(root.Elements().First(element => element.Name.LocalName == "title").Value);
            plot.Title.ShouldNotBeNullOrWhiteSpace();
            plot.Caption.ShouldEndWith(".");
        }
    }

    [Theory, MemberData(nameof(Studies))]
    public void a_plot_stays_small_however_many_trials_there_are(string study)
    {
        foreach (var plot in Plots(study))
        {
            new DrawnPlot(plot.Svg).Root.Descendants().Count().ShouldBeLessThan(MostElements, plot.Name);
            Encoding.UTF8.GetByteCount(plot.Svg).ShouldBeLessThan(MostBytes, plot.Name);
        }
    }

    [Theory, MemberData(nameof(Studies))]
    public void the_same_study_gives_the_same_plots_under_any_culture(string study)
    {
        var before = CultureInfo.CurrentCulture;
        var withComma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        withComma.NumberFormat = new() { NumberDecimalSeparator = ",", NegativeSign = "minus " };
        var expected = Plots(study);
        try
        {
            CultureInfo.CurrentCulture = withComma;
            Plots(study).ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void names_from_a_study_file_are_text_and_nothing_else()
    {
        var plots = Plots("hostile");

        plots.Length.ShouldBeGreaterThan(5);
        plots.ShouldAllBe(plot => !plot.Svg.Contains("<script", StringComparison.OrdinalIgnoreCase));
        plots.ShouldContain(plot => plot.Svg.Contains("&lt;script&gt;"));
    }

    [Fact]
    public void a_study_without_trials_has_no_plots() => StudyPlots.Of(Samples.OfNothing).ShouldBeEmpty();

    private static StudyPlot[] Plots(string study) => [.. StudyPlots.Of(Study(study))];

    private static StudyAnalysis Study(string name) => name switch
    {
        "seed" => Samples.OfSeed,
        "resilient" => Samples.OfResilient,
        "mirrored" => Samples.OfMirrored,
        "front" => Samples.OfFront,
        "large" => Samples.OfLarge,
        "one" => Samples.OfOne,
        "hostile" => Samples.OfHostile,
        "replicated" => OddSamples.Replicated,
        "constant" => OddSamples.Constant,
        "nothing finite" => OddSamples.NothingFinite,
        "conditional" => OddSamples.Conditional,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown study."),
    };
}
