using System.Text.Json.Nodes;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Definition.Evaluators;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class The_schema_says_what_the_reader_accepts
{
    private static readonly SchemaCheck Schema = new(JsonNode.Parse(StudySchema.Json())!.AsObject());

    [Fact]
    public void It_is_a_schema_of_draft_2020_12() =>
        JsonNode.Parse(StudySchema.Json())!["$schema"]!.GetValue<string>().ShouldBe("https://json-schema.org/draft/2020-12/schema");

    [Fact]
    public void Every_strategy_and_evaluator_with_every_setting_is_in_it()
    {
        var properties = JsonNode.Parse(StudySchema.Json())!["properties"]!;
        var strategies = properties["strategy"]!["oneOf"]!.AsArray();
        strategies.Select(Name).ShouldBe(StrategyCatalogue.All.Select(strategy => strategy.Name));
        properties["evaluator"]!["oneOf"]!.AsArray().Select(Name).ShouldBe(EvaluatorCatalogue.All.Select(evaluator => evaluator.Name));
        var annealing = strategies.Single(strategy => Name(strategy) == "simulated-annealing")!;
        annealing["properties"]!["settings"]!["properties"]!.AsObject().Select(setting => setting.Key)
            .ShouldBe(StrategyCatalogue.Find("simulated-annealing")!.Settings.Select(setting => setting.Name));
    }

    [Fact]
    public void Everything_that_the_writer_writes_satisfies_it()
    {
        for (var number = 0; number < 100; number++)
            Schema.Problems(JsonNode.Parse(StudyFileWriter.Write(RandomStudies.Of(number)))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("study", "\"a b\"")]
    [InlineData("studies", "3")]
    [InlineData("space", "{}")]
    [InlineData("space", """{"x":{"type":"float","low":0}}""")]
    [InlineData("space", """{"x":{"type":"floaty","low":0,"high":1}}""")]
    [InlineData("strategy", """{"name":"resilience"}""")]
    [InlineData("strategy", """{"name":"resilient","settings":{"reduce":{"lr":{"factor":0}}}}""")]
    [InlineData("strategy", """{"name":"resilient","settings":{"reduce":{"lr":{"faktor":0.5}}}}""")]
    [InlineData("strategy", """{"name":"resilient","settings":{"reduce":{"lr":0.5}}}""")]
    [InlineData("strategy", """{"name":"resilient","settings":{"complexity":{}}}""")]
    [InlineData("groups", """{"plan":[]}""")]
    [InlineData("groups", """{"parameter":"model","plan":[]}""")]
    [InlineData("groups", """{"parameter":"model","plan":[{"trials":3}]}""")]
    [InlineData("groups", """{"parameter":"model","plan":[{"group":"gat","trials":0}]}""")]
    [InlineData("groups", """{"parameter":"model","plan":[{"group":"gat","from":"gt"}]}""")]
    [InlineData("strategy", """{"name":"simulated-annealing","settings":{"cooling":2}}""")]
    [InlineData("strategy", """{"name":"simulated-annealing","settings":{"preset":"published"}}""")]
    [InlineData("strategy", """{"name":"simulated-annealing","settings":{"feasibility_first":"yes"}}""")]
    [InlineData("strategy", """{"name":"simulated-annealing","settings":{"feasibility_first":2}}""")]
    [InlineData("evaluator", """{"name":"function"}""")]
    [InlineData("evaluator", """{"name":"function","settings":{"function":"nope"}}""")]
    [InlineData("budget", """{"trials":0}""")]
    [InlineData("budget", """{"time":"2 hours"}""")]
    [InlineData("replicates", "[]")]
    [InlineData("constraints", """[{"metric":"qps","min":"x"}]""")]
    [InlineData("initial", """[{"x":[1]}]""")]
    [InlineData("hypotheses", "[]")]
    [InlineData("hypotheses", """[{"id":"H1","statement":"s","metric":"accuracy","expect":{"better":1,"than":2}}]""")]
    [InlineData("hypotheses", """[{"id":"H1","statement":"s","compare":{"parameter":"lr"},"metric":"accuracy","expect":{"better":0.001,"than":0.0001},"alpha":2}]""")]
    [InlineData("hypotheses", """[{"id":"H1","statement":"s","compare":{"parameter":"lr"},"metric":"accuracy","within":{"model":{}},"expect":{"better":0.001,"than":0.0001}}]""")]
    [InlineData("parent", """{"study":"p","champion":1,"value":0.5}""")]
    [InlineData("parent", """{"study":"p","champion":1.5,"value":0.5,"phases":[{"name":"n","sets":[{"id":"A","name":"a","base":1,"value":0.5,"trials":[{"id":"A1","reason":"r"}]}]}]}""")]
    [InlineData("seed", "-1")]
    public void What_the_reader_refuses_by_shape_it_refuses_too(string key, string value)
    {
        var study = JsonNode.Parse(StudyFileWriter.Write(SampleStudy.Read(SampleStudy.Text)))!.AsObject();
        Schema.Problems(study).ShouldBeEmpty();
        study[key] = JsonNode.Parse(value);
        Schema.Problems(study).ShouldNotBeEmpty();
        StudyFile.Read(study.ToJsonString()).IsValid.ShouldBeFalse();
    }

    private static string Name(JsonNode? variant) => variant!["properties"]!["name"]!["enum"]![0]!.GetValue<string>();
}
