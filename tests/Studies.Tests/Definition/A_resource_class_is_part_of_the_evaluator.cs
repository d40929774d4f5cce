using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public class A_resource_class_is_part_of_the_evaluator
{
    private static string Study(string evaluator) => $$"""
        study: s
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { {{evaluator}} }
        space: { x0: { type: float, low: 0, high: 1 } }
        budget: { trials: 3 }
        """;

    [Fact]
    public void A_study_names_the_workers_that_it_needs() =>
        SampleStudy.Read(Study("name: function, resource: gpu-80gb, settings: { function: sphere }")).Evaluator.ResourceClass.ShouldBe("gpu-80gb");

    [Fact]
    public void The_default_is_left_out_so_that_older_studies_keep_their_identity()
    {
        var named = SampleStudy.Read(Study("name: function, resource: cpu, settings: { function: sphere }"));
        var silent = SampleStudy.Read(Study("name: function, settings: { function: sphere }"));
        silent.Evaluator.ResourceClass.ShouldBe("cpu");
        StudyFileWriter.Write(named).ShouldBe(StudyFileWriter.Write(silent));
        StudyFileWriter.Write(named).ShouldNotContain("resource");
    }

    [Fact]
    public void Another_one_survives_being_written_and_is_another_search()
    {
        var gpu = SampleStudy.Read(Study("name: function, resource: gpu, settings: { function: sphere }"));
        var cpu = SampleStudy.Read(Study("name: function, settings: { function: sphere }"));
        StudyFile.Read(StudyFileWriter.Write(gpu)).Definition.ShouldBe(gpu);
        StudyResume.Compare(cpu, gpu).DifferentKey.ShouldBe("evaluator");
    }

    [Theory]
    [InlineData("name: function, resource: GPU, settings: { function: sphere }", "s.yaml:3: evaluator.resource: must have lower-case letters, digits and - only (was 'GPU')")]
    [InlineData("name: external, resource: gpu", "s.yaml:3: evaluator.resource: unknown key 'resource'")]
    public void What_is_no_class_is_refused(string evaluator, string line) => StudyFile.Read(Study(evaluator), "s.yaml").Lines.ShouldBe([line]);
}
