using ArchOpt.Search.Configurations;
using ArchOpt.Search.Objectives;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Search.Strategies.Tpe;

namespace ArchOpt.Search.Tests.Strategies.Tpe;

/// <summary>What the tests of the estimator build often.</summary>
internal static class Parzen
{
    public static TpeSettings Settings { get; } = TpeSettings.Of(new(new([new FloatParameter("x", 0, 1)]), 1, null, StrategySettings.None));

    public static ParzenTree Tree(SearchSpace space) => new(space, SpaceEncoding.Of(space));

    public static ParzenTrial Trial(SearchSpace space, Configuration configuration, long number = 0, double loss = 0)
    {
        var point = SpaceEncoding.Of(space).PointOf(configuration);
        return new(number, point.Coordinates, point.Active, Fitness.Completed([loss]));
    }

    /// <summary>A trial of a space that does not matter.</summary>
    public static ParzenTrial Trial(long number, Fitness fitness) => new(number, [0.5], [true], fitness);

    /// <summary>The density that the kernel of one value has at another, in a space of one parameter.</summary>
    public static double Kernel(Parameter parameter, ParameterValue centre, double bandwidth, ParameterValue at)
    {
        var space = new SearchSpace([parameter]);
        var column = new ParzenColumn(Tree(space).Dimensions[0], 0, [Trial(space, Configuration.Of((parameter.Name, centre)))], bandwidth);
        var log = new double[1];
        column.AddLog(SpaceEncoding.Of(space).Encode(Configuration.Of((parameter.Name, at)))[0], log);
        return Math.Exp(log[0]);
    }

    public static ParzenMixture Mixture(SearchSpace space, bool joint, double bandwidth, params Configuration[] trials)
    {
        var tree = Tree(space);
        var group = ParzenGroup.Of([.. trials.Select((c, i) => Trial(space, c, i))], [.. trials.Select((_, i) => 1.0 + i)], 1);
        var widths = tree.Dimensions.Select(d => d.Kind == DimensionKind.Categorical ? Math.Min(0.3, 1 - 1.0 / d.Levels) : bandwidth).ToArray();
        return joint ? new JointMixture(tree, group, widths) : new FactorisedMixture(tree, group, widths);
    }

    public static double Density(this ParzenMixture mixture, SearchSpace space, Configuration configuration)
    {
        var trial = Trial(space, configuration);
        return Math.Exp(mixture.Log(trial.Point, trial.Active));
    }

    public static IStrategy Strategy(SearchSpace space, params (string Name, double Value)[] settings) =>
        StrategyCatalogue.Create("tpe", Simulation.Problem("tpe", space, settings.ToDictionary(s => s.Name, s => s.Value)));
}
