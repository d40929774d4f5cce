using System.Collections.Immutable;
using ArchOpt.Search.Configurations;
using ArchOpt.Search.Randomness;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests;

internal static class SampleSpaces
{
    /// <summary>The nested architectures of the first seed document.</summary>
    public static SearchSpace Ads { get; } = new([
        new ListParameter("arch", 1, 5, new([new OrdinalParameter("width", Ladder), new IntParameter("depth", 1, 5)])),
    ]);

    /// <summary>Every kind of parameter, conditions, a nested list and rules.</summary>
    public static SearchSpace Everything { get; } = new(
        [
            new FloatParameter("lr", 1e-5, 1e-2, Log: true),
            new FloatParameter("momentum", -1, 1),
            new FloatParameter("dropout", 0.1, 0.7, Step: 0.1),
            new IntParameter("batch_size", 1, 1024, Log: true),
            new IntParameter("n_layers", 2, 16, Step: 2),
            new OrdinalParameter("d_model", Values(64, 128, 256)),
            new CategoricalParameter("model", Values("gat", "gt", "dgt")),
            new OrdinalParameter("n_heads", Values(2, 4, 8), When("model", "gt", "dgt")),
            new CategoricalParameter("edge_features", Values(true, false), When("n_heads", 4)),
            new ConstantParameter("version", 7),
            new ListParameter("arch", 0, 3, new(
                [
                    new OrdinalParameter("width", Values(64, 128, 256)),
                    new IntParameter("depth", 1, 5, When: When("width", 64, 128)),
                    new ListParameter("gates", 1, 2, new([new FloatParameter("bias", -0.5, 0.5)])),
                ],
                [new Rule("depth * width <= 512")])),
        ],
        [new Rule("d_model % n_heads == 0"), new Rule("len(arch) == 0 or sum(arch.width) <= 600")]);

    private static ImmutableArray<ParameterValue> Ladder => Values(64, 128, 256, 512, 1024, 2048);

    public static ImmutableArray<ParameterValue> Values(params ReadOnlySpan<ParameterValue> values) => [.. values];

    public static Condition When(string parameter, params ReadOnlySpan<ParameterValue> values) =>
        new([new ConditionClause(parameter, [.. values])]);

    /// <summary>A valid space drawn at random: one to five parameters of any kind, some conditional, lists up to two deep.</summary>
    public static SearchSpace Random(long seed, bool finite = false) => Random(RandomStream.For(seed, 77), finite, depth: 0);

    private static SearchSpace Random(RandomStream stream, bool finite, int depth)
    {
        var parameters = new List<Parameter>();
        var count = 1 + stream.NextInt32(depth == 0 ? 5 : 2);
        for (var i = 0; i < count; i++) parameters.Add(RandomParameter(stream, $"p{i}", RandomCondition(stream, parameters), finite, depth));
        return new([.. parameters]);
    }

    private static Condition? RandomCondition(RandomStream stream, List<Parameter> earlier)
    {
        var parents = earlier.Where(p => p is not ListParameter && ParameterLevels.Count(p) is > 1).ToArray();
        if (parents.Length == 0 || stream.NextBoolean(0.6)) return null;
        var clauses = new List<ConditionClause>();
        foreach (var parent in parents.Where(_ => stream.NextBoolean()).DefaultIfEmpty(parents[0]))
        {
            var levels = Enumerable.Range(0, (int)Math.Min(6, ParameterLevels.Count(parent)!.Value)).Where(_ => stream.NextBoolean()).DefaultIfEmpty(0);
            clauses.Add(new(parent.Name, [.. levels.Select(level => ParameterLevels.At(parent, level))]));
        }

        return new([.. clauses]);
    }

    private static Parameter RandomParameter(RandomStream stream, string name, Condition? when, bool finite, int depth) =>
        stream.NextInt32(depth < 2 ? 8 : 7) switch
        {
            0 when !finite => new FloatParameter(name, -stream.NextDouble() * 100, stream.NextDouble() * 1e6 + 1e-3, When: when),
            1 when !finite => new FloatParameter(name, 1e-8 * (1 + stream.NextDouble()), 1 + stream.NextDouble(), Log: true, When: when),
            0 or 2 => new FloatParameter(name, -0.3, -0.3 + 0.1 * (1 + stream.NextInt32(4)), Step: 0.1, When: when),
            1 or 3 => RandomInt(stream, name, when),
            4 => new OrdinalParameter(name, Values(64, 128, 256), when),
            5 => new CategoricalParameter(name, Values("a", "b", "ü", true, 3), when),
            6 => new ConstantParameter(name, 1 + stream.NextInt32(3), when),
            _ => new ListParameter(name, stream.NextInt32(2), 1 + stream.NextInt32(2), Random(stream, finite, depth + 1), when),
        };

    private static IntParameter RandomInt(RandomStream stream, string name, Condition? when) => stream.NextInt32(3) switch
    {
        0 => new(name, 1, 2 + stream.NextInt32(5), Log: true, When: when),
        1 => new(name, -6, -6 + 3 * (1 + stream.NextInt32(3)), Step: 3, When: when),
        _ => new(name, 0, 1 + stream.NextInt32(4), When: when),
    };
}
