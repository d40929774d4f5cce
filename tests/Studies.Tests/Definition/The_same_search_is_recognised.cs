using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

public sealed class The_same_search_is_recognised
{
    private readonly StudyDefinition study = SampleStudy.Read(SampleStudy.Text);

    [Fact]
    public void Identity_does_not_depend_on_name_and_budget()
    {
        var identity = StudyIdentity.Of(study);
        identity.ShouldMatch("^[0-9a-f]{32}$");
        StudyIdentity.Of(study with { Name = "other", Budget = new(3, 1, null, null) }).ShouldBe(identity);
    }

    [Fact]
    public void Identity_is_the_same_in_every_process() => StudyIdentity.Of(SampleStudy.Read("""
        study: pinned
        objectives: [{ metric: value, goal: minimize }]
        evaluator: { name: function, settings: { function: sphere } }
        space: { x: { type: float, low: -5, high: 5 } }
        strategy: { name: random }
        budget: { trials: 10 }
        """)).ShouldBe("4cd541b424913962583b3f9919e148cd");

    [Fact]
    public void Identity_depends_on_everything_else()
    {
        StudyDefinition[] others =
        [
            study with { Seed = 1 },
            study with { Replicates = [1, 2, 4] },
            study with { Initial = [] },
            study with { Stopping = null },
            study with { Constraints = [] },
            study with { Evaluator = new("external", """{"timeout":"3h"}""") },
            study with { Space = study.Space with { Rules = [] } },
            study with { Objectives = [study.Objectives[0] with { Goal = Goal.Minimize }] },
            study with { Strategy = study.Strategy with { Name = "random" } },
        ];
        others.Append(study).Select(StudyIdentity.Of).Distinct().Count().ShouldBe(others.Length + 1);
    }

    [Fact]
    public void The_same_file_resumes() => StudyResume.Compare(study, SampleStudy.Read(SampleStudy.Text)).ShouldBe(new(StudyResumption.Same, null));

    [Fact]
    public void Another_budget_resumes_under_that_budget()
    {
        var comparison = StudyResume.Compare(study, study with { Budget = study.Budget with { Trials = 999, Parallelism = 8 } });
        comparison.ShouldBe(new(StudyResumption.OtherBudget, "budget"));
        comparison.IsSameSearch.ShouldBeTrue();
    }

    [Fact]
    public void Another_search_does_not_and_the_first_difference_is_named()
    {
        StudyResume.Compare(study, study with { Space = study.Space with { Rules = [] }, Seed = 3 })
            .ShouldBe(new(StudyResumption.OtherSearch, "rules"));
        StudyResume.Compare(study with { Stopping = null }, study).DifferentKey.ShouldBe("stopping");
        StudyResume.Compare(study, study with { Seed = 3 }).IsSameSearch.ShouldBeFalse();
    }

    [Fact]
    public void A_definition_that_was_changed_is_checked_by_the_rules_for_files()
    {
        StudyFile.Check(study with { Seed = 7, Budget = study.Budget with { Trials = 300 } }).Definition!.Seed.ShouldBe(7);
        StudyFile.Check(study with { Budget = study.Budget with { Trials = 100 } }).Lines
            .ShouldBe(["budget.trials: must be a multiple of the 3 replicates (was 100): every configuration runs once per seed"]);
    }
}
