using ArchOpt.Cli.Bench.Problems;
using ArchOpt.Evaluation.Evaluators;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;
using CsvHelper;

namespace ArchOpt.Cli.Tests.Bench;

public class The_classic_functions
{
    public static TheoryData<string, string, double> CheckValues
    {
        get
        {
            using var stream = typeof(The_classic_functions).Assembly.GetManifestResourceStream("classic_check_values.csv")!;
            using var csv = CsvReader.Create(new StreamReader(stream), CsvReaderOptions.Default with { Separator = ',' });
            csv.ReadHeader();
            var data = new TheoryData<string, string, double>();
            while (csv.Read()) data.Add(csv.GetString(0), csv.GetString(1), double.Parse(csv.GetString(2), System.Globalization.CultureInfo.InvariantCulture));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(CheckValues))]
    public async Task Have_the_published_values(string problem, string configuration, double value) =>
        (await ValueAsync(problem, configuration)).ShouldBe(value, 1e-12 * Math.Max(1, Math.Abs(value)));

    [Theory]
    [InlineData("branin", """{"x0":3.141592653589793,"x1":2.275}""", 1e-12)]
    [InlineData("hartmann6", """{"x0":0.20168951,"x1":0.15001069,"x2":0.47687398,"x3":0.27533243,"x4":0.31165162,"x5":0.65730053}""", 1e-12)]
    [InlineData("ackley10", """{"x0":14.2,"x1":-21.7,"x2":9.4,"x3":-27.3,"x4":3.7,"x5":-18.6,"x6":24.9,"x7":-8.2,"x8":-12.5,"x9":19.6}""", 1e-12)]
    [InlineData("rosenbrock5", """{"x0":1,"x1":1,"x2":1,"x3":1,"x4":1}""", 1e-12)]
    [InlineData("rastrigin5", """{"x0":3.3,"x1":-1.7,"x2":4.1,"x3":-2.9,"x4":0.8}""", 1e-12)]
    [InlineData("levy8", """{"x0":1,"x1":1,"x2":1,"x3":1,"x4":1,"x5":1,"x6":1,"x7":1}""", 1e-12)]
    [InlineData("mixed6", """{"lr":0.001,"wd":0.001,"layers":7,"opt":"adam","act":"gelu","drop":0.45}""", 1e-12)]
    [InlineData("cond8", """{"model":"b","b_kernel":"rbf","b_c":10,"b_g":0.01}""", 1e-12)]
    public async Task Reach_the_optimum_that_regrets_are_measured_from(string problem, string minimiser, double tolerance) =>
        (await ValueAsync(problem, minimiser)).ShouldBe(Problem(problem).Optimum!.Value, tolerance);

    [Fact]
    public void Have_valid_spaces_in_which_the_minimisers_lie()
    {
        foreach (var problem in ClassicSuite.Create(10)) SpaceValidation.Check(problem.Study.Space).ShouldBeEmpty(problem.Name);
        ConfigurationValidation.Check(Problem("mixed6").Study.Space, Configuration.Parse("""{"lr":0.001,"wd":0.001,"layers":7,"opt":"adam","act":"gelu","drop":0.45}""")).ShouldBeEmpty();
        ConfigurationValidation.Check(Problem("cond8").Study.Space, Configuration.Parse("""{"model":"b","b_kernel":"rbf","b_c":10,"b_g":0.01}""")).ShouldBeEmpty();
    }

    private static async Task<double> ValueAsync(string problem, string configuration)
    {
        var registry = new EvaluatorRegistry([Problem(problem).Evaluator]);
        var result = await registry.EvaluateOnceAsync(problem, "{}", Configuration.Parse(configuration), 0, TestContext.Current.CancellationToken);
        return result.Metrics[FormulaEvaluator.Metric];
    }

    private static BenchProblem Problem(string name) => ClassicSuite.Create(10).Single(problem => problem.Name == name);
}
