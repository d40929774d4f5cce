using ArchOpt.Analysis.Reporting.Markdown;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Spaces;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>Names and values come from study files, evaluators and other people's exports. None of them becomes markup, breaks a table or hides text.</summary>
public sealed class hostile_text_stays_text
{
    private static readonly MarkdownPipeline Reader = new MarkdownPipelineBuilder().UsePipeTables().Build();

    public static TheoryData<string> Hostile =>
    [
        "<script>alert(1)</script>",
        "\"quoted\" 'twice' & <b>bold</b>",
        "a | b || c",
        "`code` ``more``",
        "# heading\n\n| x | y |\n|---|---|",
        "![image](http://evil.example/x.png)",
        "[link](javascript:alert(1))",
        "**bold** _em_ ~~gone~~ $math$",
        "&lt;not an entity&#60;",
        new string('x', 200),
        "\u202Eevil\u202C \u05D0\u05D1\u05D2 \u0627\u0628",
        "tail\\",
        "<!-- comment",
        "${{7*7}} {0} {{x}}",
        "\u0000\u0007bell\u001B[31m",
        "- item\r\n1. item",
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public void in_every_place_of_a_report(string text)
    {
        var plain = Structure(Study("plain name").Report().ToMarkdown(withPlots: false));
        var report = Study(text).Report();
        var markdown = report.ToMarkdown(withPlots: false);

        var document = Markdig.Markdown.Parse(markdown, Reader);
        document.Descendants<HtmlBlock>().ShouldBeEmpty();
        document.Descendants<HtmlInline>().ShouldBeEmpty();
        document.Descendants<LinkInline>().ShouldBeEmpty();
        document.Descendants<CodeInline>().ShouldBeEmpty();
        Structure(markdown).ShouldBe(plain); // the same headings, tables, rows and cells as with a harmless name
        markdown.ShouldNotContain('\u202E');
        markdown.ShouldNotContain('\u0000');
        markdown.ShouldNotContain('\u001B');

        var page = WellFormed.Page(report.ToHtml());
        page.ShouldNeedNothingElse();
        page.All("b").ShouldBeEmpty();
    }

    [Fact]
    public void and_it_is_still_readable()
    {
        Markup.Plain("d_model").Text.ShouldBe("d_model");
        Markup.Plain("arch[0].width").Text.ShouldBe("arch[0].width");
        Markup.Plain("len(arch)").Text.ShouldBe("len(arch)");
        Markup.Plain("1e-5 .. 0.01").Text.ShouldBe("1e-5 .. 0.01");
        Markup.Plain("-0.5").Text.ShouldBe("-0.5");
        Markup.Plain("R&D").Text.ShouldBe("R\\&D");
        Markup.Plain("a|b").Text.ShouldBe("a\\|b");
        Markup.Plain("_private_").Text.ShouldBe("\\_private\\_");
        Markup.Plain(new string('y', 500)).Text.Length.ShouldBe(Markup.Longest + 1);
    }

    [Fact]
    public void a_hole_in_a_sentence_is_escaped_and_markup_is_not()
    {
        var name = "*x*";
        Markup.Of($"**{name}** {Markup.Bold(Markup.Plain(name))} {1.5:0.00}").Text.ShouldBe("**\\*x\\*** **\\*x\\*** 1.50");
    }

    [Theory]
    [InlineData("plain-name_1", "plain-name_1")]
    [InlineData("it's; rm -rf /", "'it'\\''s; rm -rf /'")]
    [InlineData("--help", "'--help'")]
    [InlineData("a\nb", "'a?b'")]
    public void a_name_in_a_command_is_one_word(string name, string word) => Shell.Quote(name).ShouldBe(word);

    private static SampleStudy Study(string text)
    {
        var sample = new SampleStudy("""{"study":"s","objectives":[{"metric":"m","goal":"maximize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":99}}""");
        var space = new SearchSpace([new CategoricalParameter(text, [text, "other"]), new OrdinalParameter("layers", [1, 2, 3])]);
        var study = new SampleStudy("""{"study":"s","objectives":[{"metric":"m","goal":"maximize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":99}}""")
        {
            Study = sample.Study with
            {
                Space = space,
                Objectives = [sample.Study.Objectives[0] with { Metric = text, Thresholds = sample.Study.Objectives[0].Thresholds.Add(text, 0.5) }],
                Groups = new GroupPlan(text, [new ModelGroup(text, null, []), new ModelGroup("other", null, [])]),
                Hypotheses = [new Hypothesis(text, text, text, text, text, "other")],
            },
            Record = sample.Record with { Name = text, Reason = text },
        };
        for (var i = 0; i < 60; i++)
        {
            var configuration = Configuration.Of((text, i % 2 == 0 ? text : "other"), ("layers", 1.0 + i / 2 % 3));
            if (i % 10 == 9) study.Failed(configuration, text);
            else if (i % 10 == 8) study.Infeasible(configuration, text);
            else study.Completed(configuration, (i % 2) + 0.01 * i, seed: i / 2 % 5, metrics: [(text + "2", 1)]);
        }

        return study;
    }

    /// <summary>Every block with its kind, and of tables the number of cells.</summary>
    private static List<string> Structure(string markdown) =>
        [.. Markdig.Markdown.Parse(markdown, Reader).Descendants<Block>().Select(block => block is TableRow row ? $"row {row.Count}" : block.GetType().Name)];
}
