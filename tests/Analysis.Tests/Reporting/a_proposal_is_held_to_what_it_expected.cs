using System.Text.Json;
using ArchOpt.Analysis.Reporting.Json;
using ArchOpt.Analysis.Supplement;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Tests.Reporting;

/// <summary>The report of a study that ran proposed trials says what came of the expectations that were written down before.</summary>
public sealed class a_proposal_is_held_to_what_it_expected
{
    [Fact]
    public void when_its_trials_have_run()
    {
        var parent = SeedStudy.Create().Report().Analysis;
        var next = Next(parent, out var plan);
        foreach (var trial in plan.Trials) next.Completed(trial.Configuration, trial.Id == "A2" ? 0.74 : 0.70, seed: 1);

        var report = next.Report();
        var markdown = report.ToMarkdown(withPlots: false);

        markdown.ShouldContain("### What came of the proposal\n\nThis study ran the trials that the analysis of phase6b-a50 proposed.");
        markdown.ShouldContain("A2 (trial 1) is the new champion with 0.7400, better than the old one, trial 51 with 0.7166, by 0.0234.");
        markdown.ShouldContain("| A | A2 beats A1 | the best dropout lies above 0.5: narrow it there | **held** | 0.0400 |");
        markdown.ShouldContain("| did not hold |");
        markdown.ShouldContain("- **The proposal**: ");
        var outcome = JsonElement.Parse(JsonSerializer.Serialize(report.ToView(), ReportJson.Options)).GetProperty("outcome");
        outcome.GetProperty("completed").GetInt32().ShouldBe(15);
        outcome.GetProperty("champion").GetProperty("id").GetString().ShouldBe("A2");
        outcome.GetProperty("expectations").EnumerateArray().Select(e => e.GetProperty("state").GetString()).ShouldContain("held");
    }

    [Fact]
    public void and_says_what_is_still_open()
    {
        var next = Next(SeedStudy.Create().Report().Analysis, out var plan);
        next.Completed(plan.Trials.First().Configuration, 0.70, seed: 1);

        next.Report().ToMarkdown(withPlots: false).ShouldContain("| open | – | – | – |");
    }

    private static SampleStudy Next(ArchOpt.Analysis.Reporting.StudyAnalysis parent, out ArchOpt.Insight.Supplement.SupplementPlan plan)
    {
        plan = parent.Supplement;
        return new(StudyFileWriter.Write(SupplementStudy.Of(parent.Study, plan, "phase6b-a50-next")));
    }
}
