using ArchOpt.Search.Randomness;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Tests.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.History;

/// <summary>One recorded trial is edited by hand; the first problem must name it.</summary>
public class verification_finds_what_was_tampered_with
{
    private static readonly StudyDefinition Study = RecordedSearch.Study("simulated-annealing", trials: 40, parallelism: 4, replicates: 1, seed: 3);

    private readonly SortedDictionary<long, Trial> trials = Record(Study);

    [Fact]
    public void nothing_in_an_honest_record() => Problems().ShouldBeEmpty();

    [Fact]
    public void another_configuration()
    {
        Edit(17, t => t with { Configuration = trials[3].Configuration });
        Problems()[0].ShouldStartWith("trial 17:");
    }

    [Fact]
    public void another_configuration_that_claims_to_be_somebodys_wish()
    {
        Edit(17, t => t with { Configuration = trials[3].Configuration, Origin = TrialOrigin.Enqueued });
        Problems().ShouldContain(p => p.StartsWith("trial 17: observation", StringComparison.Ordinal), "a wish is not re-derived, so the seal must tell");
    }

    [Fact]
    public void another_seed() => Only(17, t => t with { Seed = t.Seed + 1 });

    [Fact]
    public void another_metric()
    {
        EditCurrent(17, a => a with { Metrics = a.Metrics.SetItem("loss", 0.125) });
        Problems()[0].ShouldStartWith("trial 17: observation");
    }

    [Fact]
    public void another_objective_value_beside_the_same_metrics()
    {
        EditCurrent(17, a => a with { Values = [9, 9] });
        Problems()[0].ShouldStartWith("trial 17: attempt 1");
    }

    [Fact]
    public void another_violation_beside_the_same_metrics()
    {
        var infeasible = trials.Values.First(t => t.State == TrialState.Infeasible && t.Current.Violation > 0).Number;
        EditCurrent(infeasible, a => a with { Violation = a.Violation / 2 });
        Problems()[0].ShouldStartWith($"trial {infeasible}: attempt 1");
    }

    [Fact]
    public void another_state_of_the_trial_alone()
    {
        foreach (var state in Enum.GetValues<TrialState>().Where(s => s != trials[17].State)) Only(17, t => t with { State = state });
    }

    [Fact]
    public void another_state_of_trial_and_attempt()
    {
        Edit(17, t => t with { State = TrialState.Failed });
        EditCurrent(17, a => a with { State = AttemptState.Failed });
        Problems()[0].ShouldStartWith("trial 17: observation");
    }

    [Fact]
    public void an_observation_of_an_attempt_that_is_none()
    {
        EditCurrent(17, a => a with { State = AttemptState.Lost });
        Problems().ShouldContain(p => p.StartsWith("trial 17: attempt 1 is Lost", StringComparison.Ordinal));
    }

    [Fact]
    public void two_observations_in_another_order()
    {
        var (one, two) = (trials[17].Current.Sequence, trials[25].Current.Sequence);
        EditCurrent(17, a => a with { Sequence = two });
        EditCurrent(25, a => a with { Sequence = one });
        var problems = Problems();
        problems.ShouldContain(p => p.StartsWith($"trial 17: observation {two} is not what was recorded", StringComparison.Ordinal));
        problems.ShouldContain(p => p.StartsWith($"trial 25: observation {one} is not what was recorded", StringComparison.Ordinal));
    }

    [Fact]
    public void a_sequence_number_that_was_taken_away()
    {
        var sequence = trials[17].Current.Sequence;
        EditCurrent(17, a => a with { Sequence = null });
        var problems = Problems();
        problems.ShouldContain("trial 17: it is " + trials[17].State + ", and its last attempt has no place among the observations");
        problems.Count(p => p.Contains($"observation {sequence} is missing", StringComparison.Ordinal)).ShouldBe(1);
        problems.Count(p => p.Contains("is missing", StringComparison.Ordinal)).ShouldBe(1, "one gap is one problem, not one a later observation");
    }

    [Fact]
    public void a_trial_that_was_removed()
    {
        trials.Remove(17);
        Problems().Where(p => p.Contains("is missing", StringComparison.Ordinal)).ShouldContain("trial 17 is missing; the next one is 18");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void a_replicate_that_was_removed(long number)
    {
        var study = RecordedSearch.Study("random", trials: 30, parallelism: 2, replicates: 3, seed: 1);
        var recorded = Record(study);
        recorded.Remove(number);
        Verification.Of(study, RecordedSearch.Strategy(study), recorded.Values).Problems.ShouldContain($"trial {number} is missing; the next one is {number + 1}");
    }

    [Fact]
    public void another_study_seed()
    {
        var other = Study with { Seed = 4 };
        Verification.Of(other, RecordedSearch.Strategy(other), trials.Values).Problems[0].ShouldStartWith("trial 0: its seed");
    }

    private static SortedDictionary<long, Trial> Record(StudyDefinition study)
    {
        var driver = new ProtocolDriver(study, () => RecordedSearch.Strategy(study));
        RecordedSearch.Run(driver, RandomStream.For(5));
        return driver.Store.Trials;
    }

    private void Only(long number, Func<Trial, Trial> edit)
    {
        var honest = trials[number];
        Edit(number, edit);
        Problems().ShouldHaveSingleItem().ShouldStartWith($"trial {number}:");
        trials[number] = honest;
    }

    private void Edit(long number, Func<Trial, Trial> edit) => trials[number] = edit(trials[number]);

    private void EditCurrent(long number, Func<Attempt, Attempt> edit) => Edit(number, t => t with { Attempts = [.. t.Attempts[..^1], edit(t.Current)] });

    private IReadOnlyList<string> Problems() => Verification.Of(Study, RecordedSearch.Strategy(Study), trials.Values).Problems;
}
