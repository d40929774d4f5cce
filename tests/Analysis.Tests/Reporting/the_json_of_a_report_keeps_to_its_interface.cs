using System.Text.Json;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Analysis.Reporting.Json;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>Scripts are written against these names and types.</summary>
public sealed class the_json_of_a_report_keeps_to_its_interface
{
    [Fact]
    public void every_name_and_type_is_there()
    {
        var report = Json(SeedStudy.Create().Report());

        report.GetProperty("study").GetString().ShouldBe("phase6b-a50");
        Shape(report.GetProperty("objective"), "metric:String", "goal:String");
        report.GetProperty("objective").GetProperty("goal").GetString().ShouldBe("maximize");
        report.GetProperty("counts").EnumerateObject().Select(count => count.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["cancelled", "completed", "failed", "infeasible", "proposed", "pruned", "running"]);
        report.GetProperty("counts").GetProperty("completed").GetInt64().ShouldBe(232);
        Each(report, "best", "group:String", "number:Number", "value:Number", "configuration:Object");
        Each(report, "trends", "parameter:String", "top_k:Number", "rows:Array", "finding:String");
        foreach (var trend in report.GetProperty("trends").EnumerateArray())
            Each(trend, "rows", "value", "n:Number", "mean:Number", "best:Number", "share_of_top_k:Number", "standard_error:Number");
        Each(report, "correlations", "parameter:String", "spearman:Number", "pearson:Number");
        Each(report, "importance", "parameter:String", "share:Number", "deviation:Number");
        Each(report, "interactions", "parameters:Array", "share:Number");
        Each(report, "gaps", "parameter:String", "values:Array", "reason:String");
        report.GetProperty("hypotheses").GetArrayLength().ShouldBe(0);
        var phases = report.GetProperty("supplement").GetProperty("phases").EnumerateArray().ToList();
        phases.ShouldNotBeEmpty();
        foreach (var phase in phases)
        {
            Shape(phase, "name:String", "sets:Array");
            Each(phase, "sets", "name:String", "base:Object", "trials:Array", "expectations:Array");
            foreach (var set in phase.GetProperty("sets").EnumerateArray())
            {
                Each(set, "trials", "id:String", "configuration:Object", "reason:String");
                Each(set, "expectations", "if:String", "then:String");
            }
        }
    }

    [Fact]
    public void names_are_snake_case_throughout()
    {
        foreach (var name in Names(Json(SeedStudy.Create().Report())).Distinct()) name.ShouldMatch("^[a-z][a-z0-9_]*$");
    }

    [Fact]
    public void shares_are_fractions_of_one()
    {
        var report = Json(SeedStudy.Create().Report());

        foreach (var trend in report.GetProperty("trends").EnumerateArray())
            trend.GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("share_of_top_k").GetDouble()).ShouldBe(1, 1e-9);
        report.GetProperty("importance").EnumerateArray().ShouldAllBe(p => p.GetProperty("share").GetDouble() >= 0 && p.GetProperty("share").GetDouble() <= 1);
    }

    [Fact]
    public void a_row_has_the_value_itself_and_a_bin_its_label_with_its_bounds()
    {
        var study = new SampleStudy(
            """
            {"study":"s","objectives":[{"metric":"m","goal":"maximize"}],"evaluator":{"name":"external"},"budget":{"trials":99},
             "space":{"lr":{"type":"float","low":0,"high":1},"layers":{"type":"int","low":1,"high":3},"model":{"type":"categorical","values":["gat","gt"]},"heads":{"type":"int","low":1,"high":2,"when":{"model":["gt"]}}}}
            """);
        for (var i = 0; i < 60; i++)
        {
            var values = new List<(string, ParameterValue)> { ("lr", i / 60.0), ("layers", 1.0 + i % 3), ("model", i % 2 == 0 ? "gat" : "gt") };
            if (i % 2 == 1) values.Add(("heads", 1.0 + i / 2 % 2));
            study.Completed(Configuration.Of([.. values]), i * 0.1);
        }

        var trends = Json(study.Report()).GetProperty("trends").EnumerateArray().ToDictionary(trend => trend.GetProperty("parameter").GetString()!, trend => trend.GetProperty("rows"));

        trends["layers"][0].GetProperty("value").GetDouble().ShouldBe(1);
        trends["model"][0].GetProperty("value").GetString().ShouldBe("gat");
        trends["model"][0].GetProperty("low").ValueKind.ShouldBe(JsonValueKind.Null);
        trends["lr"][0].GetProperty("value").GetString()!.ShouldContain(" .. ");
        trends["lr"][0].GetProperty("low").GetDouble().ShouldBe(0);
        var inactive = trends["heads"].EnumerateArray().Last();
        inactive.GetProperty("active").GetBoolean().ShouldBeFalse();
        inactive.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        inactive.GetProperty("n").GetInt32().ShouldBe(30);
    }

    [Fact]
    public void what_is_not_finite_is_null_and_every_number_is_one()
    {
        var study = new SampleStudy("""{"study":"s","objectives":[{"metric":"m","goal":"minimize"}],"evaluator":{"name":"external"},"space":{"x":{"type":"float","low":0,"high":1}},"budget":{"trials":9}}""");
        study.Completed(Configuration.Of(("x", 0.5)), 1, metrics: [("lost", double.NaN), ("grown", double.PositiveInfinity)]);
        study.Completed(Configuration.Of(("x", 0.6)), double.NaN);

        var report = Json(study.Report());

        report.GetProperty("best")[0].GetProperty("group").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetProperty("best")[0].GetProperty("metrics").GetProperty("lost").ValueKind.ShouldBe(JsonValueKind.Null);
        report.GetRawText().ShouldNotContain("NaN");
        report.GetRawText().ShouldNotContain("Infinity");
    }

    [Fact]
    public void a_hypothesis_has_its_verdict_effect_interval_and_n()
    {
        var report = Json(HypothesisStudy.Create().Report());

        Each(report, "hypotheses", "id:String", "verdict:String", "effect:Number", "interval", "n:Number");
        report.GetProperty("hypotheses")[1].GetProperty("interval").ValueKind.ShouldBe(JsonValueKind.Null); // one for each problem: see its comparisons
        var hypothesis = report.GetProperty("hypotheses")[0];
        hypothesis.GetProperty("verdict").GetString().ShouldBe("supported");
        var interval = hypothesis.GetProperty("interval").EnumerateArray().Select(bound => bound.GetDouble()).ToList();
        interval.Count.ShouldBe(2);
        hypothesis.GetProperty("effect").GetDouble().ShouldBeInRange(interval[0], interval[1]);
        Each(hypothesis, "comparisons", "where:String", "verdict:String", "pairing:String", "n:Number", "adjusted_p:Number", "reason:String");
        hypothesis.GetProperty("comparisons")[0].GetProperty("pairing").GetString().ShouldBe("configuration_and_seed");
    }

    private static JsonElement Json(StudyReport report) => JsonElement.Parse(JsonSerializer.Serialize(report.ToView(), ReportJson.Options));

    private static void Each(JsonElement parent, string name, params string[] shape)
    {
        var items = parent.GetProperty(name).EnumerateArray().ToList();
        items.ShouldNotBeEmpty(name);
        foreach (var item in items) Shape(item, shape);
    }

    /// <param name="shape">Names, with the kind after a colon where it is always the same.</param>
    private static void Shape(JsonElement element, params string[] shape)
    {
        foreach (var (name, kind) in shape.Select(part => part.Split(':')).Select(part => (part[0], part.ElementAtOrDefault(1))))
        {
            element.TryGetProperty(name, out var value).ShouldBeTrue($"{name} in {element}");
            if (kind is not null) value.ValueKind.ToString().ShouldBe(kind, $"{name} in {element}");
        }
    }

    /// <summary>Of objects of ours: what is below a configuration, counts or metrics is named by users.</summary>
    private static IEnumerable<string> Names(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property =>
            property.Name is "configuration" or "base" or "metrics" ? [property.Name] : Names(property.Value).Prepend(property.Name)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Names),
        _ => [],
    };
}
