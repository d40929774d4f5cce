using ArchOpt.ServiceDefaults.Hosting;
using ArchOpt.ServiceDefaults.Http;

namespace ArchOpt.ServiceDefaults.Tests;

public sealed class api_keys_are_known_by_their_hash
{
    [Fact]
    public void without_keys_none_is_required_and_none_accepted()
    {
        var keys = KeySettings.Keys();
        keys.Required.ShouldBeFalse();
        keys.Accepts("anything").ShouldBeFalse();
    }

    [Theory]
    [InlineData("first", true)]
    [InlineData("second", true)]
    [InlineData("third", false)]
    [InlineData("First", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void every_configured_key_is_accepted_and_no_other(string? key, bool accepted) =>
        KeySettings.Keys("first", "second").Accepts(key).ShouldBe(accepted);

    [Fact]
    public void a_hash_is_no_key()
    {
        var keys = KeySettings.Keys("first");
        keys.Required.ShouldBeTrue();
        keys.Accepts(KeySettings.Hash("first")).ShouldBeFalse();
    }

    [Fact]
    public void hexadecimal_digits_may_be_small() =>
        new ApiKeys(KeySettings.Of(("ApiKeys:0", KeySettings.Hash("first").ToLowerInvariant()))).Accepts("first").ShouldBeTrue();

    [Theory]
    [InlineData("my-secret-key")]
    [InlineData("")]
    [InlineData("zz00000000000000000000000000000000000000000000000000000000000000")]
    public void what_is_no_hash_is_refused_by_its_path_and_never_repeated(string text)
    {
        var refusal = Should.Throw<WrongConfigurationException>(() => new ApiKeys(KeySettings.Of(("ApiKeys:1", text))));
        refusal.Message.ShouldStartWith("ApiKeys:1: ");
        if (text.Length > 0) refusal.Message.ShouldNotContain(text); // it may be the key itself
    }
}
