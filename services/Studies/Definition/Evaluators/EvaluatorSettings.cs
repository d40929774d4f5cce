using System.Collections.Immutable;
using ArchOpt.Studies.Definition.Text;

namespace ArchOpt.Studies.Definition.Evaluators;

/// <summary>The settings in a file, of the right shape already; what is not given is absent.</summary>
internal sealed class EvaluatorSettings(MappingNode? settings)
{
    public string? Text(string name) => (settings?.Find(name) as ScalarNode)?.Text;

    public double? Number(string name) => (settings?.Find(name) as ScalarNode)?.Number;

    /// <summary>A list of lists of numbers.</summary>
    public ImmutableArray<ImmutableArray<double>>? Rows(string name) => settings?.Find(name) is SequenceNode rows
        ? [.. rows.Items.Select(row => ((SequenceNode)row).Items.Select(item => ((ScalarNode)item).Number).ToImmutableArray())]
        : null;
}
