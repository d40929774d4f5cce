using System.Collections.Immutable;
using ArchOpt.Analysis.Reporting;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Studies.Definition;
using ArchOpt.Studies.Trials;

namespace ArchOpt.Analysis.Tests.Plots;

/// <summary>Studies that are not as usual.</summary>
internal static class OddSamples
{
    private static readonly SearchSpace Line = new([new FloatParameter("x", 0, 1)]);

    /// <summary>Two seeds each; the luckiest run (0.1 in trial 2) belongs to a configuration whose mean (0.5) is not the best: that is 0.3 in trials 4 and 5.</summary>
    public static StudyAnalysis Replicated => Of(Samples.Definition(Line, "loss") with { Replicates = [1, 2] }, 0.6, 0.4, 0.1, 0.9, 0.29, 0.31, 0.7, 0.8);

    public static StudyAnalysis Constant => Of(Samples.Definition(Line, "loss", false, ("good", 0.9), ("better", 0.8)), [.. Enumerable.Repeat(0.75, 30)]);

    public static StudyAnalysis NothingFinite => Of(Samples.Definition(Line, "loss"), double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.NaN);

    /// <summary>A parameter that most trials lack, and a list of layers.</summary>
    public static StudyAnalysis Conditional
    {
        get
        {
            var space = new SearchSpace(
            [
                new CategoricalParameter("optimizer", ["adam", "sgd"]),
                new FloatParameter("momentum", 0, 1, When: new([new("optimizer", ["sgd"])])),
                new ListParameter("arch", 1, 3, new([new IntParameter("width", 8, 512, Log: true), new CategoricalParameter("a_rather_long_activation_name", [true, false])])),
            ]);
            var sample = new AnalysisSample(Samples.Definition(space, "loss"));
            for (var i = 0; i < 80; i++)
            {
                var stream = RandomStream.For(7, i);
                var configuration = space.Sample(stream);
                sample.Add(configuration, AttemptState.Completed, [configuration["arch"].List.Length + stream.NextDouble()]);
            }

            return sample.Analyse();
        }
    }

    /// <summary>One trial for each value, at equal distances over the line.</summary>
    public static StudyAnalysis Of(StudyDefinition study, params ImmutableArray<double> values)
    {
        var sample = new AnalysisSample(study);
        for (var i = 0; i < values.Length; i++) sample.Add(Configuration.Of(("x", (double)i / values.Length)), AttemptState.Completed, [values[i]]);
        return sample.Analyse();
    }
}
