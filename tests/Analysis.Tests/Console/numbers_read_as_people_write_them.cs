using ArchOpt.Analysis.Console.Trials;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Analysis.Tests.Console;

public sealed class numbers_read_as_people_write_them
{
    [Theory]
    [InlineData(0.25, "0.25 s")]
    [InlineData(12.34, "12.3 s")]
    [InlineData(245.9, "4 min 05 s")]
    [InlineData(7_980, "2 h 13 min")]
    [InlineData(277_200, "3 d 05 h")]
    [InlineData(1e12, "1e12 s")]
    [InlineData(double.NaN, "–")]
    public void a_duration(double seconds, string text) => TrialText.Duration(seconds).ShouldBe(text);

    [Theory]
    [InlineData(0.12345678, "0.1235")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-∞")]
    [InlineData(null, "–")]
    public void a_value(double? value, string text) => TrialText.Value(value).ShouldBe(text);

    [Theory]
    [InlineData("""{"arch":[{"width":256,"depth":2},{"width":64,"depth":1}],"lr":0.00012345678,"model":"gat"}""", "lr=1.235e-4, model=gat, arch=[depth 2 width 256 | depth 1 width 64]")]
    [InlineData("""{"flag":true,"none":[]}""", "flag=true, none=[]")]
    [InlineData("{}", "")]
    public void a_configuration_in_a_line(string configuration, string line) => TrialText.Line(Configuration.Parse(configuration)).ShouldBe(line);

    [Fact]
    public void what_is_long_is_cut_between_characters()
    {
        var line = TrialText.Line(Configuration.Of(("x", string.Concat(Enumerable.Repeat("🦄", 200)))));

        line.Length.ShouldBeLessThan(210);
        line.ShouldEndWith("🦄…");
    }
}
