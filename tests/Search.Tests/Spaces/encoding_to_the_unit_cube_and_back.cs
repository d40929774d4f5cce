using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Spaces;

public class encoding_to_the_unit_cube_and_back
{
    [Fact]
    public void The_map_of_a_space_is_built_once() => SpaceEncoding.Of(SampleSpaces.Ads).ShouldBeSameAs(SpaceEncoding.Of(SampleSpaces.Ads));

    [Fact]
    public void Gives_the_same_configuration() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed);
        var encoding = SpaceEncoding.Of(space);
        var configuration = space.Sample(RandomStream.For(seed));

        var point = encoding.Encode(configuration);

        point.ShouldAllBe(x => x >= 0 && x <= 1);
        ShouldBeClose(space, encoding.Decode(point), configuration);
    }, tests: 300);

    [Fact]
    public void Every_point_is_a_configuration_of_the_space() => Property.Holds(seed =>
    {
        var space = SampleSpaces.Random(seed);
        var encoding = SpaceEncoding.Of(space);
        var stream = RandomStream.For(seed, 1);
        double[] point = [.. encoding.Dimensions.Select(_ => stream.NextInt32(10) switch { 0 => 0, 1 => 1, 2 => -3, _ => stream.NextDouble() })];

        ConfigurationValidation.Check(space, encoding.Decode(point)).ShouldBeEmpty();
    }, tests: 300);

    [Fact]
    public void Says_what_its_dimensions_are()
    {
        var encoding = SpaceEncoding.Of(SampleSpaces.Everything);

        encoding.Dimensions.Take(8).Select(d => (d.Path, d.Kind, d.Levels)).ShouldBe([
            ("lr", DimensionKind.Continuous, null),
            ("momentum", DimensionKind.Continuous, null),
            ("dropout", DimensionKind.Ordered, 7),
            ("batch_size", DimensionKind.Ordered, 1024),
            ("n_layers", DimensionKind.Ordered, 8),
            ("d_model", DimensionKind.Ordered, 3),
            ("model", DimensionKind.Categorical, 3),
            ("n_heads", DimensionKind.Ordered, 3),
        ]);
        encoding.Dimensions.Skip(9).Take(7).Select(d => (d.Path, d.Slot)).ShouldBe([
            ("len(arch)", -1), ("arch[0].width", 0), ("arch[0].depth", 0), ("len(arch[0].gates)", 0),
            ("arch[0].gates[0].bias", 0), ("arch[0].gates[1].bias", 0), ("arch[1].width", 1),
        ]);
    }

    [Fact]
    public void What_is_not_active_says_nothing()
    {
        var space = new SearchSpace([
            new CategoricalParameter("model", SampleSpaces.Values("gat", "gt")),
            new IntParameter("heads", 1, 8, When: SampleSpaces.When("model", "gt")),
            new ListParameter("arch", 1, 2, new([new IntParameter("depth", 1, 4)])),
        ]);
        var encoding = SpaceEncoding.Of(space);
        var point = new double[5];
        var active = new bool[5];

        encoding.Encode(Configuration.Parse("""{"model":"gat","arch":[{"depth":4}]}"""), point, active);

        point.ShouldBe([0.25, 0.5, 0.25, 0.875, 0.5]);
        active.ShouldBe([true, false, true, true, false]);
    }

    [Fact]
    public void Integers_are_exact_up_to_2_to_the_50()
    {
        var space = new SearchSpace([new IntParameter("n", 1, 1L << 50)]);
        var encoding = SpaceEncoding.Of(space);

        Property.Holds(seed =>
        {
            var configuration = space.Sample(RandomStream.For(seed));
            encoding.Decode(encoding.Encode(configuration)).ShouldBe(configuration);
        });
    }

    [Fact]
    public void Wrong_values_and_points_are_refused()
    {
        var encoding = SpaceEncoding.Of(new([new IntParameter("n", 1, 4)]));

        Should.Throw<ArgumentException>(() => encoding.Encode(Configuration.Of(("n", 5))));
        Should.Throw<ArgumentException>(() => encoding.Decode([0.5, 0.5]));
        Should.Throw<ArgumentException>(() => encoding.Decode([double.NaN]));
    }

    private static void ShouldBeClose(SearchSpace space, Configuration actual, Configuration expected)
    {
        actual.Entries.Select(e => e.Key).ShouldBe(expected.Entries.Select(e => e.Key));
        foreach (var parameter in space.Parameters.Where(p => expected.TryGet(p.Name, out _)))
        {
            var (a, b) = (actual[parameter.Name], expected[parameter.Name]);
            if (parameter is FloatParameter { Step: null } f)
                Math.Abs(a.Number - b.Number).ShouldBeLessThanOrEqualTo(1e-12 * (f.Log ? b.Number : f.High - f.Low));
            else if (parameter is not ListParameter list) a.ShouldBe(b);
            else
            {
                a.List.Length.ShouldBe(b.List.Length);
                for (var i = 0; i < a.List.Length; i++) ShouldBeClose(list.Element, a.List[i], b.List[i]);
            }
        }
    }
}
