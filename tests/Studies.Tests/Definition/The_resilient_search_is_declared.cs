using System.Text.Json.Nodes;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class The_resilient_search_is_declared
{
    private const string Text = """
        study: resilient
        objectives: [{ metric: val_cost, goal: minimize, thresholds: { excellent: 0.51, good: 0.55 } }]
        evaluator: { name: external }
        budget: { trials: 10 }
        space:
          embedding_dim: { type: int, low: 64, high: 1024 }
          n_layers: { type: int, low: 2, high: 16 }
          learning_rate: { type: float, low: 1e-5, high: 1e-2, log: true }
        strategy: { name: resilient, settings: SETTINGS }
        """;

    [Fact]
    public void Texts_and_tables_are_read()
    {
        var settings = Read("{ complexity: n_layers * embedding_dim ** 2, reduce: { embedding_dim: { factor: 0.5, low: 64 }, n_layers: { high: 8 } }, max_growth: 3 }").Strategy.Settings;

        settings["max_growth"].ShouldBe(3);
        settings.Text("complexity").ShouldBe("n_layers * embedding_dim ** 2");
        var rows = settings.Table("reduce").ShouldNotBeNull().Rows;
        rows.Keys.ShouldBe(["embedding_dim", "n_layers"]);
        rows["embedding_dim"].ShouldBe(new Dictionary<string, double> { ["factor"] = 0.5, ["low"] = 64 }, ignoreOrder: true);
        rows["n_layers"].ShouldBe(new Dictionary<string, double> { ["high"] = 8 });
    }

    [Fact]
    public void They_survive_being_written_and_are_part_of_the_search()
    {
        var study = Read("{ complexity: n_layers, reduce: { n_layers: { high: 8 } } }");
        SampleStudy.Read(StudyFileWriter.Write(study)).ShouldBe(study);
        SampleStudy.Read(StudyFileWriter.ToYaml(study)).ShouldBe(study);
        StudyResume.Compare(study, Read("{ complexity: n_layers, reduce: { n_layers: { high: 7 } } }")).DifferentKey.ShouldBe("strategy");
        StudyResume.Compare(study, Read("{ complexity: embedding_dim, reduce: { n_layers: { high: 8 } } }")).DifferentKey.ShouldBe("strategy");
    }

    [Fact]
    public void Without_them_the_strategy_derives_what_the_space_suggests()
    {
        var settings = Read("{}").Strategy.Settings;
        settings.Text("complexity").ShouldBeNull();
        settings.Table("reduce").ShouldBeNull();
        settings.Find("excellent").ShouldBeNull();
        settings["jump_probability"].ShouldBe(0.7);
        Read("{ reduce: {} }").Strategy.Settings.Table("reduce").ShouldNotBeNull().Rows.ShouldBeEmpty(); // no jumps, and that is another thing
    }

    [Theory]
    [InlineData("{ local_radius: 0.05 }", "strategy.settings.local_radius: must be >= local_step (was 0.05 < 0.1)")]
    [InlineData("{ excellent: 0.6 }", "strategy.settings.excellent: must be better than the objective's threshold 'good' (was 0.6, 'good' is 0.55)")]
    [InlineData("{ complexity: n_layer * 2 }", "strategy.settings.complexity: column 1: unknown parameter 'n_layer', did you mean 'n_layers'? (was 'n_layer * 2')")]
    [InlineData("{ complexity: 5 }", "strategy.settings.complexity: must be text (was 5); put it in quotes")]
    [InlineData("{ reduce: { n_layer: { factor: 0.5 } } }", "strategy.settings.reduce.n_layer: the space has no parameter 'n_layer', did you mean 'n_layers'?")]
    [InlineData("{ reduce: { n_layers: { low: 9, high: 8 } } }", "strategy.settings.reduce.n_layers: low must be <= high (was 9 > 8)")]
    [InlineData("{ reduce: { n_layers: { factor: 1.5 } } }", "strategy.settings.reduce.n_layers.factor: must be from 1E-06 to 1 (was 1.5)")]
    [InlineData("{ reduce: { n_layers: { factor: 0 } } }", "strategy.settings.reduce.n_layers.factor: must be from 1E-06 to 1 (was 0)")]
    [InlineData("{ reduce: { n_layers: { faktor: 0.5 } } }", "strategy.settings.reduce.n_layers.faktor: unknown key 'faktor', did you mean 'factor'?")]
    [InlineData("{ reduce: { n_layers: 0.5 } }", "strategy.settings.reduce.n_layers: must be a mapping (was 0.5)")]
    [InlineData("{ reduce: 0.5 }", "strategy.settings.reduce: must be a mapping (was 0.5)")]
    [InlineData("{ jump_probability: 1.5 }", "strategy.settings.jump_probability: must be from 0 to 1 (was 1.5)")]
    public void Mistakes_are_named_where_they_are(string settings, string expected) =>
        StudyFile.Read(Text.Replace("SETTINGS", settings, StringComparison.Ordinal), "s.yaml").Lines.ShouldBe(["s.yaml:9: " + expected]);

    [Fact]
    public void The_schema_knows_texts_and_tables()
    {
        var schema = new SchemaCheck(JsonNode.Parse(StudySchema.Json())!.AsObject());
        var study = Read("{ complexity: n_layers, reduce: { n_layers: { factor: 0.5, high: 8 } } }");
        schema.Problems(JsonNode.Parse(StudyFileWriter.Write(study))).ShouldBeEmpty();
    }

    [Fact]
    public void A_strategy_without_them_refuses_them()
    {
        var annealing = StrategyCatalogue.Find("simulated-annealing").ShouldNotBeNull();
        annealing.Settings.ShouldAllBe(setting => !setting.IsText && setting.Columns.IsEmpty);
        StrategyCatalogue.Find("resilient").ShouldNotBeNull().CheckSettings(
            new Dictionary<string, double> { ["complexity"] = 1, ["reduce"] = 1 }, new Dictionary<string, string> { ["excellent"] = "very" })
            .Select(error => error.ToString()).ShouldBe(["complexity: must be a text (was 1)", "excellent: must be a number (was 'very')", "reduce: must be a table (was 1)"]);
    }

    private static StudyDefinition Read(string settings) => SampleStudy.Read(Text.Replace("SETTINGS", settings, StringComparison.Ordinal));
}
