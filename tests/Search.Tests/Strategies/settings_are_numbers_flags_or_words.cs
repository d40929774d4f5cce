using System.Collections.Immutable;
using ArchOpt.Search.Strategies;

namespace ArchOpt.Search.Tests.Strategies;

public class settings_are_numbers_flags_or_words
{
    private static readonly Dictionary<string, double> Nothing = [];

    private static readonly StrategyDescription Strategy = new(
        "sample",
        [
            new("rate", 0.5, 0, 1, Meaning: "a number"),
            new("derived", null, 0, 9),
            SettingDescription.Flag("multivariate", true, "a flag"),
            SettingDescription.OneOf("preset", "a word",
                new("modern", "as we like it"),
                new("classic", "as it was") { Defaults = ImmutableSortedDictionary<string, double>.Empty.Add("rate", 0.25) }),
        ],
        _ => throw new NotSupportedException(),
        _ => null);

    [Fact]
    public void What_is_not_given_has_its_default()
    {
        var settings = Strategy.FillSettings(Nothing);

        settings["rate"].ShouldBe(0.5);
        settings.Flag("multivariate").ShouldBeTrue();
        settings.Choice("preset").ShouldBe("modern");
        settings.Numbers.Keys.ShouldBe(["multivariate", "rate"]); // what is derived is left to the strategy
    }

    [Fact]
    public void A_choice_changes_the_defaults_and_not_what_is_given()
    {
        var classic = new Dictionary<string, string> { ["preset"] = "classic" };

        Strategy.FillSettings(Nothing, choices: classic)["rate"].ShouldBe(0.25);
        Strategy.FillSettings(new Dictionary<string, double> { ["rate"] = 0.75, ["multivariate"] = 0 }, choices: classic).ShouldSatisfyAllConditions(
            settings => settings["rate"].ShouldBe(0.75),
            settings => settings.Flag("multivariate").ShouldBeFalse(),
            settings => settings.Choice("preset").ShouldBe("classic"));
    }

    [Theory]
    [InlineData("preset", "clasic", "preset: must be one of modern, classic (was 'clasic'), did you mean 'classic'?")]
    [InlineData("preset", "x", "preset: must be one of modern, classic (was 'x')")]
    [InlineData("rate", "fast", "rate: must be a number (was 'fast')")]
    [InlineData("multivariate", "yes", "multivariate: must be true or false (was 'yes')")]
    [InlineData("presets", "modern", "presets: unknown setting 'presets' of sample, did you mean 'preset'?")]
    public void A_wrong_word_is_named(string name, string word, string message) =>
        Strategy.CheckSettings(Nothing, new Dictionary<string, string> { [name] = word }).Select(e => e.ToString()).ShouldBe([message]);

    [Theory]
    [InlineData("preset", 1, "preset: must be one of modern, classic (was 1)")]
    [InlineData("multivariate", 0.5, "multivariate: must be true or false (was 0.5)")]
    [InlineData("multivariate", 2, "multivariate: must be true or false (was 2)")]
    public void A_wrong_number_is_named(string name, double value, string message) =>
        Strategy.CheckSettings(new Dictionary<string, double> { [name] = value }).Select(e => e.ToString()).ShouldBe([message]);

    [Fact]
    public void Mistakes_of_every_kind_come_in_one_go_by_name() =>
        Strategy.CheckSettings(new Dictionary<string, double> { ["rate"] = 2 }, new Dictionary<string, string> { ["preset"] = "x" })
            .Select(e => e.Path).ShouldBe(["preset", "rate"]);

    [Fact]
    public void What_is_right_is_not_mentioned() =>
        Strategy.CheckSettings(new Dictionary<string, double> { ["rate"] = 1, ["multivariate"] = 1 }, new Dictionary<string, string> { ["preset"] = "classic" })
            .ShouldBeEmpty();
}
