using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Groups;
using ArchOpt.Search.Hypotheses;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;
using ArchOpt.Search.Strategies;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Studies.Tests.Definition;

/// <summary>Valid definitions of every form, one for each number.</summary>
internal sealed class RandomStudies
{
    // What text forms trip over: YAML's other booleans, numbers, quotes, line ends, emoji, comment and mapping signs.
    private static readonly string[] Texts =
        ["gat", "yes", "null", "~", "1e-5", "0x10", " padded ", "", "a: b", "# c", "- d", "it's", "\"quoted\"", "back\\slash", "line\nbreak", "tab\t",
            "größe", "日本", "🚀", "\u2028", "\u0085", "\u0001", "{x}", "[y]", "&a", "*a", "!t", "%", "@", "`", "true", ".nan", "?", "a,b"];

    private readonly RandomStream random;

    private RandomStudies(int number) => random = RandomStream.For(number);

    public static StudyDefinition Of(int number) => new RandomStudies(number).Study();

    private StudyDefinition Study()
    {
        var space = new SearchSpace([.. Enumerable.Range(0, 1 + random.NextInt32(6)).Select(i => Parameter($"p{i}", depth: 0)), .. Conditional()]);
        var replicates = Maybe() ? ImmutableArray.Create<long>(1, 7, 1L << 53) : [];
        var strategy = StrategyCatalogue.Find(Maybe() ? "random" : "simulated-annealing")!;
        return new()
        {
            Name = Pick("a", "Study-1", "x.y_z", "123", "null", "1e5"),
            Objectives = [new("loss", Maybe() ? Goal.Minimize : Goal.Maximize, Thresholds())],
            Evaluator = new("external", Maybe() ? "{}" : """{"timeout":"90s"}"""),
            Space = space,
            Groups = Groups(space),
            Constraints = Maybe() ? [] : [new("qps", Number(), null, ConstraintMode.Hard), new("ms", null, 1 + random.NextDouble(), ConstraintMode.Soft, 0.5, Maybe() ? SoftScale.Absolute : SoftScale.Relative)],
            Strategy = new(strategy.Name, Settings(strategy)),
            Initial = [.. Enumerable.Range(0, random.NextInt32(3)).Select(_ => space.Sample(random))],
            Stopping = Maybe() ? null : new(1 + random.NextInt32(9), 0, 9, random.NextDouble()),
            Replicates = replicates,
            Budget = new(Maybe() ? null : 3 * (1 + random.NextInt32(1000)), 1 + random.NextInt32(99), Maybe() ? null : TimeSpan.FromMilliseconds(1 + random.NextInt32(100_000_000)), Maybe() ? null : 3),
            Seed = random.NextInt64(1L << 53),
            Hypotheses = Hypotheses(space),
        };
    }

    /// <summary>One for each neighbour of a value, half the time within the child of the last.</summary>
    private ImmutableArray<Hypothesis> Hypotheses(SearchSpace space)
    {
        var values = ((CategoricalParameter)space.Parameters.Single(p => p.Name == "kind")).Values;
        return [.. values.Skip(1).Select((value, i) => new Hypothesis($"H{i}", Pick(Texts) + "!", "kind", Maybe() ? "loss" : "psnr", value, values[i])
        {
            Within = Maybe() ? ImmutableSortedDictionary<string, ParameterValue?>.Empty.Add("child", Maybe() ? null : 3) : ImmutableSortedDictionary<string, ParameterValue?>.Empty,
            Alpha = Maybe() ? 0.05 : 0.001,
            MinimumEffect = Math.Abs(Number()),
        }).Select(hypothesis => hypothesis with { Maximize = hypothesis.Metric == "loss" ? null : Maybe() })];
    }

    /// <summary>Half the time, in any order; null where the values cannot be told apart by name.</summary>
    private GroupPlan? Groups(SearchSpace space)
    {
        var values = ((CategoricalParameter)space.Parameters.Single(p => p.Name == "kind")).Values;
        var plan = new GroupPlan("kind", [.. values.OrderBy(_ => random.NextDouble()).Select(value => new ModelGroup(value, null, []))]);
        return Maybe() && plan.Groups.Select(group => group.Name).Distinct().Count() == values.Length ? plan : null;
    }

    private StrategySettings Settings(StrategyDescription strategy)
    {
        var settings = strategy.Settings.Where(_ => Maybe()).ToLookup(setting => setting.Choices.IsEmpty);
        return strategy.FillSettings(
            settings[true].Where(setting => setting.IsFlag).ToDictionary(setting => setting.Name, _ => Maybe() ? 1.0 : 0),
            choices: settings[false].ToDictionary(setting => setting.Name, setting => setting.Choices[random.NextInt32(setting.Choices.Length)].Name));
    }

    private Parameter Parameter(string name, int depth) => random.NextInt32(depth < 2 ? 6 : 5) switch
    {
        0 => Maybe() ? new FloatParameter(name, 1e-7, 1 + random.NextDouble(), Log: true) : new FloatParameter(name, -0.3, 0.9, Step: 0.1),
        1 => Maybe() ? new IntParameter(name, -4, 8, Step: 3) : new IntParameter(name, 1, 1L << 53, Log: true),
        2 => new OrdinalParameter(name, Values()),
        3 => new CategoricalParameter(name, Values()),
        4 => new ConstantParameter(name, Values()[0]),
        _ => new ListParameter(name, random.NextInt32(2), 2, new SearchSpace([Parameter("e", depth + 1), Parameter("f.g", depth + 1)])),
    };

    private Parameter[] Conditional()
    {
        var values = Values();
        return [new CategoricalParameter("kind", values), new IntParameter("child", 0, 9, When: new([new("kind", [values[^1]])]))];
    }

    private ImmutableArray<ParameterValue> Values() => [.. Enumerable.Range(0, 1 + random.NextInt32(4)).Select(i => random.NextInt32(3) switch
    {
        0 => ParameterValue.Of(Number()),
        1 => ParameterValue.Of(Maybe()),
        _ => ParameterValue.Of(Pick(Texts)),
    }).Distinct()];

    private ImmutableSortedDictionary<string, double> Thresholds() =>
        Maybe() ? ImmutableSortedDictionary<string, double>.Empty : ImmutableSortedDictionary<string, double>.Empty.Add("good", Number()).Add("my own", Number());

    private double Number() => random.NextInt32(4) switch
    {
        0 => random.NextInt32(100) - 50,
        1 => random.NextNormal() * 1e-9,
        2 => random.NextNormal() * 1e200,
        _ => random.NextDouble(),
    };

    private bool Maybe() => random.NextBoolean();

    private T Pick<T>(params T[] items) => items[random.NextInt32(items.Length)];
}
