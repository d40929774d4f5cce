using ArchOpt.Search.Groups;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Tests.Protocol;

namespace ArchOpt.Studies.Tests.History;

/// <summary>The whole search of three groups, each inheriting from those before, with everything that can happen on the way.</summary>
public class a_progressive_search_survives_anything
{
    private static readonly string[] Groups = ["gat", "gt", "dgt"];

    [Fact]
    public void stopped_after_any_trial_it_goes_on_as_if_nothing_had_been()
    {
        var study = Study(parallelism: 1);
        var undisturbed = Driver(study);
        RecordedSearch.Run(undisturbed, RandomStream.For(1));
        var expected = undisturbed.Store.Trials.Values.Select(trial => (trial.Configuration, trial.Reason)).ToArray();
        expected.Select(trial => trial.Configuration["model"].Text).ShouldBe(Groups.SelectMany(group => Enumerable.Repeat(group, 10)));

        for (var cut = 1; cut < expected.Length; cut++)
        {
            var crashed = Driver(study);
            RecordedSearch.Run(crashed, RandomStream.For(2), until: cut);
            crashed.Reload(queueIsEmpty: true);
            crashed.Protocol.SearchStates.Single(state => state.IsCurrent).Group.ShouldBe(Groups[cut / 10]);
            RecordedSearch.Run(crashed, RandomStream.For(3));
            crashed.Store.Trials.Values.Select(trial => (trial.Configuration, trial.Reason)).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(1, 3)]
    [InlineData(4, 3)]
    public void in_parallel_and_with_replicates_every_proposal_is_what_the_record_implies(int parallelism, int replicates)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var study = Study(parallelism, replicates, seed);
            var driver = Driver(study);
            RecordedSearch.Run(driver, RandomStream.For(seed), trouble: true);

            driver.Study.HasEnded.ShouldBeTrue();
            driver.Store.Trials.Count.ShouldBe(30 * replicates);
            Verification.Of(study, StudyStrategy(study), driver.Store).Problems.ShouldBeEmpty();
        }
    }

    [Fact]
    public void a_group_waits_for_replicates_too()
    {
        var study = Study(parallelism: 30, replicates: 3);
        var driver = Driver(study);
        driver.Tick();

        driver.Store.Trials.Count.ShouldBe(30); // ten configurations of the first group, three times each, and then it waits
        driver.Store.Trials.Values.ShouldAllBe(trial => trial.Configuration["model"].Text == "gat");
        for (var number = 0; number < 29; number++) Finish(number);
        driver.Store.Trials.Count.ShouldBe(30);
        Finish(29);
        driver.Store.Trials[30].Reason.ShouldStartWith("starts from gat's best");
        driver.Protocol.SearchStates.Select(state => state.Mode).ShouldBe(["done", "normal", "waiting"]);

        void Finish(int number) => driver.Send(ProtocolDriver.Result(number, 1, ArchOpt.Studies.Trials.TrialState.Completed, Samples.Metrics(("loss", number + 1.0))));
    }

    [Fact]
    public void a_larger_budget_goes_on_in_the_last_group()
    {
        var study = Study(parallelism: 2);
        var driver = Driver(study);
        RecordedSearch.Run(driver, RandomStream.For(1));
        driver.Store.Trials.Count.ShouldBe(30);

        driver.Send(new ArchOpt.Studies.Protocol.StudyEvent.ResumeRequested(study.Budget with { Trials = 36 }));
        RecordedSearch.Run(driver, RandomStream.For(2));

        driver.Store.Trials.Values.Skip(30).Select(trial => trial.Configuration["model"].Text).ShouldBe(Enumerable.Repeat("dgt", 6));
        Verification.Of(study, StudyStrategy(study), driver.Store).Problems.ShouldBeEmpty();
    }

    private static StudyDefinition Study(int parallelism, int replicates = 1, long seed = 7)
    {
        var strategy = StrategyCatalogue.Find("resilient").ShouldNotBeNull();
        return Samples.Study(30 * replicates, parallelism, replicates: replicates) with
        {
            Space = new(
                [
                    new CategoricalParameter("model", ["gat", "gt", "dgt"]),
                    new IntParameter("embedding_dim", 32, 256),
                    new IntParameter("n_layers", 1, 8),
                    new OrdinalParameter("n_heads", [2, 4, 8]),
                    new FloatParameter("learning_rate", 1e-5, 1e-2, Log: true),
                    new IntParameter("edges", 1, 9, When: new([new ConditionClause("model", ["gt", "dgt"])])),
                ],
                [new Rule("embedding_dim % n_heads == 0")]),
            Groups = new GroupPlan("model", [new("gat", null, []), new("gt", null, ["gat"]), new("dgt", null, ["gat", "gt"])]),
            Strategy = new(strategy.Name, strategy.FillSettings(new Dictionary<string, double>())),
            Seed = seed,
        };
    }

    private static IStrategy StudyStrategy(StudyDefinition study) => ArchOpt.Studies.History.StudyStrategy.Create(study);

    private static ProtocolDriver Driver(StudyDefinition study) => new(study, () => StudyStrategy(study));
}
