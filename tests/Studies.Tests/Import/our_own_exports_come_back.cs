using System.Collections.Immutable;
using System.Text.Json;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Export;
using ArchOpt.Studies.Import;
using ArchOpt.Studies.Tests.Definition;
using ArchOpt.Studies.Trials;
using FsCheck.Fluent;

namespace ArchOpt.Studies.Tests.Import;

public sealed class our_own_exports_come_back
{
    private static readonly SearchSpace Space = new(
    [
        new FloatParameter("lr", 1e-5, 1e-1, Log: true),
        new FloatParameter("dropout", 0.1, 0.7, Step: 0.1),
        new CategoricalParameter("model", ["gat", "gt", "dgt"]),
        new OrdinalParameter("heads", [2, 4, 8], new Condition([new("model", ["gt", "dgt"])])),
        new ListParameter("arch", 0, 3, new([new OrdinalParameter("width", [64, 128, 256, 512]), new IntParameter("depth", 1, 5)])),
        new CategoricalParameter("norm", [true, false]),
    ]);

    [Fact]
    public async Task as_a_table_with_everything_that_was_recorded()
    {
        var rows = Rows(Space, 200);
        var reading = await Importing.Csv(Table(["loss"], rows));
        reading.Problems.ShouldBeEmpty();
        reading.Objectives.ShouldBe(["loss"]);
        reading.Metrics.ShouldBe(["auc", "qps"]);
        reading.Parameters.ShouldBe(["arch", "dropout", "heads", "lr", "model", "norm"]);
        SameTrials(reading, rows);
        Importing.Parameter(reading, "heads").When.ShouldNotBeNull().Clauses.Single().Values.ShouldBe(["dgt", "gt"]);
        Importing.Parameter(reading, "dropout").ShouldBe(new FloatParameter("dropout", 0.1, 0.7, Step: 0.1));
    }

    [Fact]
    public async Task as_json_with_everything_that_was_recorded()
    {
        var rows = Rows(Space, 50);
        var reading = await Importing.Json(Json(rows));
        reading.Problems.ShouldBeEmpty();
        reading.Objectives.ShouldBe(["loss"], "the value is among the metrics, with its name");
        reading.Metrics.ShouldBe(["auc", "qps"]);
        SameTrials(reading, rows);
    }

    [Fact]
    public async Task trials_in_flight_are_no_finished_ones()
    {
        var rows = Rows(Space, 6).SetItem(2, Rows(Space, 1)[0] with { Number = 2, State = TrialState.Running, Values = [], Metrics = Samples.Metrics() });
        var reading = await Importing.Csv(Table(["loss"], rows));
        Importing.Messages(reading).ShouldBe(["3/4 state: must be a finished trial (was Running)"]);
    }

    [Fact]
    public async Task a_parameter_that_is_called_seed_stays_one()
    {
        var rows = Rows(new([new IntParameter("seed", 0, 9), new FloatParameter("number", 0, 1)]), 20);
        var reading = await Importing.Csv(Table(["loss"], rows));
        reading.Parameters.ShouldBe(["number", "seed"]);
        SameTrials(reading, rows);
    }

    /// <summary>
    /// Spaces of every kind, sampled, written as our export writes them and read into the study they came from: its space says what a cell
    /// means that could be text or number.
    /// </summary>
    [Fact]
    public Task every_configuration_of_every_space_comes_back_into_its_study() => ForAll(async number =>
    {
        var study = RandomStudies.Of(number) with { Constraints = [], Initial = [] };
        var rows = Rows(study.Space, 12, number).RemoveAll(row => Ambiguous(row.Configuration));
        if (rows.IsEmpty) return;
        var reading = await Importing.Csv(Table(["loss"], rows), target: new(study, MayWiden: false, []));
        reading.Problems.ShouldBeEmpty();
        SameTrials(reading, rows);
    });

    [Fact]
    public Task and_into_a_new_study_as_far_as_a_table_can_tell() => ForAll(async number =>
    {
        var rows = Rows(Plain(number), 40, number);
        var reading = await Importing.Csv(Table(["loss"], rows), request => request with { Parameters = [.. rows.SelectMany(row => row.Configuration.Entries).Select(entry => entry.Key).Distinct()] });
        reading.Problems.ShouldBeEmpty();
        SameTrials(reading, rows);
        var json = await Importing.Json(Json(rows));
        json.Problems.ShouldBeEmpty();
        SameTrials(json, rows);
    });

    private static async Task ForAll(Func<int, Task> holds)
    {
        foreach (var number in Gen.Choose(0, 1_000_000).Sample(60)) await holds(number);
    }

    // A table has no empty text, no text that is an empty list, and cannot tell the text "true" from the boolean beside it.
    private static bool Ambiguous(Configuration configuration) => configuration.Entries.Any(entry => entry.Value.Kind switch
    {
        ParameterValueKind.Text => entry.Value.Text is "" or "[]" or "true" || entry.Value.Text.Any(char.IsControl),
        ParameterValueKind.List => entry.Value.List.Any(Ambiguous),
        _ => false,
    });

    private static SearchSpace Plain(int number)
    {
        var random = RandomStream.For(number);
        return new([.. Enumerable.Range(0, 1 + random.NextInt32(6)).Select(i => Parameter($"p{i}", 0)), new CategoricalParameter("kind", ["a", "b"]),
            new OrdinalParameter("child", [1, 2, 5], new Condition([new("kind", ["b"])]))]);

        Parameter Parameter(string name, int depth) => random.NextInt32(depth < 2 ? 7 : 6) switch
        {
            0 => new FloatParameter(name, 1e-7, 1 + random.NextDouble(), Log: true),
            1 => new FloatParameter(name, -0.3, 0.9, Step: 0.1),
            2 => new IntParameter(name, -4, 8, Step: 3),
            3 => new IntParameter(name, 1, 1L << 40, Log: true),
            4 => new OrdinalParameter(name, [64, 128, 256.5, 1024]),
            5 => new CategoricalParameter(name, ["größe", "a,b", "\"q\"", "x\ny"]),
            _ => new ListParameter(name, random.NextInt32(2), 3, new([Parameter("e", depth + 1), Parameter("f", depth + 1)])),
        };
    }

    private static ImmutableArray<TrialRow> Rows(SearchSpace space, int count, int seed = 1) =>
    [
        .. Enumerable.Range(0, count).Select(i =>
        {
            var random = RandomStream.For(seed, i);
            var (state, loss) = (i % 9 == 8 ? TrialState.Failed : TrialState.Completed, random.NextDouble());
            return new TrialRow(i, state, 1 + i % 2, state == TrialState.Failed ? [] : [loss],
                state == TrialState.Failed ? Samples.Metrics() : Samples.Metrics(("loss", loss), ("auc", i == 3 ? double.NaN : random.NextDouble()), ("qps", 1000 + random.NextInt32(9000))),
                space.Sample(random), 100 + i, i % 2 == 0 ? "host, 1" : null, Samples.Start.AddSeconds(i), i * 0.25);
        }),
    ];

    private static string Table(IEnumerable<string> objectives, ImmutableArray<TrialRow> rows)
    {
        var table = TrialTable.Over(objectives, rows);
        return string.Concat(rows.Select(table.Cells).Prepend(table.Columns).Select(cells => Export.Csv.Line(cells)));
    }

    private static string Json(ImmutableArray<TrialRow> rows)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
        return "[\n" + string.Join(",\n", rows.Select(row => JsonSerializer.Serialize(new { row.Number, row.State, Origin = "Strategy", row.Configuration, row.Seed, row.Values, row.Metrics, row.Worker, row.Started, row.DurationSeconds }, options))) + "\n]\n";
    }

    private static void SameTrials(ImportReading reading, ImmutableArray<TrialRow> rows)
    {
        reading.Trials.Select(trial => trial.Configuration).ShouldBe(rows.Select(row => row.Configuration));
        reading.Trials.Select(trial => (trial.State, trial.Seed, trial.Worker, trial.Started, trial.DurationSeconds))
            .ShouldBe(rows.Select(row => (row.State, (long?)row.Seed, row.Worker, row.Started, row.DurationSeconds)));
        foreach (var (trial, row) in reading.Trials.Zip(rows)) trial.Metrics.ShouldBe(row.Metrics);
    }
}
