using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class json_is_one_dialect
{
    private enum Colour
    {
        DarkRed,
    }

    private sealed record Sample(double Value, Colour Colour, string? Nothing, ImmutableSortedDictionary<string, double> Metrics);

    [Fact]
    public void names_are_camel_case_enums_are_text_and_what_is_absent_is_left_out()
    {
        var sample = new Sample(1.5, Colour.DarkRed, null, ImmutableSortedDictionary<string, double>.Empty.Add("Qps", 2));
        JsonSerializer.Serialize(sample, JsonDefaults.Options).ShouldBe("""{"value":1.5,"colour":"DarkRed","metrics":{"Qps":2}}""");
    }

    [Theory]
    [InlineData(double.NaN, "\"NaN\"")]
    [InlineData(double.PositiveInfinity, "\"Infinity\"")]
    [InlineData(double.NegativeInfinity, "\"-Infinity\"")]
    [InlineData(0.1, "0.1")]
    [InlineData(-1e300, "-1E+300")]
    public void every_double_survives_the_journey(double value, string text)
    {
        JsonSerializer.Serialize(value, JsonDefaults.Options).ShouldBe(text);
        JsonSerializer.Deserialize<double>(text, JsonDefaults.Options).ShouldBe(value);
        var metrics = ImmutableSortedDictionary<string, double>.Empty.Add("m", value);
        var json = JsonSerializer.Serialize(metrics, JsonDefaults.Options);
        json.ShouldBe($$"""{"m":{{text}}}""");
        JsonSerializer.Deserialize<ImmutableSortedDictionary<string, double>>(json, JsonDefaults.Options)!["m"].ShouldBe(value);
    }

    [Theory]
    [InlineData("""{"m":"high"}""", "'m'")]
    [InlineData("""{"m":null}""", "'m'")]
    [InlineData("""{"m":[1]}""", "'m'")]
    [InlineData("""{"m":true}""", "'m'")]
    [InlineData("""[1]""", "object")]
    [InlineData("\"m\"", "object")]
    public void metrics_that_are_no_numbers_are_named(string json, string named) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ImmutableSortedDictionary<string, double>>(json, JsonDefaults.Options))
            .Message.ShouldContain(named);

    [Fact]
    public void names_are_read_in_any_case() =>
        JsonSerializer.Deserialize<Sample>("""{"VALUE":2,"Colour":"darkred","metrics":{}}""", JsonDefaults.Options)!.Value.ShouldBe(2);

    [Fact]
    public void absent_metrics_are_null_and_empty_ones_empty()
    {
        JsonSerializer.Deserialize<Sample>("""{"metrics":null}""", JsonDefaults.Options)!.Metrics.ShouldBeNull();
        JsonSerializer.Deserialize<Sample>("""{"metrics":{}}""", JsonDefaults.Options)!.Metrics.ShouldBeEmpty();
    }
}
