using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Configurations;

public class a_configuration_is_its_canonical_json
{
    [Fact]
    public void Reading_what_was_written_gives_an_equal_configuration() => Property.Holds(seed =>
    {
        var configuration = SampleSpaces.Random(seed).Sample(RandomStream.For(seed));

        var read = Configuration.Parse(configuration.ToString());

        read.ShouldBe(configuration);
        read.ToString().ShouldBe(configuration.ToString());
        read.Hash.ShouldBe(configuration.Hash);
        JsonSerializer.Deserialize<Configuration>(JsonSerializer.Serialize(configuration)).ShouldBe(configuration);
    });

    [Fact]
    public void The_order_in_which_names_are_given_does_not_matter() => Property.Holds(seed =>
    {
        var configuration = SampleSpaces.Random(seed).Sample(RandomStream.For(seed));
        var stream = RandomStream.For(seed, 1);

        var shuffled = Configuration.Of(configuration.Entries.OrderBy(_ => stream.NextUInt64()));

        shuffled.ShouldBe(configuration);
        shuffled.Hash.ShouldBe(configuration.Hash);
        shuffled.ToString().ShouldBe(configuration.ToString());
    });

    [Fact]
    public void The_hash_never_changes_between_versions()
    {
        var configuration = Configuration.Parse(
            """{ "norm": true, "lr": 1e-3, "model": "gat", "arch": [ { "width": 256.0, "depth": 2 }, { "depth": 1, "width": 64 } ] }""");

        configuration.ToString().ShouldBe("""{"arch":[{"depth":2,"width":256},{"depth":1,"width":64}],"lr":0.001,"model":"gat","norm":true}""");
        configuration.Hash.ToString().ShouldBe("af677d3a9378a285e7bcbba048540f60"); // the first 16 bytes of the text's SHA-256, computed elsewhere
    }

    [Fact]
    public void Only_quotes_backslashes_and_control_characters_are_escaped() =>
        Configuration.Of(("a", "\"\\\n\u2028<é😀"), ("b", ParameterValue.Of([])), ("c", 1e-5), ("d", 1e22), ("e", ParameterValue.Of([Configuration.Empty])))
            .ToString().ShouldBe("{\"a\":\"\\\"\\\\\\u000a\u2028<é😀\",\"b\":[],\"c\":1E-05,\"d\":1E+22,\"e\":[{}]}");

    [Fact]
    public void Any_difference_in_a_value_is_a_difference()
    {
        Configuration.Parse("""{"a":1}""").ShouldNotBe(Configuration.Parse("""{"a":"1"}"""));
        Configuration.Parse("""{"a":1}""").ShouldNotBe(Configuration.Parse("""{"a":true}"""));
        Configuration.Parse("""{"a":[{"b":1}]}""").ShouldNotBe(Configuration.Parse("""{"a":[{"b":2}]}"""));
        Configuration.Parse("""{"a":1}""").ShouldNotBe(Configuration.Parse("""{"a":1,"b":1}"""));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":1e999}")]
    [InlineData("{\"a\":[1]}")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"a\":")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    public void What_is_no_configuration_is_refused(string json) => Should.Throw<FormatException>(() => Configuration.Parse(json));

    [Fact]
    public void Text_that_could_not_be_read_back_is_refused()
    {
        Should.Throw<ArgumentException>(() => ParameterValue.Of("\ud83d"));
        Should.Throw<ArgumentException>(() => ParameterValue.Of("\ude00x"));
        Configuration.Parse("""{"a":"\ud83d\ude00"}""").ToString().ShouldBe("""{"a":"😀"}""");
    }

    [Fact]
    public void With_and_without_leave_the_original_alone()
    {
        var original = Configuration.Of(("b", 1));

        var changed = original.With("a", "x").With("b", 2);

        changed.ToString().ShouldBe("""{"a":"x","b":2}""");
        changed.Without("a").Without("b").ShouldBe(Configuration.Empty);
        original.ToString().ShouldBe("""{"b":1}""");
    }
}
