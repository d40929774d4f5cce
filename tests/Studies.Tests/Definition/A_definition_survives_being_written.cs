using ArchOpt.Studies.Definition;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class A_definition_survives_being_written
{
    private readonly StudyDefinition study = SampleStudy.Read(SampleStudy.Text);

    [Fact]
    public void As_json() => SampleStudy.Read(StudyFileWriter.Write(study)).ShouldBe(study);

    [Fact]
    public void As_yaml() => SampleStudy.Read(StudyFileWriter.ToYaml(study)).ShouldBe(study);

    [Fact]
    public void Whatever_it_is() => Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), number =>
    {
        var any = RandomStudies.Of(number);
        SampleStudy.Read(StudyFileWriter.Write(any)).ShouldBe(any);
        SampleStudy.Read(StudyFileWriter.ToYaml(any)).ShouldBe(any);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void The_canonical_text_does_not_depend_on_how_the_file_was_written()
    {
        var other = SampleStudy.With(
            (6, "  lr: { log: true, high: 0.01, type: float, low: 0.00001 }"),
            (24, "budget: { time: 120m, trials: 99.0, failures: 20, parallelism: 4 }"));
        StudyFileWriter.Write(SampleStudy.Read(other)).ShouldBe(StudyFileWriter.Write(study));
    }

    [Fact]
    public void Definitions_are_equal_by_value()
    {
        var again = SampleStudy.Read(SampleStudy.Text);
        again.ShouldBe(study);
        again.GetHashCode().ShouldBe(study.GetHashCode());
        (again with { Seed = 1 }).ShouldNotBe(study);
    }

    [Fact]
    public void The_yaml_is_for_people()
    {
        StudyFileWriter.ToYaml(study).Split('\n')[..6].ShouldBe(
        [
            "study: sample",
            "objectives: [{ metric: accuracy, goal: maximize, thresholds: { excellent: 0.9, good: 0.8 } }]",
            "evaluator: { name: external, settings: {} }",
            "space:",
            "  lr: { type: float, low: 1E-05, high: 0.01, log: true }",
            "  dropout: { type: float, low: 0.1, high: 0.7, step: 0.1 }",
        ]);
    }
}
