using System.Collections.Immutable;
using ArchOpt.Contracts;
using ArchOpt.Proposal.Running;
using ArchOpt.Storage;
using ArchOpt.Studies.Definition;

namespace ArchOpt.Proposal.Replaying;

/// <summary>Where the transport puts what nobody could handle.</summary>
internal static class ErrorQueues
{
    /// <summary>Messages whose consumer threw.</summary>
    public const string ErrorSuffix = "_error";

    /// <summary>Messages that arrived in a queue whose consumers do not know their type.</summary>
    public const string SkippedSuffix = "_skipped";

    /// <summary>The queues of the evaluators of all stored studies, each once.</summary>
    public static async Task<ImmutableArray<string>> EvaluateAsync(IStudyStore store, StudyDefinitions definitions, CancellationToken cancellationToken) =>
    [
        .. (await store.ListStudiesAsync(cancellationToken)).Select(study => definitions.Read(study).Evaluator)
            .Where(evaluator => evaluator.Name != EvaluatorReference.External)
            .Select(evaluator => Queues.Evaluate(evaluator.Name, evaluator.ResourceClass))
            .Distinct(StringComparer.Ordinal),
    ];
}
