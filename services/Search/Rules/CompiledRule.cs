using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Search.Rules;

/// <summary>A rule that has been checked against a space. Immutable and thread-safe.</summary>
public sealed class CompiledRule
{
    private readonly RuleNode root;

    internal CompiledRule(string text, ImmutableArray<string> parameters, RuleNode root)
    {
        Text = text;
        Parameters = parameters;
        this.root = root;
    }

    public string Text { get; }

    /// <summary>The parameters it speaks of; for a field of a list, the list.</summary>
    public ImmutableArray<string> Parameters { get; }

    /// <summary>
    /// Whether a configuration obeys. Never throws: a rule over an inactive parameter holds (it speaks of nothing
    /// that is there); one that divides by zero, overflows or calculates with text does not.
    /// </summary>
    public bool Holds(Configuration configuration)
    {
        foreach (var name in Parameters)
        {
            if (!configuration.TryGet(name, out _)) return true;
        }

        var value = root.Evaluate(configuration);
        return value.IsTrue || value.Kind == RuleValueKind.Inactive;
    }
}
