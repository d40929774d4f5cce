using ArchOpt.Search.Configurations;
using ArchOpt.Search.Spaces;

namespace ArchOpt.Search.Tests.Strategies;

/// <summary>Valid spaces at the ends of what is allowed.</summary>
internal static class DegenerateSpaces
{
    public static IReadOnlyDictionary<string, SearchSpace> All { get; } = new Dictionary<string, SearchSpace>
    {
        ["one choice"] = new([new CategoricalParameter("c", SampleSpaces.Values("only"))]),
        ["nothing varies"] = new([new ConstantParameter("c", 7), new OrdinalParameter("o", SampleSpaces.Values(64))]),
        ["ranges of the least width"] = new([new IntParameter("n", 3, 4), new FloatParameter("x", 1, Math.BitIncrement(1.0)), new FloatParameter("y", -1, 1)]),
        ["huge and tiny ranges"] = new([
            new FloatParameter("huge", -8e307, 8e307),
            new FloatParameter("tiny", 0, 1e-300),
            new FloatParameter("log", 1e-300, 1e300, Log: true),
            new IntParameter("n", -SpaceLimits.IntMagnitude, SpaceLimits.IntMagnitude),
        ]),
        ["fifty parameters"] = new([.. Enumerable.Range(0, 50).Select(i => i % 3 == 0 ? new CategoricalParameter($"p{i}", SampleSpaces.Values("a", "b", "c")) : (Parameter)new FloatParameter($"p{i}", 0, 1))]),
        ["ten thousand categories"] = new([
            new CategoricalParameter("c", [.. Enumerable.Range(0, 10_000).Select(i => (ParameterValue)$"v{i}")]),
            new FloatParameter("x", 0, 1),
        ]),
        ["a list that may be empty"] = new([new ListParameter("l", 0, 1, new([new FloatParameter("x", 0, 1)])), new IntParameter("n", 0, 9)]),
        ["a list of one element"] = new([new ListParameter("l", 1, 1, new([new IntParameter("n", 0, 99)]))]),
        ["lists in lists"] = new([Nested(depth: 4)]),
        ["a chain of conditions"] = Chain(8),
        ["a rule that hardly anything obeys"] = new([new IntParameter("a", 1, 100), new IntParameter("b", 1, 100)], [new Rule("a == b")]),
    };

    private static ListParameter Nested(int depth) => new("l", 0, 2, depth == 1
        ? new([new FloatParameter("x", 0, 1)])
        : new([new IntParameter("n", 0, 3), Nested(depth - 1)]));

    private static SearchSpace Chain(int length) => new([
        new CategoricalParameter("p0", SampleSpaces.Values("on", "off")),
        .. Enumerable.Range(1, length).Select(i => new CategoricalParameter($"p{i}", SampleSpaces.Values("on", "off"), SampleSpaces.When($"p{i - 1}", "on"))),
        new FloatParameter("x", 0, 1, When: SampleSpaces.When($"p{length}", "on")),
    ]);
}
