using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using static ArchOpt.Search.Tests.SampleSpaces;

namespace ArchOpt.Search.Tests.Spaces;

public class a_foreign_configuration_is_checked
{
    private static readonly SearchSpace Space = new(
        [
            new FloatParameter("lr", 0.001, 0.1, Log: true),
            new FloatParameter("dropout", 0.1, 0.7, Step: 0.1),
            new IntParameter("layers", 2, 10, Step: 2),
            new CategoricalParameter("model", Values("gat", "gt")),
            new OrdinalParameter("heads", Values(2, 4, 8), When("model", "gt")),
            new ConstantParameter("seed", 7),
            new ListParameter("arch", 1, 2, new([new OrdinalParameter("width", Values(64, 128)), new ConstantParameter("act", "relu")])),
        ],
        [new Rule("layers >= heads")]);

    private static readonly Configuration Good = Configuration.Parse(
        """{"lr":0.01,"dropout":0.3,"layers":4,"model":"gt","heads":4,"seed":7,"arch":[{"width":64,"act":"relu"}]}""");

    [Fact]
    public void A_good_one_has_no_mistakes() => ConfigurationValidation.Check(Space, Good).ShouldBeEmpty();

    [Theory]
    [InlineData("""{"lr":0.2}""", "lr: must be a number in [0.001, 0.1] (was 0.2)")]
    [InlineData("""{"lr":"fast"}""", "lr: must be a number in [0.001, 0.1] (was \"fast\")")]
    [InlineData("""{"dropout":0.35}""", "dropout: must be a number in [0.1, 0.7] in steps of 0.1 (was 0.35)")]
    [InlineData("""{"dropout":0.8}""", "dropout: must be a number in [0.1, 0.7] in steps of 0.1 (was 0.8)")]
    [InlineData("""{"layers":5}""", "layers: must be an integer in [2, 10] in steps of 2 (was 5)")]
    [InlineData("""{"layers":4.5}""", "layers: must be an integer in [2, 10] in steps of 2 (was 4.5)")]
    [InlineData("""{"layers":1e300}""", "layers: must be an integer in [2, 10] in steps of 2 (was 1E+300)")]
    [InlineData("""{"heads":3}""", "heads: must be one of 2, 4, 8 (was 3)")]
    [InlineData("""{"model":"gat"}""", "heads: must be left out: it is active only when model is \"gt\"")]
    [InlineData("""{"seed":8}""", "seed: must be 7 (was 8)")]
    [InlineData("""{"lrr":8}""", "lrr: unknown parameter 'lrr', did you mean 'lr'?")]
    [InlineData("""{"arch":[]}""", "arch: must have 1 to 2 elements (has 0)")]
    [InlineData("""{"arch":64}""", "arch: must be a list of 1 to 2 elements (was 64)")]
    [InlineData("""{"arch":[{"width":64,"act":"relu"},{"width":65,"act":"relu"}]}""", "arch[1].width: must be one of 64, 128 (was 65)")]
    [InlineData("""{"arch":[{"width":64,"act":"relu","widht":64}]}""", "arch[0].widht: unknown parameter 'widht', did you mean 'width'?")]
    [InlineData("""{"arch":[{"act":"relu"}]}""", "arch[0].width: is missing (must be one of 64, 128)")]
    [InlineData("""{"heads":8}""", "rules[0]: is violated: layers >= heads")]
    public void A_mistake_is_named(string change, string message)
    {
        var configuration = Configuration.Parse(change).Entries.Aggregate(Good, (c, entry) => c.With(entry.Key, entry.Value));

        ConfigurationValidation.Check(Space, configuration).Select(e => e.ToString()).ShouldBe([message]);
    }

    [Fact]
    public void What_is_missing_is_named() =>
        ConfigurationValidation.Check(Space, Good.Without("lr").Without("heads")).Select(e => e.ToString()).ShouldBe([
            "lr: is missing (must be a number in [0.001, 0.1])", "heads: is missing (must be one of 2, 4, 8)",
        ]);

    [Fact]
    public void Constants_may_be_left_out_and_rounding_errors_made()
    {
        var written = Configuration.Parse("""{"lr":0.01,"dropout":0.30000000000000004,"layers":4,"model":"gt","heads":4,"arch":[{"width":64}]}""");

        var complete = Space.Complete(written);

        complete.ShouldBe(Good);
        complete.Hash.ShouldBe(Good.Hash);
        Space.Complete(complete).ShouldBe(complete);
    }

    [Fact]
    public void A_grid_of_decimals_has_decimal_values() =>
        Enumerable.Range(0, 7).Select(i => SpaceEnumeration.Of(new([Space.Parameters[1]])).At(i).ToString()).ShouldBe([
            """{"dropout":0.1}""", """{"dropout":0.2}""", """{"dropout":0.3}""", """{"dropout":0.4}""",
            """{"dropout":0.5}""", """{"dropout":0.6}""", """{"dropout":0.7}""",
        ]);

    [Theory]
    [InlineData("modle", "model")]
    [InlineData("Model", "model")]
    [InlineData("n_head", "n_heads")]
    [InlineData("lrr", "lr")]
    [InlineData("completely_different", null)]
    [InlineData("xy", null)]
    public void The_nearest_name_is_what_was_probably_meant(string name, string? meant) =>
        NearestName.Of(name, ["lr", "model", "n_heads", "n_layers"]).ShouldBe(meant);
}
