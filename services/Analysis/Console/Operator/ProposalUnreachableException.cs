namespace ArchOpt.Analysis.Console.Operator;

/// <summary>Proposal does not answer: what only it knows cannot be shown, and nothing can be changed for now.</summary>
internal sealed class ProposalUnreachableException(Uri server, Exception cause)
    : Exception($"Proposal does not answer at {server} ({cause.Message.ReplaceLineEndings(" ")}).", cause);
