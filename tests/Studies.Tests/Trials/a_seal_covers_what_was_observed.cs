using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.Trials;

public class a_seal_covers_what_was_observed
{
    private static readonly Attempt Observed = new()
    {
        Number = 1,
        State = AttemptState.Completed,
        Sequence = 1,
        Metrics = Samples.Metrics(("loss", 0.25)),
        Values = [0.25],
    };

    private static readonly Trial Sealed = new() { StudyId = "s", Number = 3, Configuration = Samples.Point(0.5), Attempts = [Observed] };

    [Fact]
    public void it_is_the_same_in_every_version() => Of(Observed).ShouldBe("089b0967e8dc72d786c02c3e30820550"); // computed by another program from the description

    [Fact]
    public void any_change_of_what_was_observed_changes_it()
    {
        string[] seals =
        [
            Of(Observed),
            Of(Observed with { Metrics = Samples.Metrics(("loss", Math.BitIncrement(0.25))) }),
            Of(Observed with { Metrics = Samples.Metrics(("loss", -0.25)) }),
            Of(Observed with { Metrics = Samples.Metrics(("lost", 0.25)) }),
            Of(Observed with { Metrics = Samples.Metrics(("loss", 0.25), ("qps", 1)) }),
            Of(Observed with { Metrics = Samples.Metrics() }),
            Of(Observed with { Metrics = Samples.Metrics(("loss", double.NaN)) }),
            Of(Observed with { Metrics = Samples.Metrics(("loss", double.PositiveInfinity)) }),
            Of(Observed with { Training = new(0, 0, 0) }),
            Of(Observed with { Training = new(10, 46, 82) }),
            Of(Observed with { Training = new(11, 46, 82) }),
            Of(Observed with { Training = new(10, 47, 82) }),
            Of(Observed with { Training = new(10, 46, 83) }),
            Of(Observed with { State = AttemptState.Pruned }),
            Of(Observed with { Sequence = 2 }),
            Of(Observed with { Number = 2 }),
            Seal.Next(Seal.Origin, Sealed with { Number = 4 }, Observed),
            Seal.Next(Seal.Origin, Sealed with { Configuration = Samples.Point(0.25) }, Observed),
            Seal.Next(Seal.Origin, Sealed with { Origin = TrialOrigin.Enqueued }, Observed),
            Seal.Next(Of(Observed), Sealed, Observed),
        ];
        seals.Distinct().Count().ShouldBe(seals.Length);
    }

    [Fact]
    public void no_choice_of_metric_names_imitates_other_metrics()
    {
        var bytes = BitConverter.Int64BitsToDouble(0x4141414141414141); // eight times the letter A
        Of(Observed with { Metrics = Samples.Metrics(("a", bytes), ("b", 1)) })
            .ShouldNotBe(Of(Observed with { Metrics = Samples.Metrics(("aAAAAAAAAb", 1)) }));
    }

    [Fact]
    public void a_nan_is_a_nan_because_stores_keep_no_payload() =>
        Of(Observed with { Metrics = Samples.Metrics(("loss", BitConverter.Int64BitsToDouble(0x7FF8000000000123))) })
            .ShouldBe(Of(Observed with { Metrics = Samples.Metrics(("loss", double.NaN)) }));

    [Fact]
    public void only_an_observation_can_be_sealed() =>
        Should.Throw<ArgumentException>(() => Of(Observed with { Sequence = null }));

    private static string Of(Attempt attempt) => Seal.Next(Seal.Origin, Sealed, attempt);
}
