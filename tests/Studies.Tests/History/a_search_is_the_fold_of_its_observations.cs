using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.History;

public class a_search_is_the_fold_of_its_observations
{
    public static TheoryData<string> Strategies => [.. Search.Strategies.StrategyCatalogue.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void what_ran_in_parallel_and_in_trouble_verifies(string strategy) => ForSeeds(12, seed =>
    {
        var chance = RandomStream.For(seed, 3);
        var study = RecordedSearch.Study(strategy, trials: 60, 1 + chance.NextInt32(8), replicates: chance.NextBoolean() ? 1 : 3, seed) with
        {
            Initial = [.. Enumerable.Range(0, chance.NextInt32(4)).Select(i => RecordedSearch.Point(seed, 4, i))],
        };
        var driver = Driver(study);
        RecordedSearch.Run(driver, chance, trouble: true);

        var verification = Verification.Of(study, RecordedSearch.Strategy(study), driver.Store);
        verification.Problems.ShouldBeEmpty();
        verification.Trials.ShouldBe(60);
        verification.Observations.ShouldBe(60);
        verification.Rederived.ShouldBe(driver.Store.Trials.Values.Count(t => t.Origin != ArchOpt.Studies.Trials.TrialOrigin.Enqueued));
    });

    [Theory]
    [MemberData(nameof(Strategies))]
    public void half_a_search_a_crash_and_the_other_half_are_the_whole_search(string strategy) => ForSeeds(4, seed =>
    {
        var study = RecordedSearch.Study(strategy, trials: 50, parallelism: 1, replicates: 1, seed);
        var undisturbed = Driver(study);
        RecordedSearch.Run(undisturbed, RandomStream.For(1));
        var crashed = Driver(study);
        RecordedSearch.Run(crashed, RandomStream.For(2), until: 25);
        crashed.Reload(queueIsEmpty: true);
        RecordedSearch.Run(crashed, RandomStream.For(3));

        crashed.Store.Trials.Values.Select(t => t.Configuration).ShouldBe(undisturbed.Store.Trials.Values.Select(t => t.Configuration));
        crashed.Store.Observations.Select(o => o.Attempt.Values).SelectMany(v => v)
            .ShouldBe(undisturbed.Store.Observations.Select(o => o.Attempt.Values).SelectMany(v => v));
        crashed.Study.Best.ShouldBe(undisturbed.Study.Best);
    });

    [Theory]
    [MemberData(nameof(Strategies))]
    public void a_larger_budget_continues_the_search_that_a_smaller_one_ended(string strategy)
    {
        var study = RecordedSearch.Study(strategy, trials: 20, parallelism: 3, replicates: 1, seed: 8);
        var driver = Driver(study);
        RecordedSearch.Run(driver, RandomStream.For(1), trouble: true);
        driver.Send(new ArchOpt.Studies.Protocol.StudyEvent.ResumeRequested(study.Budget with { Trials = 40 }));
        RecordedSearch.Run(driver, RandomStream.For(2), trouble: true);
        driver.Store.Trials.Count.ShouldBe(40);
        Verification.Of(study, RecordedSearch.Strategy(study), driver.Store).Problems.ShouldBeEmpty();
    }

    private static ProtocolDriver Driver(StudyDefinition study) => new(study, () => RecordedSearch.Strategy(study));

    private static void ForSeeds(int count, Action<int> promise) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), promise).Check(Config.QuickThrowOnFailure.WithMaxTest(count));
}
