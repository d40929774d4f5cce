using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Tests.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.History;

/// <summary>A strategy that has seen a trial fail sees it end a second time: as a result of the same trial, and never as a new one.</summary>
public class every_strategy_lives_with_replayed_trials
{
    public static TheoryData<string> Strategies => [.. Search.Strategies.StrategyCatalogue.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Strategies))]
    public void what_was_replayed_in_the_middle_of_a_search_verifies(string strategy)
    {
        foreach (var replicates in new[] { 1, 3 })
        {
            var study = RecordedSearch.Study(strategy, trials: 60, parallelism: 4, replicates, seed: 5);
            var driver = new ProtocolDriver(study, () => RecordedSearch.Strategy(study));
            var chance = RandomStream.For(5, replicates);
            driver.Tick();
            for (var i = 0; i < 1_000 && driver.Store.Trials.Values.Any(IsOpen); i++)
            {
                var flying = driver.Store.Trials.Values.Where(t => !t.State.Rule().IsTerminal).ToArray();
                var failed = driver.Store.Trials.Values.Where(t => t.State == TrialState.Failed).Select(t => t.Number).ToArray();
                if (failed.Length > 0 && (flying.Length == 0 || chance.NextBoolean(0.1)))
                {
                    driver.Send(new StudyEvent.ReplayRequested([.. failed]));
                    continue;
                }

                var trial = flying[chance.NextInt32(flying.Length)];
                var fails = trial.Attempts.Length < 3 && chance.NextBoolean(0.4);
                var metrics = Samples.Metrics(("loss", chance.NextDouble()), ("score", chance.NextDouble()), ("qps", 1), ("memory", 0));
                driver.Send(ProtocolDriver.Result(trial.Number, trial.Current.Number, fails ? TrialState.Failed : TrialState.Completed, metrics));
                if (chance.NextBoolean(0.05)) driver.Reload();
            }

            driver.Study.Status.ShouldBe(StudyStatus.Completed, driver.Study.Reason);
            driver.Store.Trials.Values.ShouldAllBe(t => t.State == TrialState.Completed);
            driver.Store.Trials.Values.Count(t => t.Attempts.Length > 1).ShouldBeGreaterThan(5, "many were replayed");
            var verification = Verification.Of(study, RecordedSearch.Strategy(study), driver.Store);
            verification.Problems.ShouldBeEmpty();
            verification.Trials.ShouldBe(60);
        }
    }

    private static bool IsOpen(Trial trial) => !trial.State.Rule().IsTerminal || trial.State == TrialState.Failed;
}
