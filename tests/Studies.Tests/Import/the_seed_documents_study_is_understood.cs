using System.Globalization;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Import;

/// <summary>Trials as the researcher has them who wrote the proposal for supplementary ones: two tiers, three budgets, seven parameters.</summary>
public sealed class the_seed_documents_study_is_understood
{
    [Fact]
    public async Task from_one_table_of_250_trials()
    {
        var reading = await Importing.Csv(Table(250), request => request with { Group = "tier", Objective = "best_val_auc", Goal = Goal.Maximize });
        reading.Problems.ShouldBeEmpty();
        reading.Parameters.ShouldBe(["tier", "budget", "d_model", "n_layers", "n_heads", "d_ff_ratio", "dropout", "learning_rate", "weight_decay"]);
        reading.Metrics.ShouldBe(["n_params", "epochs_run", "final_train_loss"]);
        reading.Definition!.Space.Parameters.ShouldBe(
        [
            new CategoricalParameter("tier", ["a50", "a100"]),
            new CategoricalParameter("budget", ["2M", "20M", "200M"]),
            new OrdinalParameter("d_model", [48, 96, 128, 256]),
            new IntParameter("n_layers", 2, 8),
            new OrdinalParameter("n_heads", [2, 4, 8]),
            new OrdinalParameter("d_ff_ratio", [2, 4]),
            new FloatParameter("dropout", 0.1, 0.7, Step: 0.2),
            new FloatParameter("learning_rate", 1e-5, 5e-4, Log: true),
            new OrdinalParameter("weight_decay", [0, 1e-5, 1e-4, 1e-3]),
        ], Same);
        reading.Trials[0].DurationSeconds.ShouldNotBeNull();
    }

    private static IEqualityComparer<Parameter> Same { get; } = EqualityComparer<Parameter>.Create(
        (left, right) => StudyFileWriter.Write(Samples.Study() with { Space = new([left!]) }) == StudyFileWriter.Write(Samples.Study() with { Space = new([right!]) }), parameter => parameter.Name.Length);

    private static string Table(int count)
    {
        var random = RandomStream.For(3);
        var rows = Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"{i},{Pick("a50", "a100")},{Pick("2M", "20M", "200M")},{Pick(48, 96, 128, 256)},{2 + random.NextInt32(7)},{Pick(2, 4, 8)},{Pick(2, 4)},{Pick(0.1, 0.3, 0.5, 0.7)},{Pick("1e-5", "5e-5", "1e-4", "5e-4")},{Pick("0.0", "1e-05", "0.0001", "1e-3")},{0.69 + 0.04 * random.NextDouble():F4},{30_000 + random.NextInt32(9_000_000)},{16 + random.NextInt32(20)},{random.NextDouble():F5},{30 + 30 * random.NextDouble():F2}"));
        return "trial_id,tier,budget,d_model,n_layers,n_heads,d_ff_ratio,dropout,learning_rate,weight_decay,best_val_auc,n_params,epochs_run,final_train_loss,train_time\n" + string.Join('\n', rows);

        T Pick<T>(params T[] values) => values[random.NextInt32(values.Length)];
    }
}
