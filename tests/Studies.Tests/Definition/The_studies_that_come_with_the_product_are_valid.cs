using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class The_studies_that_come_with_the_product_are_valid
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(file => Path.GetFileName(file))];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "studies");

    [Theory]
    [MemberData(nameof(Files))]
    public void And_are_named_after_their_file(string file)
    {
        var study = Read(file);
        study.Name.ShouldBe(Path.GetFileNameWithoutExtension(file));
        SampleStudy.Read(StudyFileWriter.ToYaml(study)).ShouldBe(study);
    }

    [Fact]
    public void The_quickstart_takes_about_a_minute()
    {
        var study = Read("quickstart.yaml");
        var delay = System.Text.Json.JsonDocument.Parse(study.Evaluator.Settings).RootElement.GetProperty("delay_ms").GetDouble();
        var seconds = study.Budget.Trials!.Value * delay / 1000 / study.Budget.Parallelism;
        seconds.ShouldBeInRange(45, 60);
    }

    [Fact]
    public void Hard_and_soft_differ_in_the_constraint_alone()
    {
        var (hard, soft) = (Read("ads-arch-hard-qps.yaml"), Read("ads-arch-soft-qps.yaml"));
        StudyResume.Compare(hard, soft with { Constraints = hard.Constraints }).IsSameSearch.ShouldBeTrue();
        hard.Constraints.ShouldBe([new Constraint("qps", 3500, null)]);
        soft.Constraints.ShouldBe([new Constraint("qps", 3500, null, ConstraintMode.Soft, 0.15, SoftScale.Relative)]);
    }

    [Fact]
    public void The_comparison_of_pruning_strategies_runs_every_combination_with_every_seed_and_needs_no_hint()
    {
        var study = Read("pruning-strategies.yaml");
        study.Budget.Trials.ShouldBe((long)SpaceSize.Of(study.Space).Combinations * study.Replicates.Length);
        study.Hypotheses.Select(hypothesis => hypothesis.Id).ShouldBe(["H1", "H2", "H3"]);
        StudyHints.Of(study).ShouldBeEmpty();
    }

    [Fact]
    public void The_quickstart_says_how_many_architectures_there_are() =>
        SpaceSize.Of(Read("quickstart.yaml").Space).Combinations.ShouldBe(new System.Numerics.BigInteger(25_137_930));

    private static StudyDefinition Read(string file)
    {
        var result = StudyFile.Read(File.ReadAllBytes(Path.Combine(Folder, file)), file);
        result.Lines.ShouldBeEmpty();
        return result.Definition.ShouldNotBeNull();
    }
}
