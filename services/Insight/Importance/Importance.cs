using System.Collections.Immutable;

namespace ArchOpt.Insight.Importance;

/// <summary>How much of the objective's variance is one parameter's own.</summary>
/// <param name="Share">A fraction of 1: the mean over the trees.</param>
/// <param name="Deviation">The standard deviation over the trees.</param>
/// <param name="IsAboveNoise">Whether it is more than parameters get when the objective is shuffled among the trials.</param>
public sealed record ParameterImportance(string Parameter, double Share, double Deviation, bool IsAboveNoise);

/// <summary>How much of the objective's variance two parameters have together and neither has alone.</summary>
/// <param name="Share">A fraction of 1: the mean over the trees.</param>
/// <param name="Deviation">The standard deviation over the trees.</param>
public sealed record InteractionImportance(string First, string Second, double Share, double Deviation);

/// <summary>Whether the data can carry a ranking at all.</summary>
/// <param name="OutOfBagR2">How much of the variance the forest predicts in trials that it has not seen; 0 or less is nothing.</param>
/// <param name="PValue">How often a forest does as well when the objective is shuffled among the trials.</param>
/// <param name="SupportsRanking">Whether the ranking is more than noise.</param>
/// <param name="Sentence">The same for a report.</param>
public sealed record ImportanceEvidence(double OutOfBagR2, double PValue, bool SupportsRanking, string Sentence);

/// <param name="Parameters">The most important first; every parameter of the space but its constants.</param>
/// <param name="Interactions">The strongest first; pairs of the twelve parameters that the forest used most.</param>
public sealed record ImportanceReport(
    ImmutableArray<ParameterImportance> Parameters, ImmutableArray<InteractionImportance> Interactions, ImportanceEvidence Evidence);
