using System.Collections;
using System.Runtime.CompilerServices;
using ArchOpt.Search.Configurations;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Storage.Tests.Contract;

public abstract partial class StudyStoreContract
{
    /// <summary>Whoever adds a property is reminded here: first of this sample, then of the adapters.</summary>
    [Fact]
    public async Task Every_property_of_a_trial_and_of_an_attempt_comes_back()
    {
        var study = await CreateStudyAsync();
        var attempt = new Attempt
        {
            Number = 1,
            State = AttemptState.Failed,
            Sequence = 3,
            Seal = "0123456789abcdef",
            Published = true,
            Queued = Samples.Noon,
            Started = Samples.Noon.AddTicks(1),
            Ended = Samples.Noon.AddTicks(2),
            Worker = "worker-1",
            DurationSeconds = 0.1,
            Values = [0.5],
            Metrics = Samples.Metrics(("auc", 0.5)),
            Curve = [new(1, 0.25)],
            Training = new(1, 2, 3),
            Violation = 0.125,
            Failure = FailureKind.NonFinite,
            Reason = "a reason",
            Log = "a line",
        };
        var trial = Samples.Proposed(study, 1) with
        {
            Origin = TrialOrigin.Imported,
            Import = new("0123456789abcdef", 1),
            State = TrialState.Failed,
            Discarded = new("another reason", Samples.Noon.AddTicks(3)),
            BasedOn = 2,
            Attempts = [attempt],
        };
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));

        var found = (await Store.FindTrialAsync(study.Id, 1, Cancel)).ShouldNotBeNull();

        ShouldBeSetAndSame(trial, found);
        ShouldBeSetAndSame(attempt, found.Attempts.ShouldHaveSingleItem());
    }

    private static void ShouldBeSetAndSame<T>(T expected, T found)
        where T : class
    {
        var nothing = RuntimeHelpers.GetUninitializedObject(typeof(T));
        foreach (var property in typeof(T).GetProperties().Where(property => property.SetMethod is not null))
        {
            var value = property.GetValue(expected);
            Equals(value, property.GetValue(nothing)).ShouldBeFalse($"the sample does not set {property.Name}");
            if (value is IEnumerable items and not string) ((IEnumerable)property.GetValue(found)!).Cast<object>().ShouldBe(items.Cast<object>(), property.Name);
            else property.GetValue(found).ShouldBe(value, property.Name);
        }
    }

    [Fact]
    public async Task A_trial_comes_back_as_it_went_in()
    {
        var study = await CreateStudyAsync();
        var trial = Samples.Proposed(study, 0) with { Origin = TrialOrigin.Enqueued, Reason = "Größe 探索 🚀 \u0000 \"quoted\" \\ \n" };
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(trial);

        var failed = await ReplaceAsync(study, Samples.Failed(Samples.Running(trial) with { Revision = 1 }, sequence: 1));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(failed);

        var completed = await ReplaceAsync(study, Samples.Completed(Samples.Replayed(failed) with { Revision = 2 }, sequence: 2));
        var found = await Store.FindTrialAsync(study.Id, 0, Cancel);
        found.ShouldBe(completed);
        found!.Attempts.Select(a => (a.Number, a.State)).ShouldBe([(1, AttemptState.Failed), (2, AttemptState.Completed)]);
        found.Created.Offset.ShouldBe(TimeSpan.FromHours(2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(-0.0)]
    [InlineData(double.Epsilon)]
    [InlineData(double.MaxValue)]
    [InlineData(0.1 + 0.2)]
    public async Task Every_double_comes_back_bit_by_bit(double value)
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var ended = trial.WithAttempt(trial.Current with
        {
            Values = [value, 1],
            Metrics = Samples.Metrics(("µ 指标", value)),
            Violation = value,
            Curve = [new(1, value), new(1L << 53, -0.5)],
            DurationSeconds = value,
            Failure = FailureKind.NonFinite,
        });
        await ReplaceAsync(study, ended);
        await Store.AppendCurveAsync(study.Id, [new(0, 1, 1, Samples.Metrics(("loss", value)))], Cancel);

        var found = (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current;
        var point = (await Store.ReadCurveAsync(study.Id, 0, Cancel)).ShouldHaveSingleItem();
        double[] stored = [found.Values[0], found.Metrics["µ 指标"], found.Violation, found.DurationSeconds!.Value, point.Metrics["loss"]];
        // -0 may come back as 0 where zero means "nothing": the sign of a violation says nothing.
        stored.Select((v, i) => i == 2 && v == 0 ? value : v).Select(BitConverter.DoubleToInt64Bits)
            .ShouldAllBe(bits => bits == BitConverter.DoubleToInt64Bits(value));
    }

    [Fact]
    public async Task How_a_training_went_comes_back_with_its_attempt()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var trained = trial.WithAttempt(trial.Current with { Training = new(10, 46, 82), Violation = 0.5, Reason = "ended" });
        await ReplaceAsync(study, trained);
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(trained);
        var largest = trained.WithAttempt(trained.Current with { Training = new(0, long.MaxValue, 0) });
        await ReplaceAsync(study, largest);
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Training.ShouldBe(new TrainingSummary(0, long.MaxValue, 0));
    }

    [Fact]
    public async Task Names_of_parameters_and_metrics_may_hold_anything()
    {
        var study = await CreateStudyAsync();
        string[] names = ["a.b", ".", "$set", "$", "_id", "null\u0000null", "\"quoted\"", "探索 🚀", " "];
        var trial = Samples.Proposed(study, 0) with { Configuration = Configuration.Of([.. names.Select(name => (name, (ParameterValue)1.5))]) };
        var metrics = Samples.Metrics([.. names.Select((name, i) => (name, (double)i))]);
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));
        var ended = await ReplaceAsync(study, trial.WithAttempt(trial.Current with { Metrics = metrics }));
        await Store.AppendCurveAsync(study.Id, [new(0, 1, 1, metrics)], Cancel);

        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(ended);
        (await Store.ReadCurveAsync(study.Id, 0, Cancel)).ShouldHaveSingleItem().Metrics.ShouldBe(metrics);
    }

    [Fact]
    public async Task Text_that_was_cut_within_a_character_is_stored_without_its_half()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        await ReplaceAsync(study, trial.WithAttempt(trial.Current with { Reason = "🚀"[..1] + " out of memory" }));
        (await Store.FindTrialAsync(study.Id, 0, Cancel))!.Current.Reason.ShouldBe("\uFFFD out of memory");
    }

    [Fact]
    public async Task The_end_of_a_log_comes_back_with_its_attempt()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var logged = trial.WithAttempt(trial.Current with { Log = "epoch 1\n  \"quoted\" µ 指标 \ud83d\ude00" });
        await ReplaceAsync(study, logged);
        var replayed = Samples.Replayed(logged);
        await ReplaceAsync(study, replayed);

        var found = (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldNotBeNull();

        found.ShouldBe(replayed);
        found.Attempts.Select(attempt => attempt.Log).ShouldBe([logged.Current.Log, null]);
    }

    [Fact]
    public async Task That_a_trial_was_discarded_comes_back_and_goes_with_a_replay()
    {
        var study = await CreateStudyAsync();
        var trial = (await InsertAsync(study, 1))[0];
        var failed = Samples.Failed(trial, 1);
        await ReplaceAsync(study, failed);
        var discarded = failed with { Discarded = new("the disk's \"fault\" µ", Samples.Noon.AddTicks(1)), Revision = failed.Revision + 1 };
        await ReplaceAsync(study, discarded);
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(discarded);
        (await Store.CountTrialsAsync(study.Id, Cancel))[TrialState.Failed].ShouldBe(1);

        var replayed = Samples.Replayed(discarded) with { Discarded = null };
        await ReplaceAsync(study, replayed);

        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(replayed);
    }

    [Fact]
    public async Task A_configuration_of_one_mebibyte_comes_back_unchanged()
    {
        var study = await CreateStudyAsync();
        var trial = Samples.Proposed(study, 0) with
        {
            Configuration = Configuration.Of(
                ("text", new string('ж', 1 << 19)),
                ("blocks", ParameterValue.Of([Configuration.Of(("depth", 3.0)), Configuration.Empty]))),
        };
        await ShouldApplyAsync(study, new TrialWrite.Insert(trial));
        (await Store.FindTrialAsync(study.Id, 0, Cancel)).ShouldBe(trial);
        (await ReadTrialsAsync(study)).ShouldBe([trial]);
    }
}
