using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Trials;

public class results_by_group
{
    private static readonly string[] Names = ["GAT", "GT", "DGT"];

    [Fact]
    public void they_are_what_a_look_at_every_trial_says()
    {
        var trial = from model in Gen.Choose(0, 2) from state in Gen.Choose(0, 5) from value in Gen.Choose(-20, 20) select (model, state, value);
        var cases = from trials in trial.ArrayOf() from replicates in Gen.Choose(1, 3) from goal in Gen.Elements(Goal.Minimize, Goal.Maximize) select (trials, replicates, goal);
        Prop.ForAll(cases.ToArbitrary(), made => Compare(made.trials, made.replicates, made.goal)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void a_study_without_groups_has_one_that_is_the_whole()
    {
        var results = new StudyResults(Samples.Study());
        var whole = results.Groups.ShouldHaveSingleItem();
        whole.Group.ShouldBeNull();
        whole.Standings.ShouldBeSameAs(results.Standings);
        Run(results, 0, Samples.Point(0.5), TrialState.Completed, 3);
        whole.Last.ShouldBe(3);
        whole.Tally[TrialState.Completed].ShouldBe(1);
    }

    [Fact]
    public void a_replayed_trial_moves_and_its_endings_stay()
    {
        var results = new StudyResults(Study(1, Goal.Minimize));
        Run(results, 0, Point(1), TrialState.Failed, double.NaN);
        results.Move(Point(1), TrialState.Failed, TrialState.Running);
        results.Move(Point(1), TrialState.Running, TrialState.Completed);
        results.Observe(0, Point(1), Ended(TrialState.Completed, 2));
        results.Groups[1].Tally.Total.ShouldBe(1);
        results.Groups[1].Tally[TrialState.Completed].ShouldBe(1);
        results.Groups[1].Endings[TrialState.Failed].ShouldBe(1);
        results.Groups[1].Endings.Total.ShouldBe(2);
        results.Groups[1].Configurations.ShouldBe(1);
    }

    [Theory]
    [InlineData(Goal.Minimize, new[] { 0.6, 0.53, 0.54, 0.505, 0.4 }, new[] { "good:1", "excellent:3", "breakthrough:4" })]
    [InlineData(Goal.Minimize, new[] { 0.55 }, new[] { "good:0", "excellent:", "breakthrough:" })]
    [InlineData(Goal.Maximize, new[] { 0.4, 0.52 }, new[] { "breakthrough:1", "excellent:1", "good:" })]
    public void each_threshold_names_the_first_trial_that_reached_it(Goal goal, double[] values, string[] reached)
    {
        var results = new StudyResults(Study(1, goal));
        for (var i = 0; i < values.Length; i++) Run(results, i, Point(i % 3), TrialState.Completed, values[i]);
        results.Thresholds.Select(t => $"{t.Name}:{t.ReachedBy}").ShouldBe(reached);
    }

    [Fact]
    public void the_best_trials_parameters_and_the_epochs_saved_are_known()
    {
        var results = new StudyResults(Study(1, Goal.Minimize));
        foreach (var (number, value, parameters) in new[] { (0, 3.0, 100.0), (1, 1.0, 200), (2, 2.0, 300) })
        {
            results.Count(number, Point(0), TrialState.Completed);
            results.Observe(number, Point(0), Ended(TrialState.Completed, value) with
            {
                Metrics = Samples.Metrics(("loss", value), ("parameters", parameters)),
                Training = new(5, 20, 108),
            });
        }

        results.Groups[0].BestParameters.ShouldBe(200);
        results.Groups[1].BestParameters.ShouldBeNull();
        results.EpochsSaved.ShouldBe(324);
    }

    private static void Compare((int Group, int State, int Value)[] trials, int replicates, Goal goal)
    {
        TrialState[] states = [TrialState.Completed, TrialState.Completed, TrialState.Pruned, TrialState.Infeasible, TrialState.Failed, TrialState.Cancelled];
        var study = Study(replicates, goal);
        var results = new StudyResults(study);
        var alone = Names.Select(_ => new Standings(study)).ToArray();
        var runs = trials.Select((trial, i) => (Number: (long)i, trials[i / replicates * replicates].Group, State: states[trial.State], Value: (double)trial.Value)).ToArray();
        foreach (var run in runs)
        {
            Run(results, run.Number, Point(run.Group), run.State, run.Value);
            alone[run.Group].Add(run.Number, run.State, [run.Value], Samples.Metrics());
        }

        for (var g = 0; g < Names.Length; g++)
        {
            var mine = runs.Where(run => run.Group == g).ToArray();
            var group = results.Groups[g];
            group.Group!.Name.ShouldBe(Names[g]);
            group.Standings.Best.ShouldBe(alone[g].Best);
            if (replicates == 1)
            {
                var best = mine.Where(run => run.State == TrialState.Completed).OrderBy(run => goal == Goal.Minimize ? run.Value : -run.Value).ThenBy(run => run.Number).ToArray();
                (group.Standings.Best?.Number).ShouldBe(best.Length == 0 ? null : best[0].Number);
            }

            foreach (var state in states) group.Tally[state].ShouldBe(mine.Count(run => run.State == state));
            group.Configurations.ShouldBe(mine.Select(run => run.Number / replicates).Distinct().Count());
            group.Last.ShouldBe(mine.Where(run => run.State == TrialState.Completed).Select(run => (double?)run.Value).LastOrDefault());
        }

        var overall = alone.Select(standings => standings.Best).OfType<Standing>().ToArray();
        results.Standings.Best.ShouldBe(overall.Length == 0 ? null : overall.Min());
    }

    private static void Run(StudyResults results, long number, Configuration configuration, TrialState state, double value)
    {
        results.Count(number, configuration, state);
        results.Observe(number, configuration, Ended(state, value));
    }

    private static Attempt Ended(TrialState state, double value) => new()
    {
        Number = 1,
        State = state.ToAttemptState(),
        Values = state is TrialState.Failed or TrialState.Cancelled ? [] : [value],
        Sequence = 1,
    };

    private static Configuration Point(int group) => Configuration.Of(("model", Names[group]));

    private static StudyDefinition Study(int replicates, Goal goal) => Samples.Study(replicates: replicates) with
    {
        Objectives = [new("loss", goal, ImmutableSortedDictionary<string, double>.Empty.Add("good", 0.55).Add("excellent", 0.51).Add("breakthrough", 0.5))],
        Space = new([new CategoricalParameter("model", [.. Names.Select(name => (ParameterValue)name)])]),
        Groups = new("model", [.. Names.Select(name => new ModelGroup(name, 10, []))]),
    };
}
