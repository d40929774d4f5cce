using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using static ArchOpt.Search.Tests.SampleSpaces;

namespace ArchOpt.Search.Tests.Spaces;

public class every_mistake_in_a_space_is_named
{
    private static readonly Parameter Model = new CategoricalParameter("model", Values("gat", "gt"));

    [Fact]
    public void A_sound_space_has_none()
    {
        SpaceValidation.Check(Ads).ShouldBeEmpty();
        SpaceValidation.Check(Everything).ShouldBeEmpty();
    }

    [Fact]
    public void Floats()
    {
        Errors(new FloatParameter("lr", 0, 1, Log: true)).ShouldBe(["lr.low: must be > 0 for a log scale (was 0)"]);
        Errors(new FloatParameter("lr", 5, 3)).ShouldBe(["lr.low: must be < high (was 5 >= 3)"]);
        Errors(new FloatParameter("lr", 5, 5)).ShouldBe(["lr.low: must be < high (was 5 >= 5)"]);
        Errors(new FloatParameter("lr", double.NaN, double.PositiveInfinity)).ShouldBe(["lr.low: must be finite (was NaN)", "lr.high: must be finite (was Infinity)"]);
        Errors(new FloatParameter("lr", -1e308, 1.7e308)).Single().ShouldStartWith("lr: high - low must be finite");
        Errors(new FloatParameter("lr", 0.1, 0.7, Step: 0.25)).ShouldBe(["lr.step: must divide high - low (was 0.25, high - low is 0.6)"]);
        Errors(new FloatParameter("lr", 0, 1, Step: 2)).Single().ShouldStartWith("lr.step: must divide");
        Errors(new FloatParameter("lr", 0, 1, Step: 0)).ShouldBe(["lr.step: must be > 0 (was 0)"]);
        Errors(new FloatParameter("lr", 0, 1, Step: 1e-17)).Single().ShouldStartWith("lr.step: is too small");
        Errors(new FloatParameter("lr", 1, 2, Log: true, Step: 0.1)).ShouldBe(["lr.step: must be left out on a log scale (was 0.1)"]);
        Errors(new FloatParameter("lr", 0.1, 0.7, Step: 0.1)).ShouldBeEmpty();
    }

    [Fact]
    public void Ints()
    {
        Errors(new IntParameter("n", 0, 8, Log: true)).ShouldBe(["n.low: must be > 0 for a log scale (was 0)"]);
        Errors(new IntParameter("n", 8, 8)).ShouldBe(["n.low: must be < high (was 8 >= 8)"]);
        Errors(new IntParameter("n", 1, 8, Step: 2)).ShouldBe(["n.step: must divide high - low (was 2, high - low is 7)"]);
        Errors(new IntParameter("n", 1, 8, Step: 0)).ShouldBe(["n.step: must be >= 1 (was 0)"]);
        Errors(new IntParameter("n", 1, 9, Log: true, Step: 2)).ShouldBe(["n.step: must be left out on a log scale (was 2)"]);
        Errors(new IntParameter("n", long.MinValue, long.MaxValue)).ShouldBe(
            ["n.low: must be >= -2^53 (was -9223372036854775808)", "n.high: must be <= 2^53 (was 9223372036854775807)"]);
    }

    [Fact]
    public void Choices()
    {
        Errors(new OrdinalParameter("w", [])).ShouldBe(["w.values: must have at least one value"]);
        Errors(new CategoricalParameter("w", default)).ShouldBe(["w.values: must have at least one value"]);
        Errors(new CategoricalParameter("w", Values("a", "b", "a"))).ShouldBe(["w.values: must be different (has \"a\" 2 times)"]);
        Errors(new OrdinalParameter("w", Values(1, 1.0))).ShouldBe(["w.values: must be different (has 1 2 times)"]);
        Errors(new CategoricalParameter("w", [ParameterValue.Of([])])).ShouldBe(["w.values: must be numbers, texts or booleans (has a list)"]);
        Errors(new OrdinalParameter("w", [.. Enumerable.Range(0, 10_001).Select(i => ParameterValue.Of(i))])).ShouldBe(["w.values: must have at most 10,000 values (has 10,001)"]);
        Errors(new ConstantParameter("c", ParameterValue.Of([]))).ShouldBe(["c.value: must be a number, a text or a boolean (was a list)"]);
    }

    [Fact]
    public void Names()
    {
        Errors(Model, Model).ShouldBe(["model: the name is used twice"]);
        Errors(new IntParameter("", 1, 2)).Single().ShouldContain("1 to 128 characters (has 0)");
        Errors(new IntParameter(new string('x', 129), 1, 2)).Single().ShouldContain("(has 129)");
        Errors(new IntParameter("1x", 1, 2)).ShouldBe(["1x: a name must start with a letter or _ (was '1')"]);
        Errors(new IntParameter("a b", 1, 2)).ShouldBe(["a b: a name may have letters, digits, _, - and . only (has ' ')"]);
        Errors(new IntParameter("größe_2.x-y", 1, 2)).ShouldBeEmpty();
    }

    [Fact]
    public void Conditions()
    {
        Errors(Model, Int("k", When("modle", "gt"))).ShouldBe(["k.when.modle: unknown parameter 'modle', did you mean 'model'?"]);
        Errors(Int("k", When("model", "gt")), Model).ShouldBe(["k.when.model: 'model' is declared later; a condition may name earlier parameters only"]);
        Errors(Int("k", When("k", 1))).ShouldBe(["k.when.k: conditions must not form a cycle (k -> k)"]);
        Errors(Int("a", When("c", 1)), Int("b", When("a", 1)), Int("c", When("b", 1))).ShouldBe([
            "a.when.c: conditions must not form a cycle (a -> c -> b -> a)",
            "b.when.a: conditions must not form a cycle (b -> a -> c -> b)",
            "c.when.b: conditions must not form a cycle (c -> b -> a -> c)",
        ]);
        Errors(Model, Int("k", When("model", "xyz"))).ShouldBe(["k.when.model: 'model' is never \"xyz\" (it is one of \"gat\", \"gt\")"]);
        Errors(Int("n", null), Int("k", When("n", 77))).ShouldBe(["k.when.n: 'n' is never 77 (it is an integer in [1, 9])"]);
        Errors(Model, Int("k", When("model"))).ShouldBe(["k.when.model: must have at least one value"]);
        Errors(Model, Int("k", new Condition([]))).ShouldBe(["k.when: must name at least one parameter"]);
        Errors(Model, Int("k", new Condition([new("model", Values("gt")), new("model", Values("gat"))]))).ShouldBe(["k.when.model: the parameter is named twice"]);
        Errors(new FloatParameter("x", 0, 1), Int("k", When("x", 0.5))).ShouldBe(["k.when.x: must name a parameter with single values ('x' is continuous)"]);
        Errors(List(1, 2), Int("k", When("arch", 1))).ShouldBe(["k.when.arch: must name a parameter with single values ('arch' is a list)"]);
    }

    [Fact]
    public void Lists()
    {
        Errors(List(-1, 2)).ShouldBe(["arch.min: must be >= 0 (was -1)"]);
        Errors(List(0, 0)).ShouldBe(["arch.max: must be >= 1 (was 0)"]);
        Errors(List(3, 2)).ShouldBe(["arch.min: must be <= max (was 3 > 2)"]);
        Errors(new ListParameter("arch", 1, 2, new([]))).ShouldBe(["arch.of: must have at least one parameter"]);
        Errors(new ListParameter("arch", 1, 2, new([new OrdinalParameter("width", [])]))).ShouldBe(["arch.of.width.values: must have at least one value"]);
        Errors(new ListParameter("arch", 1, 2, new([Int("d", null)], [new Rule("d > e")]))).ShouldBe(["arch.of.rules[0]: column 5: unknown parameter 'e'"]);
    }

    [Fact]
    public void Rules()
    {
        Check(new([Model, Int("d_model", null)], [new("d_model > 1"), new("d_modle > 1")]))
            .ShouldBe(["rules[1]: column 1: unknown parameter 'd_modle', did you mean 'd_model'?"]);
        Check(new([Int("n", null)], [new("n > 9")])).ShouldBe(["rules: no configuration satisfies the rules: n > 9"]);
        Check(new([new ListParameter("arch", 0, 2, new([Int("n", null)], [new("n > 9")]))])).ShouldBe(["arch.of.rules: no configuration satisfies the rules: n > 9"]);
        Check(new([Int("n", null)], [new(new string(' ', 1001))])).ShouldBe(["rules[0]: must have at most 1,000 characters (has 1,001)"]);
    }

    [Fact]
    public void Sizes()
    {
        Check(new([])).ShouldBe(["must have at least one parameter"]);
        Check(new([.. Enumerable.Range(0, 1_001).Select(i => Int($"p{i}", null))])).ShouldBe(["must have at most 1,000 parameters (has 1,001)"]);
        Check(Nested(5)).Single().ShouldEndWith("lists may be nested at most 4 deep");
        Check(Nested(4)).ShouldBeEmpty();
        Errors(List(1, 10_000)).Single().ShouldStartWith("must have at most 10,000 parameters with every list at its greatest length");
    }

    [Fact]
    public void All_mistakes_are_found_at_once() =>
        Check(new([new FloatParameter("lr", 0, 1, Log: true), new OrdinalParameter("w", []), new IntParameter("n", 3, 2)])).Length.ShouldBe(3);

    private static IntParameter Int(string name, Condition? when) => new(name, 1, 9, When: when);

    private static ListParameter List(int min, int max) => new("arch", min, max, new([Int("depth", null)]));

    private static SearchSpace Nested(int depth) => new([depth == 0 ? Int("n", null) : new ListParameter("l", 1, 1, Nested(depth - 1))]);

    private static ImmutableArray<string> Errors(params Parameter[] parameters) => Check(new([.. parameters]));

    private static ImmutableArray<string> Check(SearchSpace space) => [.. SpaceValidation.Check(space).Select(error => error.ToString())];
}
