using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Plots;

/// <summary>The studies that plots are made for.</summary>
internal static class Samples
{
    public const string Hostile = "<script>alert('x')</script> \"&quot;\" \u202Eשלום 🦄🦄🦄 \u0007 ";

    private static readonly Lazy<StudyAnalysis> SeedAnalysis = new(() => Sweep(250, maximize: true)), ResilientAnalysis = new(() => Resilient(maximize: false)),
        MirroredAnalysis = new(() => Resilient(maximize: true)), FrontAnalysis = new(TwoObjectives), LargeAnalysis = new(Large), HostileAnalysis = new(HostileNames);

    public static StudyAnalysis OfSeed => SeedAnalysis.Value;

    public static StudyAnalysis OfResilient => ResilientAnalysis.Value;

    public static StudyAnalysis OfMirrored => MirroredAnalysis.Value;

    public static StudyAnalysis OfFront => FrontAnalysis.Value;

    public static StudyAnalysis OfLarge => LargeAnalysis.Value;

    public static StudyAnalysis OfHostile => HostileAnalysis.Value;

    public static StudyAnalysis OfNothing => new AnalysisSample(Definition(new([new FloatParameter("x", 0, 1)]), "loss")).Analyse();

    public static StudyAnalysis OfOne
    {
        get
        {
            var sample = new AnalysisSample(Definition(new([new FloatParameter("x", 0, 1), new CategoricalParameter("kind", ["a", "b"])]), "loss"));
            sample.Add(Configuration.Of(("x", 0.5), ("kind", "a")), AttemptState.Completed, [0.5]);
            return sample.Analyse();
        }
    }

    public static StudyDefinition Definition(SearchSpace space, string metric, bool maximize = false, params (string Name, double Value)[] thresholds) => new()
    {
        Name = "sample",
        Objectives = [new(metric, maximize ? Goal.Maximize : Goal.Minimize, thresholds.ToImmutableSortedDictionary(grade => grade.Name, grade => grade.Value))],
        Evaluator = new(EvaluatorReference.External, "{}"),
        Space = space,
        Strategy = new("random", ArchOpt.Search.Strategies.StrategySettings.None),
        Budget = new(1_000, 4, null, null),
    };

    /// <summary>A grid of transformers like the seed's, best at dropout 0.5 and lr 1e-4.</summary>
    public static StudyAnalysis Sweep(int count, bool maximize)
    {
        double[] dropouts = [0.1, 0.3, 0.5, 0.7], rates = [1e-5, 5e-5, 1e-4, 5e-4], decays = [1e-5, 1e-4, 1e-3], widths = [48, 96, 128, 192], layers = [2, 4, 6, 8];
        var space = new SearchSpace(
        [
            new FloatParameter("dropout", 0.1, 0.7), new FloatParameter("lr", 1e-5, 5e-4, Log: true), new FloatParameter("weight_decay", 1e-6, 1e-2, Log: true),
            new OrdinalParameter("d_model", [48, 64, 80, 96, 112, 128, 144, 192]), new IntParameter("n_layers", 2, 8), new OrdinalParameter("n_heads", [4, 5, 8]),
        ]);
        var sample = new AnalysisSample(Definition(space, maximize ? "auc" : "loss", maximize));
        for (var i = 0; i < count; i++)
        {
            var stream = RandomStream.For(8, i);
            double Any(double[] values) => values[stream.NextInt32(values.Length)];
            var (dropout, lr, decay, width, depth) = (Any(dropouts), Any(rates), Any(decays), Any(widths), Any(layers));
            var configuration = Configuration.Of(("dropout", dropout), ("lr", lr), ("weight_decay", decay), ("d_model", width), ("n_layers", depth), ("n_heads", Any([4, 8])));
            var auc = 0.72 - 0.04 * Math.Abs(dropout - 0.47) - 0.004 * Math.Abs(Math.Log(lr / 9e-5)) - 0.002 * Math.Abs(Math.Log(decay / 6e-4)) - 0.00006 * Math.Abs(width - 128)
                - 0.002 * Math.Min(Math.Abs(depth - 2), Math.Abs(depth - 6)) + 0.002 * stream.NextNormal();
            sample.Add(configuration, AttemptState.Completed, [maximize ? auc : 1 - auc], 100 * (i / 4), 40 + 60 * stream.NextDouble(), $"gpu-{i % 4}");
        }

        return sample.Analyse();
    }

    /// <summary>Three families of routing policies, one after the other, with grades, failures and lost workers.</summary>
    private static StudyAnalysis Resilient(bool maximize)
    {
        string[] names = ["GAT+RL", "GT+RL", "DGT+RL"];
        var sign = maximize ? -1 : 1;
        var space = new SearchSpace(
        [
            new CategoricalParameter("model", [.. names.Select(name => (ParameterValue)name)]), new IntParameter("embedding_dim", 64, 1024, Step: 16), new IntParameter("n_layers", 2, 16),
            new OrdinalParameter("n_heads", [2, 4, 8, 16, 32]), new FloatParameter("dropout", 0, 0.5), new FloatParameter("learning_rate", 1e-5, 1e-2, Log: true), new IntParameter("batch_size", 32, 512),
        ]);
        var study = Definition(space, "val_cost", maximize, ("good", sign * 0.55), ("excellent", sign * 0.51), ("breakthrough", sign * 0.50)) with
        {
            Groups = new("model", [.. names.Select((name, i) => new ModelGroup(name, 40, i == 0 ? [] : [names[i - 1]]))]),
        };
        var sample = new AnalysisSample(study);
        var clock = 0.0;
        for (var i = 0; i < 120; i++)
        {
            var stream = RandomStream.For(3, i);
            var configuration = space.Sample(stream).With("model", names[i / 40]);
            var progress = (i % 40) / 40.0;
            var cost = 0.58 - 0.03 * (i / 40) - 0.05 * progress + 0.012 * Math.Abs(stream.NextNormal()) + 0.01 * Math.Abs(Math.Log10(configuration["learning_rate"].Number) + 3)
                + (stream.NextDouble() < 0.08 ? 0.3 + 2 * stream.NextDouble() : 0);
            var state = stream.NextDouble() switch { < 0.05 => AttemptState.Failed, < 0.15 => AttemptState.Pruned, < 0.18 => AttemptState.Infeasible, _ => AttemptState.Completed };
            var seconds = 200 + 400 * stream.NextDouble();
            Attempt[] earlier = i % 29 == 7
                ? [new Attempt { Number = 1, State = AttemptState.Lost, Queued = AnalysisSample.Start.AddSeconds(clock), Started = AnalysisSample.Start.AddSeconds(clock), Ended = AnalysisSample.Start.AddSeconds(clock + 300), Worker = $"node-{i % 3}" }]
                : [];
            if (earlier.Length > 0) clock += 320;
            var size = 12.0 * configuration["n_layers"].Number * Math.Pow(configuration["embedding_dim"].Number, 2);
            sample.Add(
                configuration, state, state == AttemptState.Failed ? [] : [sign * cost], clock, seconds, $"node-{(i + earlier.Length) % 3}",
                ImmutableSortedDictionary<string, double>.Empty.Add("parameters", size), [.. earlier]);
            clock += seconds / 3;
            if (state == AttemptState.Completed) sample.AddCurve(i, Enumerable.Range(1, 60).Select(step => sign * (cost + 0.3 * Math.Exp(-step / 9.0) + 0.0004 * Math.Max(0, step - 45) + 0.003 * stream.NextNormal())));
        }

        return sample.Analyse();
    }

    /// <summary>Quality to be minimised against throughput to be maximised, under a bound.</summary>
    private static StudyAnalysis TwoObjectives()
    {
        var space = new SearchSpace([new FloatParameter("width", 16, 1024, Log: true), new IntParameter("depth", 1, 8), new CategoricalParameter("cell", ["lstm", "gru", "attention"])]);
        var study = Definition(space, "loss") with
        {
            Objectives =
            [
                new("loss", Goal.Minimize, ImmutableSortedDictionary<string, double>.Empty), new("qps", Goal.Maximize, ImmutableSortedDictionary<string, double>.Empty),
            ],
            Constraints = [new("qps", 500, null, ConstraintMode.Soft)],
        };
        var sample = new AnalysisSample(study);
        for (var i = 0; i < 160; i++)
        {
            var stream = RandomStream.For(5, i);
            var configuration = space.Sample(stream);
            var size = configuration["width"].Number * configuration["depth"].Number;
            var loss = 0.3 + 2 / Math.Sqrt(size) + 0.03 * Math.Abs(stream.NextNormal()) + (configuration["cell"].Text == "attention" ? 0 : 0.03);
            sample.Add(configuration, i % 31 == 5 ? AttemptState.Infeasible : AttemptState.Completed, [loss, 9_000 / Math.Pow(size, 0.4) * (0.8 + 0.4 * stream.NextDouble())], 5 * i, 4);
        }

        return sample.Analyse();
    }

    /// <summary>10,000 trials of ten parameters on 64 workers.</summary>
    private static StudyAnalysis Large()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, 10).Select(i => (Parameter)(i % 3 == 2 ? new CategoricalParameter($"choice_{i}", ["a", "b", "c"]) : new FloatParameter($"parameter_{i}", 0, 1)))]);
        var sample = new AnalysisSample(Definition(space, "loss"));
        for (var i = 0; i < 10_000; i++)
        {
            var stream = RandomStream.For(1, i);
            var configuration = space.Sample(stream);
            var loss = configuration["parameter_0"].Number * configuration["parameter_1"].Number + 0.3 * Math.Pow(configuration["parameter_3"].Number - 0.4, 2) + 0.05 * stream.NextNormal();
            var state = stream.NextDouble() switch { < 0.1 => AttemptState.Pruned, < 0.12 => AttemptState.Failed, _ => AttemptState.Completed };
            sample.Add(configuration, state, state == AttemptState.Failed ? [] : [loss], 10 * (i / 64), 9, $"worker-{i % 64}");
        }

        return sample.Analyse();
    }

    private static StudyAnalysis HostileNames()
    {
        var many = string.Concat(Enumerable.Repeat("averylongname_", 15));
        var groups = Enumerable.Range(0, 12).Select(i => (ParameterValue)$"{(i % 2 == 0 ? Hostile : many)}{i}").ToImmutableArray();
        var space = new SearchSpace(
        [
            new CategoricalParameter(many + "group", groups), new CategoricalParameter(Hostile, groups), new FloatParameter("العربية", 1e-9, 1e9, Log: true),
            .. Enumerable.Range(0, 14).Select(i => (Parameter)new IntParameter($"{Hostile}{many}{i}", 0, 1_000_000_000)),
        ]);
        var thresholds = Enumerable.Range(0, 30).Select(i => ($"{Hostile}\uD800{many}{i}", 0.5 + i * 1e-4)).ToArray();
        var study = Definition(space, many + Hostile + "\uD800", false, thresholds) with { Name = Hostile, Groups = new(many + "group", [.. groups.Select(group => new ModelGroup(group, null, []))]) };
        var sample = new AnalysisSample(study);
        for (var i = 0; i < 180; i++)
        {
            var stream = RandomStream.For(2, i);
            var value = i % 17 == 3 ? double.NaN : i % 23 == 4 ? 1e12 : 0.5 + 0.01 * stream.NextDouble();
            var trial = sample.Add(space.Sample(stream), i % 13 == 1 ? AttemptState.Pruned : AttemptState.Completed, [value], i, 1, Hostile + many + (i % 30));
            sample.AddCurve(trial.Number, [value, double.PositiveInfinity, value]);
        }

        return sample.Analyse();
    }
}
