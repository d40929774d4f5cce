using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public class A_stopping_policy_is_read_with_its_defaults
{
    private const string Study = """
        study: s
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere } }
        space: { x0: { type: float, low: 0, high: 1 } }
        budget: { trials: 3 }
        """;

    [Theory]
    [InlineData("{}", 36, 16, 128, 0)]
    [InlineData("{ patience: 5 }", 5, 16, 128, 0)]
    [InlineData("{ min_epochs: 0 }", 36, 0, 128, 0)]
    [InlineData("{ max_epochs: 500, min_delta: 0.01 }", 36, 16, 500, 0.01)]
    [InlineData("{ max_epochs: 10 }", 36, 10, 10, 0)] // the usual minimum would be an error that nobody made
    [InlineData("{ patience: 200, min_epochs: 128 }", 200, 128, 128, 0)] // never stopped early, which somebody may want
    public void What_a_file_leaves_out_is_the_usual(string stopping, int patience, int min, int max, double delta) =>
        SampleStudy.Read($"{Study}\nstopping: {stopping}").Stopping.ShouldBe(new StoppingPolicy(patience, min, max, delta));

    [Fact]
    public void A_file_without_the_section_has_no_policy() => SampleStudy.Read(Study).Stopping.ShouldBeNull();

    [Fact]
    public void What_is_written_down_names_every_number() =>
        StudyFileWriter.Write(SampleStudy.Read($"{Study}\nstopping: {{}}"))
            .ShouldContain("""
                "stopping":{"patience":36,"min_epochs":16,"max_epochs":128,"min_delta":0}
                """.Trim());

    [Theory]
    [InlineData("", "", 60)] // the usual length of an imitated training
    [InlineData("", "stopping: {}", 128)]
    [InlineData(", steps: 50", "stopping: {}", 50)]
    [InlineData(", steps: 500", "stopping: {}", 128)]
    [InlineData(", steps: 500", "", 500)]
    public void A_pruner_knows_where_the_runs_end(string steps, string stopping, double last)
    {
        var text = Study.Replace("sphere", "sphere" + steps, StringComparison.Ordinal);
        SampleStudy.Read($"{text}\npruner: {{ name: hyperband }}\n{stopping}").Pruner!.Settings["max_resource"].ShouldBe(last);
    }
}
