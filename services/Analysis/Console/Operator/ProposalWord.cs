using ArchOpt.Contracts.Http;

namespace ArchOpt.Analysis.Console.Operator;

/// <summary>What Proposal says of a study.</summary>
/// <param name="View">As it said last; null when it has never answered.</param>
/// <param name="Trouble">Why it says nothing newer, in a sentence; null when it answered.</param>
public sealed record ProposalWord(StudyView? View, string? Trouble);
