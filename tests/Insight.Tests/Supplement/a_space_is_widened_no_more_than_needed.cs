using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Insight.Tests.Supplement;

public sealed class a_space_is_widened_no_more_than_needed
{
    [Fact]
    public void A_step_that_hides_the_value_is_dropped_and_one_that_does_not_stays()
    {
        var stepped = new FloatParameter("dropout", 0.1, 0.7, Step: 0.2);
        Wider(stepped, 0.4).ShouldBe(stepped with { Step = null });
        Wider(stepped, 0.5).ShouldBe(stepped);
    }

    [Fact]
    public void A_range_reaches_as_far_as_the_value()
    {
        Wider(new FloatParameter("lr", 1e-5, 1e-3, Log: true), 2e-3).ShouldBe(new FloatParameter("lr", 1e-5, 2e-3, Log: true));
        Wider(new FloatParameter("lr", 1e-5, 1e-3, Log: true), 0).ShouldBeNull();
        Wider(new IntParameter("layers", 2, 8, Step: 2), 10).ShouldBe(new IntParameter("layers", 2, 10, Step: 2));
        Wider(new IntParameter("layers", 2, 8, Step: 2), 5).ShouldBe(new IntParameter("layers", 2, 8));
        Wider(new IntParameter("layers", 2, 8), 2.5).ShouldBeNull();
    }

    [Fact]
    public void A_ladder_gets_a_rung_in_its_place()
    {
        var wider = Wider(new OrdinalParameter("d_model", [48, 96, 128]), 112).ShouldBeOfType<OrdinalParameter>();
        wider.Values.ShouldBe([48, 96, 112, 128]);
        Wider(new OrdinalParameter("size", ["small", "large"]), 3).ShouldNotBeNull().ShouldBeOfType<OrdinalParameter>().Values.Length.ShouldBe(2);
    }

    [Fact]
    public void What_is_no_number_is_left_alone()
    {
        Wider(new CategoricalParameter("model", ["a", "b"]), 3).ShouldBeNull();
        SpaceWidening.For(new([new IntParameter("x", 1, 2)]), "y", 3).ShouldBeNull();
    }

    private static Parameter? Wider(Parameter parameter, ParameterValue value) => SpaceWidening.For(new([parameter]), parameter.Name, value.Number)?.Parameters[0];
}
