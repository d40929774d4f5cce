using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.History;
using ArchOpt.Studies.Protocol;
using ArchOpt.Studies.Tests.Protocol;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Studies.Tests.History;

/// <summary>Searches with the real strategies, run to their end in memory with results in random order.</summary>
internal static class RecordedSearch
{
    public static SearchSpace Space { get; } = new([
        new FloatParameter("lr", 0, 1, Step: 0.125),
        new CategoricalParameter("model", ["gat", "gt", "dgt"]),
        new IntParameter("heads", 1, 4, When: new([new ConditionClause("model", ["gt", "dgt"])])),
        new ListParameter("arch", 1, 2, new([new OrdinalParameter("width", [64, 128, 256])])),
    ]);

    /// <summary>A point of the space; the same for the same key.</summary>
    public static Configuration Point(long seed, params ReadOnlySpan<long> path) => Space.Sample(RandomStream.For(seed, path));

    public static StudyDefinition Study(string strategy, long trials, int parallelism, int replicates, long seed)
    {
        var description = StrategyCatalogue.Find(strategy).ShouldNotBeNull();
        var numbers = description.Settings.Where(s => s.Default is not null).ToImmutableSortedDictionary(s => s.Name, s => s.Default!.Value);
        ImmutableArray<Configuration> list = [.. Enumerable.Range(0, 200).Select(i => Point(5, i))];
        return Samples.Study(trials, parallelism, replicates: replicates) with
        {
            Objectives = [Samples.Maximized, Samples.Minimized],
            Constraints = [new("qps", 0.2, null), new("memory", null, 0.8, ConstraintMode.Soft)],
            Space = Space,
            Strategy = new(strategy, new(numbers, list)),
            Seed = seed,
        };
    }

    public static IStrategy Strategy(StudyDefinition study) => StudyStrategy.Create(study);

    /// <summary>Runs until the study ends or so many trials have. What an attempt reports depends on its trial alone.</summary>
    public static void Run(ProtocolDriver driver, RandomStream order, long until = long.MaxValue, bool trouble = false)
    {
        driver.Tick();
        for (var i = 0; !driver.Study.HasEnded && driver.Protocol.LastSequence < until; i++)
        {
            var running = driver.Protocol.InFlight.ToArray();
            var trial = running[order.NextInt32(running.Length)];
            if (trouble && order.NextInt32(25) == 0) driver.Send(new StudyEvent.Enqueued([Point(99, i)]));
            if (trouble && order.NextInt32(20) == 0) driver.Reload(queueIsEmpty: order.NextBoolean());
            else driver.Send(Result(trial, trouble));
        }
    }

    private static StudyEvent.AttemptFinished Result(Trial trial, bool trouble)
    {
        var chance = RandomStream.For(trial.Number, trial.Configuration.GetStableKey(), trial.Seed);
        var outcome = TrialState.Completed;
        if (trouble && chance.NextBoolean(0.4)) outcome = (TrialState)(2 + chance.NextInt32(5));
        var loss = trouble && chance.NextBoolean(0.1) ? double.NaN : chance.NextDouble();
        var metrics = Samples.Metrics(("loss", loss), ("score", chance.NextNormal()), ("qps", chance.NextDouble()), ("memory", chance.NextDouble()));
        return ProtocolDriver.Result(trial.Number, trial.Current.Number, outcome, metrics);
    }
}
