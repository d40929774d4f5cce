using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Definition.Editing;

namespace ArchOpt.Studies.Tests.Definition;

public class Settings_are_patched
{
    private static readonly StudyDefinition Command = Read("name: command, settings: { command: trian }");

    [Theory]
    [InlineData("""{"command":"train"}""", """{"command":"train"}""")]
    [InlineData("""{"timeout":"90s"}""", """{"command":"trian","timeout":"90s"}""")]
    [InlineData("""{"timeout":null}""", """{"command":"trian"}""")]
    [InlineData("{}", """{"command":"trian"}""")]
    public void Objects_are_merged_and_null_removes(string patch, string settings)
    {
        var patched = SettingsPatch.Apply(Command, Command.Evaluator.Settings, patch);

        patched.Errors.ShouldBeEmpty();
        patched.Settings.ShouldBe(settings);
        SettingsPatch.Apply(Command, patched.Settings!, patch).Settings.ShouldBe(settings, "a repetition changes nothing");
    }

    [Theory]
    [InlineData("""{"comand":"train"}""", "settings.comand", "unknown")]
    [InlineData("""{"command":null}""", "settings.command", "is missing")]
    [InlineData("""{"command":7}""", "settings.command", "must be text")]
    [InlineData("""{"command":"a b"}""", "settings.command", "must be a plain name")]
    [InlineData("""{"timeout":"soon"}""", "settings.timeout", "must be a duration")]
    [InlineData("""{"command":{"a":{"b":1}}}""", "settings.command", "must be text")]
    [InlineData("[]", "settings", "must be an object")]
    [InlineData("null", "settings", "must be an object")]
    [InlineData("\"x\"", "settings", "must be an object")]
    [InlineData("{", "settings", "must be JSON")]
    [InlineData("""{"command":"\ud83d"}""", "settings", "Unicode")]
    public void What_no_new_study_could_have_is_named(string patch, string path, string message)
    {
        var patched = SettingsPatch.Apply(Command, Command.Evaluator.Settings, patch);

        patched.Settings.ShouldBeNull();
        patched.Errors.ShouldContain(error => error.Path == path && error.Message.Contains(message), string.Join("; ", patched.Errors));
    }

    [Fact]
    public void Size_and_depth_are_bounded()
    {
        Errors($$"""{"command":"{{new string('x', SettingsPatch.MostCharacters)}}"}""").ShouldContain("must have at most 65");
        Errors(string.Concat(Enumerable.Repeat("""{"command":""", 20)) + "1" + new string('}', 20)).ShouldContain("at most 16 levels");
        Errors(string.Concat(Enumerable.Repeat("""{"command":""", 12)) + "1" + new string('}', 12)).ShouldContain("must be text");

        static string Errors(string patch) => string.Join("; ", SettingsPatch.Apply(Command, Command.Evaluator.Settings, patch).Errors);
    }

    [Fact]
    public void What_contradicts_another_section_is_a_mistake_of_the_settings()
    {
        var simulated = Read("name: ads-arch", "arch: { type: list, min: 1, max: 2, of: { width: { type: ordinal, values: [64, 2048] }, depth: { type: int, low: 1, high: 5 } } }", "score");

        var patched = SettingsPatch.Apply(simulated, simulated.Evaluator.Settings, """{"max_width":1024}""");

        patched.Errors.ShouldContain(error => error.Path == "settings" && error.Message.StartsWith("space.arch.of.width: "), string.Join("; ", patched.Errors));
    }

    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Patches_are_those_of_the_standard(string target, string patch, string result)
    {
        using var before = System.Text.Json.JsonDocument.Parse(target);
        using var change = System.Text.Json.JsonDocument.Parse(patch);
        MergePatch.Apply(before.RootElement, change.RootElement).ShouldBe(result); // RFC 7396, appendix A
    }

    [Fact]
    public void A_difference_names_every_setting_that_is_not_what_it_was()
    {
        var changes = SettingsDifference.Of("""{"a":{"b":1,"c":"x"},"d":[1,2],"e":true}""", """{"a":{"b":1,"c":"y","f":{"g":0}},"d":[1],"h":{}}""");

        changes.ShouldBe(
        [
            new("a.c", "\"x\"", "\"y\""), new("a.f.g", null, "0"), new("d", "[1,2]", "[1]"), new("e", "true", null),
        ]);
    }

    [Fact]
    public void A_file_resumes_a_study_with_its_own_settings_and_with_those_in_force_and_with_no_others()
    {
        var inForce = Read("name: command, settings: { command: train }");

        StudyResume.Compare(Command, inForce, Command).Resumption.ShouldBe(StudyResumption.Same);
        StudyResume.Compare(Command, inForce, inForce).Resumption.ShouldBe(StudyResumption.Same);
        StudyResume.Compare(Command, inForce, inForce with { Budget = inForce.Budget with { Trials = 9 } }).Resumption.ShouldBe(StudyResumption.OtherBudget);
        StudyResume.Compare(Command, inForce, Read("name: command, settings: { command: other }")).ShouldBe(new(StudyResumption.OtherSearch, "evaluator"));
        StudyResume.Compare(Command, inForce, inForce with { Seed = 9 }).DifferentKey.ShouldBe("seed");
    }

    private static StudyDefinition Read(string evaluator, string space = "x: { type: float, low: 0, high: 1 }", string metric = "loss") => StudyFile.Read(
        $$"""
        study: demo
        objectives: [{ metric: {{metric}}, goal: minimize }]
        evaluator: { {{evaluator}} }
        space: { {{space}} }
        budget: { trials: 4 }
        """).Definition.ShouldNotBeNull();
}
