using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Rules;

/// <summary>An arithmetic expression over the parameters of a space: <c>n_layers * embedding_dim ** 2</c>. Immutable and thread-safe.</summary>
public sealed class CompiledNumber
{
    private readonly RuleNode root;

    internal CompiledNumber(string text, ImmutableArray<string> parameters, RuleNode root)
    {
        Text = text;
        Parameters = parameters;
        this.root = root;
    }

    public string Text { get; }

    /// <summary>The parameters it speaks of; for a field of a list, the list.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>
    /// Its value, always finite. Null where there is none: it speaks of an inactive parameter, divides by zero, overflows, or
    /// calculates with text.
    /// </summary>
    public double? Evaluate(Configuration configuration) =>
        root.Evaluate(configuration) is { Kind: RuleValueKind.Number } value ? value.Number : null;
}
