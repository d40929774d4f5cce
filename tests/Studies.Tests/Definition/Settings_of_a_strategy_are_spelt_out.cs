using System.Text.Json.Nodes;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class Settings_of_a_strategy_are_spelt_out
{
    [Fact]
    public void A_preset_brings_its_numbers_and_what_is_given_prevails()
    {
        var settings = Read("{ preset: seed, cooling: 0.8 }").Strategy.Settings;

        settings.Choice("preset").ShouldBe("seed");
        settings["warm_up"].ShouldBe(0);
        settings["cooling"].ShouldBe(0.8);
        settings.Flag("feasibility_first").ShouldBeFalse();
    }

    [Theory]
    [InlineData("true")]
    [InlineData("1")]
    public void A_flag_may_be_written_as_a_number(string value)
    {
        var study = Read($"{{ preset: seed, feasibility_first: {value} }}");

        study.Strategy.Settings.Flag("feasibility_first").ShouldBeTrue();
        Written(study)["feasibility_first"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void What_the_file_left_out_stands_in_the_canonical_text()
    {
        var written = Written(Read("{ preset: seed }"));

        written["preset"]!.GetValue<string>().ShouldBe("seed");
        written["warm_up"]!.GetValue<int>().ShouldBe(0);
        written["relative_temperature"]!.GetValue<bool>().ShouldBeFalse();
        Written(Read("{}"))["preset"]!.GetValue<string>().ShouldBe("default");
    }

    [Fact]
    public void Saying_what_is_the_default_is_the_same_search_and_another_preset_is_not()
    {
        StudyResume.Compare(Read("{}"), Read("{ preset: default, relative_temperature: true }")).Resumption.ShouldBe(StudyResumption.Same);
        StudyResume.Compare(Read("{}"), Read("{ preset: seed }")).DifferentKey.ShouldBe("strategy");
    }

    [Fact]
    public void What_was_written_before_there_were_words_and_flags_is_still_read() =>
        Read("{ cooling: 0.96, initial_temperature: 0.5, warm_up: 10 }").Strategy.Settings.ShouldSatisfyAllConditions(
            settings => settings["initial_temperature"].ShouldBe(0.5),
            settings => settings.Choice("preset").ShouldBe("default"));

    private static StudyDefinition Read(string settings) =>
        SampleStudy.Read(SampleStudy.Text.Replace("settings: { initial_temperature: 0.5 }", $"settings: {settings}", StringComparison.Ordinal));

    private static JsonObject Written(StudyDefinition study) =>
        JsonNode.Parse(StudyFileWriter.Write(study))!["strategy"]!["settings"]!.AsObject();
}
