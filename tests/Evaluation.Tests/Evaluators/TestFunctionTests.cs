using ArchOpt.Contracts;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Evaluation.Evaluators.Functions;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Evaluation.Tests.Evaluators;

public sealed class TestFunctionTests
{
    /// <summary>Global minima as the literature gives them.</summary>
    public static TheoryData<string, double[], double, double> Minima => new()
    {
        { "sphere", [0, 0, 0], 0, 1e-12 },
        { "rosenbrock", [1, 1, 1, 1], 0, 1e-12 },
        { "rastrigin", [0, 0, 0], 0, 1e-12 },
        { "ackley", [0, 0, 0], 0, 1e-12 },
        { "griewank", [0, 0, 0], 0, 1e-12 },
        { "levy", [1, 1, 1], 0, 1e-12 },
        { "styblinski-tang", [-2.903534, -2.903534], -78.33233, 1e-5 },
        { "michalewicz", [2.20290552, 1.57079633], -1.8013034, 1e-7 },
        { "schwefel", [420.968746, 420.968746, 420.968746], 0, 1e-6 },
        { "zakharov", [0, 0], 0, 1e-12 },
        { "dixon-price", [1, 0.70710678118654757], 0, 1e-12 },
        { "branin", [-Math.PI, 12.275], 0.397887, 1e-6 },
        { "branin", [Math.PI, 2.275], 0.397887, 1e-6 },
        { "branin", [9.42478, 2.475], 0.397887, 1e-6 },
        { "hartmann3", [0.114614, 0.555649, 0.852547], -3.86278, 1e-5 },
        { "hartmann6", [0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573], -3.32237, 1e-5 },
        { "six-hump-camel", [0.0898, -0.7126], -1.0316, 1e-4 },
        { "six-hump-camel", [-0.0898, 0.7126], -1.0316, 1e-4 },
        { "goldstein-price", [0, -1], 3, 1e-12 },
        { "eggholder", [512, 404.2319], -959.6407, 1e-4 },
        { "beale", [3, 0.5], 0, 1e-12 },
        { "booth", [1, 3], 0, 1e-12 },
        { "forrester", [0.757249], -6.02074, 1e-5 },
    };

    [Theory]
    [MemberData(nameof(Minima))]
    public void Every_function_has_its_known_minimum_where_it_belongs(string name, double[] at, double minimum, double tolerance)
    {
        TestFunctions.TryGet(name, out var function).ShouldBeTrue();
        function!.At(at).ShouldBe(minimum, tolerance);
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var elsewhere = at.Select(_ => function.Low + random.NextDouble() * (function.High - function.Low)).ToArray();
            function.At(elsewhere).ShouldBeGreaterThanOrEqualTo(minimum - tolerance);
        }
    }

    [Fact]
    public void Every_function_of_the_catalogue_is_pinned_by_a_minimum() =>
        TestFunctions.Names.ShouldBe(Minima.Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"x2":1,"x10":3,"x9":2}""", new double[] { 1, 2, 3 })]
    [InlineData("""{"x1":1,"x0":5,"seed":7}""", new double[] { 5, 1 })]
    [InlineData("""{"b":2,"a":1,"model":"gat","on":true}""", new double[] { 1, 2 })]
    public void Coordinates_are_taken_by_number_or_else_by_name(string configuration, double[] point) =>
        PointOrder.Coordinates(Configuration.Parse(configuration)).ShouldBe(point);

    [Theory]
    [InlineData("""{"function":"branin"}""", """{"x0":1}""", "branin takes 2 numbers (the configuration has 1: {\"x0\":1}).")]
    [InlineData("""{"function":"brannin"}""", """{"x0":1}""", "(was 'brannin').")]
    [InlineData("{}", """{"x0":1}""", "settings.function: must be one of ackley, ")]
    public async Task A_wrong_function_or_dimension_fails_with_the_reason(string settings, string configuration, string error)
    {
        var result = await EvaluatorRegistry.BuiltIn(".", TimeProvider.System)
            .EvaluateOnceAsync("function", settings, Configuration.Parse(configuration), 0, TestContext.Current.CancellationToken);
        result.Outcome.ShouldBe(EvaluationOutcome.Failed);
        result.Error.ShouldNotBeNull().ShouldContain(error);
    }
}
