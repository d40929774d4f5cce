using System.Collections.Immutable;
using ArchOpt.Search.Configurations;

namespace ArchOpt.Studies.Definition;

/// <summary>
/// Where the trials of an <c>explicit</c> study come from: the finished study whose analysis proposed them, and what was expected of them before they
/// ran. With it the report of the new study can say which expectations held, without the old one.
/// </summary>
/// <param name="Study">The parent's name.</param>
/// <param name="Champion">The number of the parent's best trial ...</param>
/// <param name="Value">... and its objective, as reported.</param>
/// <param name="Phases">In the order in which to run them. Their trials are, one after the other, the configurations of the strategy's list.</param>
public sealed record StudyLineage(string Study, long Champion, double Value, ImmutableArray<LineagePhase> Phases)
{
    /// <summary>The only strategy whose studies can have one.</summary>
    public const string Strategy = "explicit";

    /// <summary>As many as the strategy has configurations.</summary>
    public int TrialCount => Phases.Sum(phase => phase.Sets.Sum(set => set.Trials.Length));
}

public sealed record LineagePhase(string Name, ImmutableArray<LineageSet> Sets);

/// <param name="Id">A, B, ...</param>
/// <param name="Base">The parent's trial that the set starts from ...</param>
/// <param name="Value">... and its objective.</param>
public sealed record LineageSet(string Id, string Name, long Base, double Value, ImmutableArray<LineageTrial> Trials, ImmutableArray<LineageExpectation> Expectations)
{
    /// <summary>The configuration of the trial that the set starts from; null when it was not written down.</summary>
    public Configuration? Configuration { get; init; }
}

/// <param name="Id">A1, A2, ...</param>
/// <param name="Reason">Why it was proposed, in a few words.</param>
public sealed record LineageTrial(string Id, string Reason);

/// <param name="If">What the trials would show.</param>
/// <param name="Then">What that would mean.</param>
/// <param name="Better">The trials whose mean is better ...</param>
/// <param name="Than">... than the mean of these; empty: the best of them beats the trial that the set starts from.</param>
public sealed record LineageExpectation(string If, string Then, ImmutableArray<string> Better, ImmutableArray<string> Than);
