using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Export;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Cli.Tests;

public class Trials_as_a_flat_table
{
    [Fact]
    public void Have_the_promised_columns_in_the_promised_order()
    {
        var table = TrialTable.Over(["score"], [Row(0, Views.Nested.ToString(), ("qps", 4100), ("score", 0.5), ("cost", 2))]);

        table.Columns.ShouldBe(
            ["number", "state", "attempts", "score", "cost", "qps", "arch[0].depth", "arch[0].width", "arch[1].depth", "arch[1].width", "lr", "seed", "worker", "started", "duration_s"]);
    }

    [Fact]
    public void Have_the_same_columns_whatever_order_the_trials_come_in()
    {
        TrialRow[] rows = [.. Enumerable.Range(1, 12).Select(n => Row(n, Nested(n), ($"m{n}", n)))];

        var forward = TrialTable.Over(["score"], rows);
        var backward = TrialTable.Over(["score"], rows.Reverse());

        backward.Columns.ShouldBe(forward.Columns);
        forward.Columns.IndexOf("arch[2].width").ShouldBeLessThan(forward.Columns.IndexOf("arch[10].width"));
    }

    [Fact]
    public void Show_an_objective_that_no_trial_has_reported()
    {
        var table = TrialTable.Over(["score", "qps"], []);

        table.Columns.ShouldBe(["number", "state", "attempts", "score", "qps", "seed", "worker", "started", "duration_s"]);
    }

    [Fact]
    public void Keep_the_fixed_columns_unique_when_a_parameter_or_metric_has_their_name()
    {
        var table = TrialTable.Over(["score"], [Row(0, """{"seed":7,"score":1,"lr":0.1}""", ("worker", 3), ("lr", 4))]);

        table.Columns.ShouldBe(
            ["number", "state", "attempts", "score", "lr", "metric.worker", "parameter.lr", "parameter.score", "parameter.seed", "seed", "worker", "started", "duration_s"]);
        table.Columns.Distinct().Count().ShouldBe(table.Columns.Length);
    }

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1d / 3, "0.3333333333333333")]
    [InlineData(5e-324, "5E-324")]
    [InlineData(256, "256")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Write_numbers_so_that_they_read_back_to_the_same_bits(double value, string text)
    {
        var row = Row(0, "{}", ("score", value));

        var cells = TrialTable.Over(["score"], [row]).Cells(row);

        cells[3].ShouldBe(text);
        double.Parse(cells[3]).ShouldBe(value);
    }

    [Fact]
    public void Leave_a_cell_empty_where_a_trial_has_no_value()
    {
        var inactive = Row(1, """{"model":"gat"}""");
        var table = TrialTable.Over(["score"], [Row(0, """{"model":"gt","n_heads":4}""", ("score", 1)), inactive]);

        table.Cells(inactive).ShouldBe(["1", "Completed", "1", "", "gat", "", "7", "", "", ""]);
    }

    [Fact]
    public void Quote_what_would_break_the_line()
    {
        Csv.Line(["a", "b,c", "d\"e", "f\ng", ""]).ShouldBe("a,\"b,c\",\"d\"\"e\",\"f\ng\",\n");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":true,"b":"text","c":1e-05}""")]
    [InlineData("""{"arch":[{"depth":2,"width":256},{"depth":1,"width":64}],"lr":0.001}""")]
    [InlineData("""{"arch":[]}""")]
    [InlineData("""{"a":[{"b":[{"c":1},{"c":2}]}],"ü":"é, \"x\""}""")]
    public void Paths_lead_back_to_the_same_configuration(string json)
    {
        var configuration = Configuration.Parse(json);

        ConfigurationPaths.Unflatten(ConfigurationPaths.Flatten(configuration)).ShouldBe(configuration);
    }

    [Theory]
    [InlineData("arch[0]", "arch[0]: is not a parameter")]
    [InlineData("arch.width", "arch.width: is not a parameter")]
    [InlineData("arch[x].width", "arch[x].width: is not a parameter")]
    [InlineData("arch[1].width", "arch[0]: is missing before arch[1].")]
    [InlineData("[0].width", "[0].width: is not a parameter")]
    [InlineData("arch[99999999999].width", "arch[99999999999].width: is not a parameter")]
    public void A_path_that_is_none_is_named(string path, string message)
    {
        var error = Should.Throw<FormatException>(() => ConfigurationPaths.Unflatten([new(path, "1")]));

        error.Message.ShouldStartWith(message);
    }

    [Theory]
    [InlineData("7", false, "7")]
    [InlineData("7", true, "\"7\"")]
    [InlineData("true", false, "true")]
    [InlineData("true", true, "\"true\"")]
    [InlineData("NaN", false, "\"NaN\"")]
    public void A_cell_is_text_where_its_parameter_is(string cell, bool isText, string json)
    {
        ConfigurationPaths.Unflatten([new("x", cell)], _ => isText)["x"].ToString().ShouldBe(json);
    }

    private static string Nested(int items) => $$"""{"arch":[{{string.Join(',', Enumerable.Repeat("""{"width":64}""", items))}}]}""";

    private static TrialRow Row(long number, string configuration, params (string, double)[] metrics) => new(
        number,
        TrialState.Completed,
        1,
        [.. metrics.Where(m => m.Item1 == "score").Select(m => m.Item2)],
        Views.Metrics(metrics),
        Configuration.Parse(configuration),
        7,
        null,
        null,
        null);
}
