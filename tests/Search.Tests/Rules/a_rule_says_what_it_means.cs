using ArchOpt.Search.Configurations;
using ArchOpt.Search.Rules;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Rules;

public class a_rule_says_what_it_means
{
    private static readonly SearchSpace Space = new([
        new IntParameter("d_model", 1, 1024),
        new IntParameter("n_heads", 0, 16),
        new FloatParameter("lr", 0, 1),
        new CategoricalParameter("model", SampleSpaces.Values("gat", "gt")),
        new CategoricalParameter("use_norm", SampleSpaces.Values(true, false)),
        new CategoricalParameter("mixed", SampleSpaces.Values("auto", 3, true)),
        new FloatParameter("weight-decay", 0, 1),
        new FloatParameter("optimizer.beta", 0, 1),
        new IntParameter("gated", 0, 9, When: SampleSpaces.When("model", "gt")),
        new ListParameter("arch", 0, 5, new([
            new OrdinalParameter("width", SampleSpaces.Values(64, 128, 256)),
            new CategoricalParameter("kind", SampleSpaces.Values("a", "b")),
            new ListParameter("gates", 0, 3, new([new IntParameter("bias", 0, 9)])),
        ])),
    ]);

    private static readonly Configuration Point = Configuration.Parse("""
        { "d_model": 256, "n_heads": 8, "lr": 0.3, "model": "gat", "use_norm": true, "mixed": "auto", "weight-decay": 0.5, "optimizer.beta": 0.9,
          "arch": [ { "width": 64, "kind": "a", "gates": [ { "bias": 1 }, { "bias": 2 } ] }, { "width": 256, "kind": "b", "gates": [ { "bias": 5 } ] } ] }
        """);

    [Theory]
    [InlineData("d_model % n_heads == 0")]
    [InlineData("d_model is power of 2 and n_heads is not power of 3")]
    [InlineData("2 + 3 * 4 == 14 and (2 + 3) * 4 == 20")]
    [InlineData("-2 ** 2 == -4 and 2 ** 3 ** 2 == 512 and 2 ** -1 == 0.5")]
    [InlineData("10 - 4 - 3 == 3 and 16 / 4 / 2 == 2")]
    [InlineData("-1 % 4 == 3")]
    [InlineData("0.1 + 0.2 == 0.3 and 0.1 + 0.2 <= 0.3 and not 0.1 + 0.2 > 0.3")]
    [InlineData("0 < lr < 1")]
    [InlineData("not (0 < lr < 0.2)")]
    [InlineData("model == 'gat' and model != \"gt\"")]
    [InlineData("use_norm and not false")]
    [InlineData("use_norm == true")]
    [InlineData("false and true or true")]
    [InlineData("`weight-decay` < `optimizer.beta` and optimizer.beta > 0")]
    [InlineData("len(arch) == 2 and sum(arch.width) == 320 and min(arch.width) == 64 and max(arch.width) == 256")]
    [InlineData("len(arch.gates.bias) == 3 and sum(arch.gates.bias) == 8")]
    [InlineData("max(d_model, n_heads, 300) == 300 and min(max(arch.width), 100) == 100")]
    [InlineData("abs(n_heads - 10) == 2")]
    [InlineData("1e3 == 1000 and .5 == 1/2 and 1.5e-1 == 0.15")]
    [InlineData("mixed == 'auto'")]
    public void This_holds(string rule) => RuleParser.Parse(rule, Space).Holds(Point).ShouldBeTrue();

    [Theory]
    [InlineData("d_model % 3 == 0")]
    [InlineData("lr is power of 2")]
    [InlineData("d_model / 0 == 1")]
    [InlineData("not (d_model % 0 == 1)")]
    [InlineData("10 ** 400 > 1")]
    [InlineData("(0 - 8) ** 0.5 != 0")]
    [InlineData("mixed > 2")]
    [InlineData("mixed and true")]
    [InlineData("0 / 0 == 0 / 0")]
    public void This_does_not_hold(string rule) => RuleParser.Parse(rule, Space).Holds(Point).ShouldBeFalse();

    [Fact]
    public void A_rule_over_an_inactive_parameter_holds()
    {
        RuleParser.Parse("gated > 100", Space).Holds(Point).ShouldBeTrue();
        RuleParser.Parse("gated > 100", Space).Holds(Point.With("gated", 5)).ShouldBeFalse();
    }

    [Fact]
    public void Over_an_empty_list_the_sum_is_zero_and_the_extremes_say_nothing()
    {
        var empty = Point.With("arch", ParameterValue.Of([]));

        RuleParser.Parse("sum(arch.width) == 0 and len(arch) == 0", Space).Holds(empty).ShouldBeTrue();
        RuleParser.Parse("max(arch.width) > 1000", Space).Holds(empty).ShouldBeTrue();
    }

    [Fact]
    public void A_division_by_zero_can_be_guarded_from_the_left()
    {
        var none = Point.With("n_heads", 0);

        RuleParser.Parse("n_heads == 0 or d_model % n_heads == 0", Space).Holds(none).ShouldBeTrue();
        RuleParser.Parse("d_model % n_heads == 0", Space).Holds(none).ShouldBeFalse();
    }

    [Fact]
    public void It_knows_which_parameters_it_speaks_of() =>
        RuleParser.Parse("sum(arch.width) < d_model and d_model > n_heads", Space).Parameters.ShouldBe(["arch", "d_model", "n_heads"]);

    [Theory]
    [InlineData("lr > 0 and d_modle % 2 == 0", "column 12: unknown parameter 'd_modle', did you mean 'd_model'?")]
    [InlineData("sum(arch.widht) > 1", "column 5: unknown parameter 'arch.widht', did you mean 'arch.width'?")]
    [InlineData("zzzzzz > 1", "column 1: unknown parameter 'zzzzzz'")]
    [InlineData("d_model", "column 1: a rule must be true or false, such as 'd_model % n_heads == 0'")]
    [InlineData("d_model = 5", "column 9: unexpected '='; equality is written '=='")]
    [InlineData("d_model & 5", "column 9: unexpected character '&'")]
    [InlineData("d_model >", "column 10: the rule ends where a number, a text, a parameter or '(' should stand")]
    [InlineData("", "column 1: the rule ends where a number, a text, a parameter or '(' should stand")]
    [InlineData("(d_model > 1", "column 13: the rule ends where ')' should stand")]
    [InlineData("d_model > 1 )", "column 13: expected the end of the rule or an operator, found ')'")]
    [InlineData("model + 1 > 2", "column 1: '+' takes numbers, this is text")]
    [InlineData("model == 3", "column 10: compares text with a number, which are never equal")]
    [InlineData("model < 'z'", "column 1: '<' takes numbers, this is text")]
    [InlineData("d_model and true", "column 1: 'and' takes conditions, this is a number")]
    [InlineData("arch > 1", "column 1: this is a list; write len(...) or one of its fields in sum, min or max")]
    [InlineData("arch.width > 1", "column 1: this has one value per element of a list; write it in sum, min, max or len")]
    [InlineData("sum(arch.kind) > 1", "column 5: 'sum' takes numbers, this is text")]
    [InlineData("len(d_model) > 1", "column 5: 'len' takes a list")]
    [InlineData("abs(1, 2) > 1", "column 8: 'abs' takes one argument")]
    [InlineData("smu(arch.width) > 1", "column 1: unknown function 'smu', did you mean 'sum'?")]
    [InlineData("model == 'gat", "column 10: the quote ' is never closed")]
    [InlineData("1.2.3 > 1", "column 1: '1.2.3' is not a number")]
    [InlineData("d_model is even", "column 12: expected 'power of' and a number, found 'even'")]
    [InlineData("d_model is power of 1.5", "column 21: expected a whole number of at least 2, found '1.5'")]
    public void A_mistake_is_reported_with_its_column(string rule, string message) =>
        Should.Throw<RuleSyntaxException>(() => RuleParser.Parse(rule, Space)).Message.ShouldBe(message);

    [Fact]
    public void Nesting_is_bounded()
    {
        var deep = new string('(', 200) + "1" + new string(')', 200) + " == 1";

        Should.Throw<RuleSyntaxException>(() => RuleParser.Parse(deep, Space)).Message.ShouldContain("nested more than 50 deep");
        Should.Throw<RuleSyntaxException>(() => RuleParser.Parse(new string('-', 500) + "1 == 1", Space)).Column.ShouldBe(52);
    }

    [Fact]
    public void No_text_makes_the_parser_fail_otherwise() => Property.Holds(seed =>
    {
        string[] pieces =
        [
            "d_model", "lr", "arch", "arch.width", "model", "mixed", "'gat'", "3", "1e5", "+", "-", "**", "%", "==", "<", "(", ")", ",",
            "and", "or", "not", "is", "power", "of", "len", "sum", "\"", "$",
        ];
        var stream = Search.Randomness.RandomStream.For(seed);
        var text = string.Join(' ', Enumerable.Range(0, 1 + stream.NextInt32(12)).Select(_ => pieces[stream.NextInt32(pieces.Length)]));
        try
        {
            RuleParser.Parse(text, Space).Holds(Point).ShouldBeOneOf(true, false);
        }
        catch (RuleSyntaxException e)
        {
            e.Column.ShouldBeInRange(1, text.Length + 1);
        }
    }, tests: 2_000);
}
