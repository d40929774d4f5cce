using System.Text;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class Text_that_is_no_study_file_is_refused
{
    [Theory]
    [InlineData("study: x\nspace: { lr: [1, 2\nseed: 0\n", "s.yaml:3: broken YAML at column 1: ")]
    [InlineData("study: x\n\tspace: 3\n", "s.yaml:2: broken YAML at column 1: ")]
    [InlineData("study: 'x\n", "s.yaml:1: broken YAML at column 8: ")]
    [InlineData("", "s.yaml:1: is empty; a study file is a mapping with the keys study, objectives, ...")]
    [InlineData("# only a comment\n", "s.yaml:1: is empty; a study file is a mapping with the keys study, objectives, ...")]
    [InlineData("- a\n- b\n", "s.yaml:1: must be a mapping (was a list)")]
    [InlineData("study: x\n---\nstudy: y\n", "s.yaml:2: holds a second document; a study file is one document")]
    [InlineData("study: !!str x\n", "s.yaml:1: the tag tag:yaml.org,2002:str is not supported; write the value without it")]
    [InlineData("study: *name\n", "s.yaml:1: ")]
    [InlineData("? [a, b]\n: 3\n", "s.yaml:1: a key must be a single value")]
    public void With_the_line_of_the_mistake(string text, string expected) =>
        StudyFile.Read(text, "s.yaml").Lines.ShouldHaveSingleItem().ShouldStartWith(expected);

    [Theory]
    [InlineData("{\n\t\"study\": \"x\",\n\t\"seed\": 01\n}", "s.json:3: broken JSON at column 11: ")]
    [InlineData("{\n  \"study\": \"x\",\n}", "s.json:3: broken JSON at column 1: ")]
    [InlineData("{ \"study\": \"x\" } 3", "s.json:1: broken JSON at column 18: ")]
    [InlineData("", "s.json:1: broken JSON at column 1: ")]
    [InlineData("{ \"study\": \"\\ud800\" }", "s.json:1: the text is not valid Unicode")]
    public void Also_in_json(string text, string expected) =>
        StudyFile.Read(text, "s.json").Lines.ShouldHaveSingleItem().ShouldStartWith(expected);

    [Fact]
    public void Json_may_be_indented_with_tabs_and_knows_its_lines()
    {
        var result = StudyFile.Read("{\n\t\"study\": \"é x\",\n\t\"seed\": -1, \"seed\": 2\n}");
        result.Lines.ShouldContain("line 2: study: must have letters, digits, - _ . only, and not only dots (was 'é x')");
        result.Lines.ShouldContain("line 3: seed: must be a whole number from 0 to 2^53 (was -1)");
        result.Errors.ShouldContain(new StudyFileError(3, 14, "seed", "is given twice (first on line 3)"));
    }

    [Fact]
    public void A_yaml_flow_mapping_may_look_like_json() =>
        StudyFile.Read("{ \"study\": plain, seed: 0 }", "s.yaml").Lines.ShouldContain("s.yaml:1: space: is missing");

    [Fact]
    public void More_than_a_mebibyte_is_refused_however_it_arrives()
    {
        var text = new string('#', StudyFile.MaxBytes + 1);
        StudyFile.Read(text, "s.yaml").Lines.ShouldBe(["s.yaml:1: must be at most 1 MiB (has 1,048,577 bytes)"]);
        StudyFile.Read(Encoding.UTF8.GetBytes(text), "s.yaml").Lines.ShouldBe(["s.yaml:1: must be at most 1 MiB (has 1,048,577 bytes)"]);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_where_they_stand() =>
        StudyFile.Read([.. "study: x\nseed: "u8, 0xE9, .. "\n"u8], "s.yaml").Lines
            .ShouldBe(["s.yaml:2: is not UTF-8 (byte 0xE9 at column 7); save the file as UTF-8"]);

    [Fact]
    public void Utf16_is_refused() =>
        StudyFile.Read(Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("study: x")).ToArray(), "s.yaml").Lines
            .ShouldHaveSingleItem().ShouldStartWith("s.yaml:1: is not UTF-8");

    [Fact]
    public void A_byte_order_mark_is_tolerated()
    {
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(SampleStudy.Text)];
        StudyFile.Read(bytes, "s.yaml").Lines.ShouldBeEmpty();
        StudyFile.Read('\uFEFF' + SampleStudy.Text).Lines.ShouldBeEmpty();
    }

    [Fact]
    public void A_megabyte_of_brackets_is_refused_and_nothing_worse()
    {
        StudyFile.Read(new string('[', 1_000_000), "s.yaml").Lines.ShouldBe(["s.yaml:1: is nested deeper than 64 levels"]);
        StudyFile.Read("{\"a\":" + new string('[', 1_000_000), "s.json").Lines.ShouldHaveSingleItem().ShouldStartWith("s.json:1: broken JSON");
    }

    [Fact]
    public void Aliases_are_followed_but_cannot_multiply_without_end()
    {
        var small = SampleStudy.With((6, "  lr: &rate { type: float, low: 1e-5, high: 1e-2, log: true }\n  lr2: *rate"), (20, "initial:"), (21, "  []"));
        SampleStudy.Read(small).Space.Parameters[1].Name.ShouldBe("lr2");

        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++) bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        StudyFile.Read(bomb.ToString(), "s.yaml").Lines.ShouldBe(["s.yaml:6: has more than 200,000 values, aliases written out"]);
        StudyFile.Read("a: &a [*a]", "s.yaml").Lines.ShouldHaveSingleItem().ShouldStartWith("s.yaml:1: ");
    }

    [Fact]
    public void A_study_that_grows_over_a_mebibyte_when_written_out_is_refused()
    {
        var parameters = string.Concat(Enumerable.Range(0, 300).Select(i => $"  p{i}: {{ type: int, low: 0, high: 9 }}\n"));
        var text = SampleStudy.With((6, parameters), (20, "initial: [" + string.Join(',', Enumerable.Repeat("{ model: gat }", 500)) + "]"), (21, null), (9, null), (16, null));
        StudyFile.Read(text, "s.yaml").Lines.ShouldHaveSingleItem()
            .ShouldMatch(@"^s.yaml:1: must be at most 1 MiB with everything written out \(has [\d,]+ bytes\)$");
    }

    [Theory]
    [InlineData("s.yaml")]
    [InlineData("s.json")]
    public void A_key_without_end_is_refused(string fileName) =>
        StudyFile.Read($"{{ \"{new string('k', 1_001)}\": 1 }}", fileName).Lines
            .ShouldBe([fileName + ":1: a key must have at most 1,000 characters (has 1,001)"]);

    [Fact]
    public void Thousands_of_mistakes_are_counted_and_not_all_listed()
    {
        var text = "study: x\n" + string.Join('\n', Enumerable.Range(0, 60_000).Select(i => $"key{i}: 1"));
        var lines = StudyFile.Read(text, "s.yaml").Lines;
        lines.Length.ShouldBe(201);
        lines[^1].ShouldEndWith(": and 59,803 more mistakes");
    }

    [Fact]
    public void A_sweep_file_of_another_product_is_called_that_in_one_line()
    {
        const string sweep = """
            program: train.py
            method: bayes
            metric: { name: val_loss, goal: minimize }
            parameters:
              lr: { distribution: log_uniform_values, min: 1e-5, max: 1e-2 }
            """;

        StudyFile.Read(sweep, "sweep.yaml").Lines.ShouldHaveSingleItem().ShouldStartWith("sweep.yaml:4: parameters: this is a W&B sweep file");
    }
}
