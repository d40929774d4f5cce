using System.Net;
using System.Text.Json;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Analysis.Supplement;
using ArchOpt.Contracts.Http;
using ArchOpt.Insight.Supplement;
using ArchOpt.Search.Spaces;
using ArchOpt.ServiceDefaults.Http;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Analysis.Tests.Supplement;

public sealed class a_proposal_is_a_study
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task it_survives_being_written_and_read()
    {
        var parent = GridStudy.Definition();
        var plan = await PlanAsync(new(Widen: true));
        plan.Trials.Count().ShouldBeGreaterThan(15);

        var study = SupplementStudy.Of(parent, plan, "grid-next");
        var next = StudyFile.Read(StudyFileWriter.ToYaml(study), "next.yaml");

        next.Lines.ShouldBeEmpty();
        next.Definition.ShouldBe(study);
        var again = SupplementStudy.PlanOf(next.Definition!).ShouldNotBeNull();
        again.Trials.ShouldBe(plan.Trials);
        (again.ChampionNumber, again.ChampionValue).ShouldBe((plan.ChampionNumber, plan.ChampionValue));
        again.Phases.Select(phase => phase.Name).ShouldBe(plan.Phases.Select(phase => phase.Name));
        foreach (var (mine, theirs) in again.Phases.SelectMany(phase => phase.Sets).Zip(plan.Phases.SelectMany(phase => phase.Sets)))
        {
            (mine.Id, mine.Name, mine.BaseNumber, mine.BaseValue, mine.Base, mine.Group).ShouldBe((theirs.Id, theirs.Name, theirs.BaseNumber, theirs.BaseValue, theirs.Base, theirs.Group));
            mine.Expectations.Select(Row).ShouldBe(theirs.Expectations.Select(Row));
        }

        static string Row(Expectation e) => $"{e.If}|{e.Then}|{string.Join(",", e.Better)}|{string.Join(",", e.Than)}";
    }

    [Fact]
    public async Task it_is_run_as_the_parent_was()
    {
        var parent = GridStudy.Definition(GridStudy.Text.Replace("trials: 200", "trials: 400, time: 2h", StringComparison.Ordinal) + "\nreplicates: [1, 2]\ninitial: [{ tier: a50 }]");
        var plan = await PlanAsync(new());
        var next = SupplementStudy.Of(parent, plan, "grid-next", parallelism: 3);

        StudyFile.Check(next).Lines.ShouldBeEmpty();
        next.Budget.ShouldBe(new(2 * plan.Trials.Count(), 3, null, 9));
        (next.Strategy.Name, next.Initial.Length, next.Seed, next.Replicates.Length).ShouldBe(("explicit", 0, 3, 2));
        next.Strategy.Settings.Configurations.ShouldBe(plan.Trials.Select(trial => trial.Configuration));
        next.ShouldBe(next with { Space = parent.Space }); // nothing was to be widened
        (next.Objectives, next.Constraints, next.Evaluator, next.Stopping).ShouldBe((parent.Objectives, parent.Constraints, parent.Evaluator, parent.Stopping));
        next.Groups!.Groups.Select(group => group.Name).ShouldBe(["a50", "a100"]);
    }

    [Fact]
    public async Task every_set_stays_in_the_group_of_the_trial_that_it_starts_from()
    {
        var plan = await PlanAsync(new(Widen: true, FineTuned: 20));
        foreach (var set in plan.Phases.SelectMany(phase => phase.Sets)) set.Trials.ShouldAllBe(trial => trial.Configuration["tier"] == set.Base["tier"]);
    }

    [Theory]
    [InlineData("grid", "grid-next", "grid-next-2", "grid-next-3")]
    [InlineData("grid-next", "grid-next-2", "grid-next-3", "grid-next-4")]
    [InlineData("grid-next-9", "grid-next-10", "grid-next-11", "grid-next-12")]
    [InlineData("next", "next-next", "next-next-2", "next-next-3")]
    public void generations_are_counted(string parent, params string[] names) => SupplementStudy.Names(parent).Take(3).ShouldBe(names);

    [Fact]
    public void a_long_name_leaves_room_for_them() => SupplementStudy.Names(new('x', 100)).First().ShouldBe(new string('x', 95) + "-next");

    [Fact]
    public void a_study_of_its_own_has_no_plan() => SupplementStudy.PlanOf(GridStudy.Definition()).ShouldBeNull();

    [Fact]
    public async Task the_route_answers_with_phases_sets_reasons_and_expectations()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await GridStudy.StoreAsync(server.Store, Stop);

        var json = await server.Client.GetStringAsync("/studies/grid/supplement", Stop);
        var view = JsonSerializer.Deserialize<SupplementView>(json, JsonDefaults.Options)!;

        (view.Study, view.Name, view.Nothing).ShouldBe(("grid", "grid-next", null));
        view.Objective.ShouldBe(new("auc", "maximize"));
        view.SpaceChanges.ShouldBeEmpty();
        view.Phases.Select(phase => phase.Name).ShouldBe(["Phase 1: Fine-tune the champion", "Phase 2: Architecture variants", "Phase 3: Combinations"]);
        view.Resources.Sentence.ShouldStartWith($"{view.Resources.Trials} trials of 1 s to 1 s each");
        var set = view.Phases[0].Sets[0];
        (set.Base, set.BaseNumber, set.BaseValue, set.Group).ShouldBe((view.Champion!.Configuration, view.Champion.Number, view.Champion.Value, view.Champion.Group));
        set.Trials.ShouldAllBe(trial => trial.Reason.Length > 0);
        set.Expectations.ShouldNotBeEmpty();
        // As scripts read it.
        var first = JsonDocument.Parse(json).RootElement.GetProperty("phases")[0].GetProperty("sets")[0];
        first.GetProperty("trials")[0].GetProperty("configuration").GetProperty("dropout").GetDouble().ShouldBeInRange(0.1, 0.7);
        first.GetProperty("base_number").GetInt64().ShouldBe(view.Champion.Number);
        first.GetProperty("expectations")[0].GetProperty("if").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task as_yaml_it_is_a_study_file_that_says_where_it_comes_from()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await GridStudy.StoreAsync(server.Store, Stop);

        using var response = await server.Client.GetAsync("/studies/grid/supplement?format=yaml&widen=true&parallelism=2&combined=2&fineTuned=1", Stop);
        var yaml = await response.Content.ReadAsStringAsync(Stop);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/yaml");
        var lines = yaml.Split('\n');
        lines[0].ShouldBe("# proposed by archopt from 150 trials of grid; the expectations under 'parent' are judged by archopt report grid-next once it has run");
        lines[1].ShouldStartWith("# evaluator external: the trials wait for archopt ask and archopt tell");
        lines[2].ShouldStartWith("# wider than the space of grid: ");
        var read = StudyFile.Read(yaml, "next.yaml");
        read.Lines.ShouldBeEmpty();
        read.Definition!.Budget.Parallelism.ShouldBe(2);
        read.Definition.Parent!.Phases[0].Sets.ShouldHaveSingleItem();
        read.Definition.Parent.Phases[^1].Sets.ShouldHaveSingleItem().Trials.Length.ShouldBe(2);
    }

    [Fact]
    public async Task a_name_that_is_taken_by_another_study_is_left_alone()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await GridStudy.StoreAsync(server.Store, Stop);
        var yaml = await server.Client.GetStringAsync("/studies/grid/supplement?format=yaml", Stop);
        await TestStudy.CreateAsync(server.Store, "grid-next", Stop, StudyFileWriter.Write(StudyFile.Read(yaml).Definition!));

        (await server.Client.GetStringAsync("/studies/grid/supplement?format=yaml", Stop)).ShouldBe(yaml); // the same study: it is resumed
        (await server.Client.GetStringAsync("/studies/grid/supplement?format=yaml&fineTuned=1", Stop)).ShouldContain("study: grid-next-2\n");
    }

    [Fact]
    public async Task without_a_completed_trial_it_says_so()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await GridStudy.StoreAsync(server.Store, Stop, trials: 0);

        var view = JsonSerializer.Deserialize<SupplementView>(await server.Client.GetStringAsync("/studies/grid/supplement", Stop), JsonDefaults.Options)!;
        view.Nothing.ShouldBe("Nothing to propose for 'grid': none of its trials has ended yet.");
        view.Phases.ShouldBeEmpty();
        using var response = await server.Client.GetAsync("/studies/grid/supplement?format=yaml", Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("none of its trials has ended yet");
    }

    [Theory]
    [InlineData("format=xml", "format", "must be json or yaml (was 'xml').")]
    [InlineData("fineTuned=-1", "fineTuned", "must be from 0 to 50 (was -1).")]
    [InlineData("combined=101", "combined", "must be from 0 to 100 (was 101).")]
    [InlineData("parallelism=0", "parallelism", "must be from 1 to 10000 (was 0).")]
    [InlineData("depth=n_layer", "depth", "unknown parameter 'n_layer', did you mean 'n_layers'?")]
    public async Task wrong_wishes_are_refused_with_their_field(string query, string field, string message)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        await GridStudy.StoreAsync(server.Store, Stop, trials: 3);
        using var response = await server.Client.GetAsync("/studies/grid/supplement?" + query, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Stop)).RootElement;
        problem.GetProperty("errors").GetProperty(field)[0].GetString().ShouldBe(message);
    }

    [Fact]
    public async Task an_unknown_study_is_not_found()
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        using var response = await server.Client.GetAsync("/studies/nosuch/supplement", Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void what_was_widened_is_said()
    {
        SearchSpace own = new([new FloatParameter("dropout", 0.1, 0.7, Step: 0.2), new OrdinalParameter("d_model", [48, 96]), new IntParameter("n", 2, 8), new FloatParameter("lr", 1e-5, 1e-3, Log: true)]);
        SearchSpace wider = new([new FloatParameter("dropout", 0.1, 0.7), new OrdinalParameter("d_model", [48, 72, 96]), new IntParameter("n", 1, 8), new FloatParameter("lr", 1e-5, 1e-3, Log: true)]);
        SpaceChanges.Of(own, wider).ShouldBe(
        [
            "dropout: 0.1 to 0.7, any value instead of 0.1 to 0.7 in steps of 0.2",
            "d_model: 72 too, beside 48, 96",
            "n: 1 to 8 instead of 2 to 8",
        ]);
        SpaceChanges.Of(own, own).ShouldBeEmpty();
    }

    private static async Task<SupplementPlan> PlanAsync(SupplementSettings settings)
    {
        await using var server = await AnalysisServer.StartAsync(Stop);
        var study = await GridStudy.StoreAsync(server.Store, Stop);
        var analysis = await StudyAnalysing.ReadAsync(server.Store, study.Record, null, Stop);
        var usual = StudySupplement.Settings(analysis.Study, analysis.Trials, 4);
        return StudySupplement.Plan(analysis.Study, analysis.Data, analysis.Trends, analysis.Importance, settings with { Kept = usual.Kept });
    }
}
