using ArchOpt.Cli.Files;

namespace ArchOpt.Cli.Tests;

public sealed class Changing_settings
{
    [Theory]
    [InlineData("path=/new/place", """{"path":"/new/place"}""")]
    [InlineData("days=60", """{"days":60}""")]
    [InlineData("a.b=3", """{"a":{"b":3}}""")]
    [InlineData("rows=[[1,2],[3]]", """{"rows":[[1,2],[3]]}""")]
    [InlineData("noise=true", """{"noise":true}""")]
    [InlineData("path=null", """{"path":null}""")]
    [InlineData("version=\"1.0\"", """{"version":"1.0"}""")]
    [InlineData("expression=a=b", """{"expression":"a=b"}""")]
    [InlineData("empty=", """{"empty":""}""")]
    [InlineData("table={\"a\":1}", """{"table":{"a":1}}""")]
    public void A_value_is_json_where_it_is_and_else_text(string set, string patch) => SettingChanges.Read([set], [])!.Value.GetRawText().ShouldBe(patch);

    [Fact]
    public void Several_are_one_patch() =>
        SettingChanges.Read(["a.b=1", "a.c=x", "d=2"], ["e", "a.f"])!.Value.GetRawText().ShouldBe("""{"a":{"b":1,"c":"x","f":null},"d":2,"e":null}""");

    [Fact]
    public void None_is_no_patch() => SettingChanges.Read([], []).ShouldBeNull();
}
