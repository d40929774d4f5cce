using System.Collections.Immutable;
using ArchOpt.Studies.Definition.Shapes;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Reading;

/// <summary>Reads the sections that are plain lists of values; what has a wrong shape comes out as null.</summary>
internal sealed class SectionReader(ShapeCheck check, MappingNode study)
{
    public const int DefaultParallelism = 1;

    public ImmutableArray<Objective?> Objectives() => Each("objectives", node => new Objective(
        node.Text("metric")!,
        node.Text("goal") == "minimize" ? Goal.Minimize : Goal.Maximize,
        node.Find("thresholds") is MappingNode thresholds
            ? thresholds.Entries.ToImmutableSortedDictionary(entry => entry.Key, entry => ((ScalarNode)entry.Value).Number, StringComparer.Ordinal)
            : ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal)));

    public ImmutableArray<Constraint?> Constraints() => Each("constraints", node => new Constraint(
        node.Text("metric")!,
        node.Number("min"),
        node.Number("max"),
        node.Text("mode") == "soft" ? ConstraintMode.Soft : ConstraintMode.Hard,
        node.Number("tau") ?? Constraint.DefaultTau,
        node.Text("scale") == "absolute" ? SoftScale.Absolute : SoftScale.Relative));

    public StoppingPolicy? Stopping()
    {
        if (Sound("stopping") is not MappingNode node) return null;
        var unlessGiven = StoppingPolicy.Default;
        var maxEpochs = node.Count("max_epochs") ?? unlessGiven.MaxEpochs;
        return new(
            node.Count("patience") ?? unlessGiven.Patience,
            node.Count("min_epochs") ?? Math.Min(unlessGiven.MinEpochs, maxEpochs),
            maxEpochs,
            node.Number("min_delta") ?? unlessGiven.MinDelta);
    }

    public ImmutableArray<long> Replicates() => Sound("replicates") is SequenceNode node
        ? [.. node.Items.Select(item => (long)((ScalarNode)item).Number)]
        : [];

    /// <summary>Null when the section is there and wrong.</summary>
    public Budget? Budget()
    {
        if (study.Find("budget") is null) return new(null, DefaultParallelism, null, null);
        if (Sound("budget") is not MappingNode node) return null;
        TimeSpan? time = node.Text("time") is { } text && Duration.TryParse(text, out var duration) ? duration : null;
        return new((long?)node.Number("trials"), node.Count("parallelism") ?? DefaultParallelism, time, node.Count("failures"));
    }

    public long Seed() => Sound("seed") is ScalarNode node ? (long)node.Number : 0;

    private ImmutableArray<T?> Each<T>(string key, Func<MappingNode, T> read)
        where T : class =>
        [.. study.Items(key).Select(item => check.IsSound(item) && item is MappingNode node ? read(node) : null)];

    private StudyNode? Sound(string key) => study.Find(key) is { } node && check.IsSound(node) ? node : null;
}
