using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class Durations_are_written_as_people_write_them
{
    [Theory]
    [InlineData("90s", 90, "1m30s")]
    [InlineData("2h", 7200, "2h")]
    [InlineData("1h30m", 5400, "1h30m")]
    [InlineData("1.5h", 5400, "1h30m")]
    [InlineData("1d", 86400, "1d")]
    [InlineData("250ms", 0.25, "250ms")]
    [InlineData("1m5ms", 60.005, "1m5ms")]
    public void And_come_back_the_same(string text, double seconds, string canonical)
    {
        Duration.TryParse(text, out var duration).ShouldBeTrue();
        duration.TotalSeconds.ShouldBe(seconds);
        Duration.Format(duration).ShouldBe(canonical);
        text.ShouldMatch(Duration.Pattern);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("h")]
    [InlineData("-1h")]
    [InlineData("1h 30m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("1.h")]
    [InlineData("1w")]
    [InlineData("1H")]
    public void And_nothing_else_is_one(string text)
    {
        Duration.TryParse(text, out _).ShouldBeFalse();
        text.ShouldNotMatch(Duration.Pattern);
    }

    [Theory]
    [InlineData("0s")]
    [InlineData("3651d")]
    [InlineData("999999999999999d")]
    public void Nothing_and_more_than_ten_years_are_refused(string text) => Duration.TryParse(text, out _).ShouldBeFalse();
}
